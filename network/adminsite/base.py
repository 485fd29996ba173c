"""Base classes of admin pages: read-only, protected, and backed by services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.http import HttpRequest
from django.shortcuts import redirect
from unfold.admin import ModelAdmin

from network.adminsite.row_keys import ReadOnlyFormSet
from network.values.refusals import Refusal


class ReadOnlyAdmin:
    """For rows that the portal writes itself: everybody in the admin may read, nobody edits."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyInline(ReadOnlyAdmin):
    """The same for rows on the page of another row."""

    formset = ReadOnlyFormSet


class ProtectedAdmin(ModelAdmin):
    """For rows that others refer to: deleted one by one, and only where nothing refers to them."""

    def may_go(self, row: Any) -> bool:
        raise NotImplementedError

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # unfold asks with the key of the object where Django asks with the object.
        goes = not isinstance(obj, self.model) or self.may_go(obj)
        return goes and bool(super().has_delete_permission(request, obj))

    def get_actions(self, request: HttpRequest) -> Any:
        found = super().get_actions(request)
        found.pop("delete_selected", None)
        return found


class ServiceAdmin(ModelAdmin):
    """An admin whose writes are services, which may refuse what the form could not foresee.

    `save_row` writes the row and what belongs to it on the form at once. A refusal is shown in the
    form, beside its field if it names one, and what was typed stays. Django saves in one
    transaction, so nothing has been written then.
    """

    def save_row(
        self, request: HttpRequest, row: Any, form: Any, write_related: Callable[[], None]
    ) -> None:
        """Call the service that writes `row`.

        It calls `write_related` once the row is written, where the form has rows that belong to it;
        otherwise those are written after it.
        """
        raise NotImplementedError

    def remove_row(self, request: HttpRequest, row: Any) -> None:
        """Call the service that deletes `row`."""
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Writes nothing: `save_related`, which Django calls next, writes everything."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        is_written = False

        def write_related() -> None:
            nonlocal is_written
            is_written = True
            super(ServiceAdmin, self).save_related(request, form, formsets, change)

        self.save_row(request, form.instance, form, write_related)
        if not is_written:
            write_related()
        # As unfold's `save_model` does: the buttons beside "Save" act on what was saved.
        for button in self.get_actions_submit_line(request, form.instance.pk):
            if button.action_name in request.POST:
                button.method(request, form.instance)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.remove_row(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for row in queryset:
            self.remove_row(request, row)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Asks before it deletes; after a refusal it shows the row again, with the reason."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            return redirect(name, unquote(object_id))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refusal as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        refusal: Refusal | None = getattr(request, "refusal", None)
        return form if refusal is None else refused(form, refusal)


def refused(form: type[forms.ModelForm], refusal: Refusal) -> type[forms.ModelForm]:
    """`form` with the refusal among its errors."""

    class Refused(form):  # type: ignore[valid-type, misc]
        def clean(self) -> Any:
            data = super().clean()
            self.add_error(
                refusal.field if refusal.field in self.fields else None, refusal.sentence
            )
            return data

    return Refused
