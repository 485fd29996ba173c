"""Restoring the values that a row had at some moment of its history, as a new change.

It uses the admin's own form and service, so the form validates the values and the service records
the change. Only fields of the form are restored: passwords, digests and second factors are in no
form, and what was erased is in no event.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from network.adminsite.confirmation import refuse_if_changed
from network.adminsite.reauthentication import require_recent_proof
from network.adminsite.row_versions import version_of
from network.audit.field_words import RelatedNames, label_of, value_in_words
from network.audit.row_history import HistoryOffer, versions_page_of
from network.values.lists import listed
from network.values.primary_keys import find_at_key
from network.values.refusals import Refusal


@dataclass(frozen=True)
class RestoredValue:
    """A field, its present value and its restored value, in words."""

    label: str
    now: str
    then: str


class RestoresValues:
    """Lets an admin restore the values of an event of its row's history.

    network.adminsite.site gives it to the admin of every tracked model. An admin names in
    `never_restored` the fields that are never restored (or turns all restoring off with
    `restores_from_history`), and asks for reauthentication with `restoring_needs_proof`.
    """

    def get_urls(self: Any) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_restore"
        view: Callable[..., Any] = self.admin_site.admin_view(self.restore_view)
        own = path("<str:object_id>/restore/<str:event_id>/", view, name=name)
        return [own, *super().get_urls()]  # type: ignore[misc]

    def restorable(self: Any, request: HttpRequest, row: Any) -> list[Any]:
        """The columns of `row` that the account may restore."""
        if not getattr(self, "restores_from_history", True) or versions_page_of(row):
            return []
        if not self.has_change_permission(request, row):
            return []
        form = self.get_form(request, row, change=True)
        kept = {field.name for field in self.model.pgh_event_model._meta.fields}
        never = set(getattr(self, "never_restored", ()))
        return [
            field
            for field in self.model._meta.concrete_fields
            if field.name in kept
            and field.editable
            and field.name in form.base_fields
            and field.name not in never
            # The file itself was deleted when another replaced it.
            and not isinstance(field, models.FileField)
        ]

    def restore_address(
        self: Any, request: HttpRequest, row: Any, event: Any
    ) -> HistoryOffer | None:
        """The button beside an event whose values are not the present ones."""
        fields = _asked_once(request, row, self)
        if not any(_differs(field, row, event) for field in fields):
            return None
        moment = _moment(event)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_restore"
        return HistoryOffer(
            sentence=_("Restore the values of {moment}").format(moment=moment),
            label=_("Restore these values"),
            url=reverse(name, args=[row.pk, event.pk]),
        )

    def restore_view(
        self: Any, request: HttpRequest, object_id: str, event_id: str
    ) -> HttpResponse:
        """GET says what would change; POST writes it as a new change."""
        row = find_at_key(self.get_queryset(request), object_id)
        event = find_at_key(row.events.all(), event_id)
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        history = reverse(f"{name}_history", args=[row.pk])
        fields = [field for field in self.restorable(request, row) if _differs(field, row, event)]
        if not fields:
            messages.info(request, _("There is nothing to restore: these are the present values."))
            return redirect(history)
        errors: list[str] = []
        if request.method == "POST":
            if getattr(self, "restoring_needs_proof", False):
                require_recent_proof(request)
            try:
                errors = self._restore(request, row, event, fields)
            except Refusal as refusal:
                errors = [refusal.sentence]
            if not errors:
                messages.success(
                    request,
                    _("The values of {moment} are restored.").format(moment=_moment(event)),
                )
                return redirect(f"{name}_change", row.pk)
            row = find_at_key(self.get_queryset(request), object_id)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": row,
            "title": _("Restore the values of {moment}?").format(moment=_moment(event)),
            "changes": _in_words(row, event, fields),
            "errors": errors,
            "seen": version_of(row),
            "back": history,
        }
        return TemplateResponse(request, "admin/network/restore.html", context)

    @transaction.atomic
    def _restore(
        self: Any, request: HttpRequest, row: Any, event: Any, fields: list[Any]
    ) -> list[str]:
        """Write the values of `event` through the admin's form; return the errors of the form."""
        refuse_if_changed(request, row)
        values = {field.name: getattr(event, field.attname) for field in fields}
        form_class = with_values(self.get_form(request, row, change=True), values)
        form = form_class(QueryDict(mutable=True), instance=self.get_object(request, str(row.pk)))
        if not form.is_valid():
            return [
                str(sentence) if name == "__all__" else f"{form.fields[name].label}: {sentence}"
                for name, sentences in form.errors.items()
                for sentence in sentences
            ]
        changed = self.save_form(request, form, change=True)
        self.save_model(request, changed, form, True)
        self.save_related(request, form, [], True)
        labels = listed(label_of(field) for field in fields)
        note = _("Restored the values of {moment}: {fields}").format(
            moment=_moment(event), fields=labels
        )
        self.log_change(request, changed, note)
        return []


def with_values(form: type[forms.ModelForm], values: dict[str, Any]) -> type[forms.ModelForm]:
    """`form` as if it were sent with the saved values, except for `values`.

    The values go through the fields' own validation, not through their widgets.
    """

    class Restored(form):  # type: ignore[valid-type, misc]
        def _widget_data_value(self, widget: Any, html_name: str) -> Any:
            name = html_name.removeprefix(f"{self.prefix}-") if self.prefix else html_name
            field = self.fields[name]
            value = values.get(name, self.get_initial_for_field(field, name))
            if isinstance(field, forms.MultiValueField):
                return field.widget.decompress(value)
            return value

    return Restored


def _asked_once(request: HttpRequest, row: Any, model_admin: Any) -> list[Any]:
    """What may be restored; asked once for all events of a page."""
    kept: dict[Any, list[Any]] = request.__dict__.setdefault("_restorable", {})
    key = (model_admin.opts.label, row.pk)
    if key not in kept:
        kept[key] = model_admin.restorable(request, row)
    return kept[key]


def _differs(field: Any, row: Any, event: Any) -> bool:
    return bool(getattr(row, field.attname) != getattr(event, field.attname))


def _in_words(row: Any, event: Any, fields: list[Any]) -> list[RestoredValue]:
    names = RelatedNames()
    names.collect([row, event], fields)
    return [
        RestoredValue(
            label_of(field),
            value_in_words(field, getattr(row, field.attname), names),
            value_in_words(field, getattr(event, field.attname), names),
        )
        for field in fields
    ]


def _moment(event: Any) -> str:
    return date_format(localtime(event.pgh_created_at), "DATETIME_FORMAT")
