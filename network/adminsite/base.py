"""How admin pages behave where the framework's own way does not fit: looking, and refusing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.db import models, transaction
from django.forms.models import model_to_dict
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from network.adminsite.row_keys import ReadOnlyFormSet
from network.values.refusals import Refusal


class ReadOnlyAdmin:
    """For rows that the portal writes itself: everybody in the admin looks, nobody edits."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyInline(ReadOnlyAdmin):
    """The same for rows that stand on the page of another."""

    formset = ReadOnlyFormSet


class ProtectedAdmin(ModelAdmin):
    """For rows that others lean on: one by one, and only those that nobody leans on, may go."""

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


class OptimisticLockForm(forms.ModelForm):
    """Carries a mark of each value as it was shown; what changed since is not written over.

    An admin form sends every field. Without the marks, a page that was opened before a person
    withdrew a consent would give it back with the next save.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Taken now: validation writes what was typed into the instance.
        self._marks = self.marks() if self.instance.pk else {}
        self.fields["seen"].initial = _joined(self._marks)

    def marks(self) -> dict[str, str]:
        """A mark of each value as it is saved; a form with fields of its own adds theirs."""
        return marks_of(self.instance, self.fields)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        shown = set(str(data.get("seen", "")).split())
        changed = [name for name, mark in self._marks.items() if f"{name}={mark}" not in shown]
        if changed:
            self.refuse(changed)
            self._show_again(changed)
        return data

    def refuse(self, changed: list[str]) -> None:
        """Say that others have written in the fields of these names, and what is saved there."""
        sentence = _(
            "Somebody has changed this since you opened it. It now says: {values}. The "
            "checkboxes below show what is saved; the other fields show what you typed. Save "
            "again to replace what is saved."
        )
        values = "; ".join(self._said(name) for name in changed)
        self.add_error(None, sentence.format(values=values))

    def _said(self, name: str) -> str:
        """A field and what is saved in it."""
        value = getattr(self.instance, name)
        if isinstance(value, bool):
            text = _("yes") if value else _("no")
        elif isinstance(self.instance._meta.get_field(name), models.ManyToManyField):
            text = ", ".join(str(row) for row in value.all())
        elif isinstance(value, list):
            labels = dict(getattr(self.fields[name], "choices", ()))
            text = ", ".join(str(labels.get(one, one)) for one in value)
        else:
            said = getattr(self.instance, f"get_{name}_display", None)
            text = str(said() if said else value or "")
        return f"{capfirst(str(self.fields[name].label))}: {text or '–'}"

    def _show_again(self, changed: list[str]) -> None:
        # A copy that may be written, of a request's that may not.
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("seen")] = _joined(self._marks)
        for name in changed:
            value = getattr(self.instance, name)
            if isinstance(value, bool):
                # Nothing typed is lost with a tick, and a consent is nobody else's to give.
                data.pop(self.add_prefix(name), None)
                if value:
                    data[self.add_prefix(name)] = "on"
        self.data = data


def marks_of(row: models.Model, names: Iterable[str]) -> dict[str, str]:
    """A short digest of each column and many-to-many field of `row` among `names`."""
    marks = {}
    for name, value in model_to_dict(row, fields=list(names)).items():
        said = value
        if isinstance(value, list):
            # Rows of a many-to-many field in any order, or the items of an array.
            said = sorted((getattr(one, "pk", one) for one in value), key=str)
        marks[name] = hashlib.sha256(repr(said).encode()).hexdigest()[:16]
    return marks


def _joined(marks: dict[str, str]) -> str:
    return " ".join(f"{name}={mark}" for name, mark in marks.items())


class RowLockAdmin(ModelAdmin):
    """An admin that holds a row from before it is read until it is written.

    A form writes every column: what another transaction commits in between would be undone.
    """

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        found = super().get_object(request, object_id, from_field)
        if found is None or request.method != "POST":
            return found
        if not transaction.get_connection().in_atomic_block:
            return found
        self.model._base_manager.select_for_update().get(pk=found.pk)
        return super().get_object(request, object_id, from_field)


class OptimisticLockAdmin(RowLockAdmin):
    """An admin that writes only over what its user has seen; `form` is a OptimisticLockForm."""

    form = OptimisticLockForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        found = list(super().get_fieldsets(request, obj))
        if obj is None or not self.has_change_permission(request, obj):
            return found
        if "seen" not in flatten_fieldsets(found):
            title, options = found[0]
            found[0] = (title, {**options, "fields": (*options["fields"], "seen")})
        return found


class ServiceAdmin(ModelAdmin):
    """An admin whose writes are services, which may refuse what the form could not foresee.

    The row, and what stands with it on the form, is one write, of `save_row`. A refusal stands in
    the form, beside its field if it names one, and what was typed stays. Django saves in one
    transaction, so nothing was written by then.
    """

    def save_row(
        self, request: HttpRequest, row: Any, form: Any, write_related: Callable[[], None]
    ) -> None:
        """Call the service that writes `row`.

        It calls `write_related` once the row is there, where rows that belong to it stand on the
        form; else that is done behind it.
        """
        raise NotImplementedError

    def remove_row(self, request: HttpRequest, row: Any) -> None:
        """Call the service that deletes `row`."""
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing yet: `save_related`, which Django calls next, writes all of it."""

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
        """Asks before it deletes; what the service refuses leads back to the row, with why."""
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
    """`form` as a form that finds itself refused."""

    class Refused(form):  # type: ignore[valid-type, misc]
        def clean(self) -> Any:
            data = super().clean()
            self.add_error(
                refusal.field if refusal.field in self.fields else None, refusal.sentence
            )
            return data

    return Refused
