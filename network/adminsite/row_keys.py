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
    """A picker that shows nothing chosen where a word stands for a key.

    The form says beside the field that it is no choice; the database would not compare it.
    """

    def optgroups(self: Any, name: str, value: list[str], attr: Any = None) -> Any:
        keys = [one for one in value if readable(compared(self.field), [one])]
        return super().optgroups(name, keys, attr)  # type: ignore[misc]


class PickOne(_KeysOnly, AutocompleteSelect):  # type: ignore[misc]
    pass


class PickMany(_KeysOnly, AutocompleteSelectMultiple):  # type: ignore[misc]
    pass


def with_every_row(formset: type[Any]) -> type[Any]:
    """`formset` as one that knows that rows may be added or removed while its page is open.

    It is refused where rows are saved that it was not sent with: a row that is sent may want the
    place of one of them, which the database would refuse without a sentence. And it shows again
    every row that was sent, also of what is gone: the admin pairs what was sent with what is saved,
    and would leave out as many of the last rows as were removed, with what was typed there.
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
    """Rows that are shown with a form and not read from it, whatever is sent in their name."""

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
    """An admin that takes any word for a key and finds nothing at those that are none.

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
        # Where there is no row, the answer of Django's other pages: to the list, which says so.
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
            # The number of rows is the browser's word. More than Django reads the fields of
            # (a thousand, at least three a row) are none; each would be drawn all the same.
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
    """To the public page of a row of a model that the admin shows; raises Http404 for others.

    `shown` is the admin of each model.
    """
    model = find_at_key(ContentType.objects.all(), content_type_id).model_class()
    if model not in shown or not hasattr(model, "get_absolute_url"):
        raise Http404
    if not shown[model].has_view_permission(request):
        raise Http404
    row = find_at_key(model._default_manager.all(), object_id)
    return HttpResponseRedirect(row.get_absolute_url())
