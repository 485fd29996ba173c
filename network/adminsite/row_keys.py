"""Keys of rows in the addresses, ticks and pickers of the admin."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import BadRequest, ValidationError
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from network.values.primary_keys import compared, find_at_key, readable

MOST_ROWS = 300


class _KeysOnly:
    """A picker that shows nothing chosen if its value is no valid key.

    The form reports an invalid choice beside the field; the database could not compare it.
    """

    def optgroups(self: Any, name: str, value: list[str], attr: Any = None) -> Any:
        keys = [one for one in value if readable(compared(self.field), [one])]
        return super().optgroups(name, keys, attr)  # type: ignore[misc]


class PickOne(_KeysOnly, AutocompleteSelect):  # type: ignore[misc]
    pass


class PickMany(_KeysOnly, AutocompleteSelectMultiple):  # type: ignore[misc]
    pass


def with_every_row(formset: type[Any]) -> type[Any]:
    """`formset` that expects rows to be added or removed while its page is open.

    It is refused if rows exist that it was not sent with: one that was sent may conflict with one
    of them, which the database would refuse without a sentence. It also shows every row that was
    sent again, even of deleted ones: the admin pairs the rows that were sent with those that exist,
    and would drop as many of the last rows as were deleted, with what was typed there.
    """
    if issubclass(formset, ReadOnlyFormSet):
        return formset

    class WithEveryRow(formset):  # type: ignore[misc]
        def get_queryset(self) -> Any:
            if self.is_bound and "forms" in self.__dict__:
                return [form.instance for form in self.initial_forms]
            return super().get_queryset()

        def clean(self) -> None:
            super().clean()
            if not self.instance.pk or not self.has_changed():
                return
            sent = [form.instance.pk for form in self.forms if form.instance.pk]
            # Of those that this formset is about: texts have one for each language.
            if self.queryset.exclude(pk__in=sent).exists():
                raise ValidationError(
                    _("Somebody has added a row since you opened this page. Open it again.")
                )

    return WithEveryRow


class ReadOnlyFormSet(BaseInlineFormSet):
    """Rows that are shown with a form and never read from it, even if they are sent."""

    def __init__(self, data: Any = None, files: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(None, None, *args, **kwargs)

    def is_valid(self) -> bool:
        return True

    def has_changed(self) -> bool:
        return False

    def save(self, commit: bool = True) -> list[Any]:
        self.new_objects: list[Any] = []
        self.changed_objects: list[Any] = []
        self.deleted_objects: list[Any] = []
        return []


class SafeRowKeys:
    """An admin that accepts any text as a key and finds nothing if it is none.

    network.adminsite.site gives it to every admin.
    """

    def get_object(
        self: Any, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        field = self.opts.pk if from_field is None else self.opts.get_field(from_field)
        if not readable(compared(field), [object_id]):
            return None
        return super().get_object(request, object_id, from_field)  # type: ignore[misc]

    def history_view(
        self: Any, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> Any:
        # Without a row, redirect to the list with a message, as Django's other pages do.
        if self.get_object(request, unquote(object_id)) is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return super().history_view(request, object_id, extra_context)  # type: ignore[misc]

    def formfield_for_foreignkey(
        self: Any, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault(
                "widget", PickOne(db_field, self.admin_site, using=kwargs.get("using"))
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(
        self: Any, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault(
                "widget", PickMany(db_field, self.admin_site, using=kwargs.get("using"))
            )
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]

    def get_formsets_with_inlines(self: Any, request: HttpRequest, obj: Any = None) -> Any:
        for formset, inline in super().get_formsets_with_inlines(request, obj):  # type: ignore[misc]
            # The number of rows comes from the browser. Django reads at most a thousand fields, at
            # least three a row, so more rows cannot exist; each would be rendered all the same.
            formset.absolute_max = min(formset.absolute_max, MOST_ROWS)
            formset.max_num = min(formset.max_num, MOST_ROWS)
            yield with_every_row(formset), inline

    def response_action(self: Any, request: HttpRequest, queryset: Any) -> Any:
        ticked = request.POST.getlist("_selected_action")
        if len(readable(compared(self.opts.pk), ticked)) < len(ticked):
            raise BadRequest("A row was ticked whose key is none.")
        return super().response_action(request, queryset)  # type: ignore[misc]


def page_of_row(
    request: HttpRequest, shown: dict[Any, Any], content_type_id: str, object_id: str
) -> HttpResponse:
    """Redirect to the public page of a row of a model in the admin; raises Http404 for others.

    `shown` is the admin of each model.
    """
    model = find_at_key(ContentType.objects.all(), content_type_id).model_class()
    if model not in shown or not hasattr(model, "get_absolute_url"):
        raise Http404
    if not shown[model].has_view_permission(request):
        raise Http404
    row = find_at_key(model._default_manager.all(), object_id)
    return HttpResponseRedirect(row.get_absolute_url())
