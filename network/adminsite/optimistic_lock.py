"""Forms and pages of the admin that overwrite only what their user has seen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from network.values.optimistic_lock import changed_since, marks_of, written


class OptimisticLockForm(forms.ModelForm):
    """Carries a mark of each value as it was shown; what changed since is not overwritten.

    An admin form sends every field. Without the marks, a page that was opened before a person
    withdrew a consent would give it back with the next save.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Taken now: validation writes what was typed into the instance.
        self._marks = self.marks() if self.instance.pk else {}
        self.fields["seen"].initial = written(self._marks)

    def marks(self) -> dict[str, str]:
        """A mark of each value as it is saved; a form with fields of its own adds theirs."""
        return marks_of(self.instance, self.fields)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        changed = changed_since(str(data.get("seen", "")), self._marks)
        if changed:
            self.refuse(changed)
            self.show_again(changed)
        return data

    def refuse(self, changed: list[str]) -> None:
        """Report that others have changed the fields of these names, and their saved values."""
        sentence = _(
            "Somebody has changed this since you opened it. It now says: {values}. The "
            "checkboxes and the visibility below show what is saved; the other fields show what "
            "you typed. Save again to replace what is saved."
        )
        values = "; ".join(self._said(name) for name in changed)
        self.add_error(None, sentence.format(values=values))

    def _said(self, name: str) -> str:
        """A field and its saved value."""
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

    def show_again(self, changed: list[str]) -> None:
        """Put the present marks into the form, so that saving again replaces the saved values."""
        # A copy that may be written, of a request's that may not.
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("seen")] = written(self._marks)
        consents = getattr(self.instance, "consents", ())
        for name in changed:
            value = getattr(self.instance, name)
            if name in consents:
                data[self.add_prefix(name)] = value
            elif isinstance(value, bool):
                # A tick is quickly set again, and nobody else may give a consent.
                data.pop(self.add_prefix(name), None)
                if value:
                    data[self.add_prefix(name)] = "on"
        self.data = data


class RowLockAdmin(ModelAdmin):
    """An admin that locks a row before it is read, until it is written.

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
    """An admin that overwrites only what its user has seen; `form` is an OptimisticLockForm."""

    form = OptimisticLockForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        found = list(super().get_fieldsets(request, obj))
        if obj is None or not self.has_change_permission(request, obj):
            return found
        if "seen" not in flatten_fieldsets(found):
            title, options = found[0]
            found[0] = (title, {**options, "fields": (*options["fields"], "seen")})
        return found
