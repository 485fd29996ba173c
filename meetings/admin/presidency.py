"""Terms of the presidency, with one holder or up to four."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseInlineFormSet, ModelChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute
from unfold.admin import TabularInline
from unfold.decorators import display

from focalpoints.models import Member
from meetings.models import Presidency, PresidencySeat
from meetings.models.presidency import MOST_HOLDERS
from meetings.services.presidencies import (
    has_begun,
    remove_presidency,
    require_free_period,
    save_presidency,
)
from network.accounts.access import signed_in_user
from network.adminsite.base import ProtectedAdmin, ServiceAdmin
from network.adminsite.optimistic_lock import OptimisticLockAdmin
from network.adminsite.slugs import SlugAdmin, SlugForm
from network.adminsite.translations import TranslationsAdmin
from network.values.refusals import Refusal


def translations(*names: str) -> list[str]:
    """The columns of translated fields, one per language of the portal."""
    return [to_attribute(name, code) for name in names for code, _label in settings.LANGUAGES]


def member_field(field: ModelChoiceField | None) -> ModelChoiceField | None:
    """Let a choice of members cost one query, in the order of protocol."""
    if field is not None:
        field.queryset = Member.objects.current().with_identity().in_protocol_order()
    return field


class PresidencyForm(SlugForm):
    """Shows errors of the period beside the dates, and the term that it overlaps.

    A date with an error is left out of the constraints that follow: they say less, and the
    database cannot make a range of a reversed period.
    """

    address_help = _("If left empty, it is made from the years.")

    def slug_source(self, data: dict[str, Any]) -> str:
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if not starts_on or not ends_on:
            return ""
        return Presidency(starts_on=starts_on, ends_on=ends_on).years

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if not starts_on or not ends_on:
            return data
        try:
            require_free_period(self.instance, starts_on, ends_on)
        except Refusal as refusal:
            self.add_error(refusal.field, refusal.sentence)
        return data


class SeatFormSet(BaseInlineFormSet):
    """Holders in the order of the rows; one and the same member does not preside twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An added row proposes the next free place.
        first_free = self.initial_form_count() + 1
        self.initial_extra = [{"order": order} for order in range(first_free, MOST_HOLDERS + 1)]

    def clean(self) -> None:
        kept = [
            form
            for form in self.forms
            if getattr(form, "cleaned_data", {}).get("member")
            and not form.cleaned_data.get("DELETE")
        ]
        if not kept:
            raise ValidationError(_("Name the member that holds this term."))
        orders = [form.cleaned_data.get("order") for form in kept]
        if len(set(orders)) < len(orders):
            kept[-1].add_error("order", _("Two holders have the same place."))
        elif set(orders) != set(range(1, len(orders) + 1)):
            kept[-1].add_error("order", _("Number the holders without a gap, from the first on."))
        if not any(form.errors for form in self.forms):
            super().clean()


class SeatInline(TabularInline):
    model = PresidencySeat
    formset = SeatFormSet
    fields = ["member", "order"]
    min_num = 1
    max_num = MOST_HOLDERS
    extra = 1
    verbose_name_plural = _("holders (one member, or up to four together)")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return member_field(super().formfield_for_foreignkey(db_field, request, **kwargs))


@admin.register(Presidency)
class PresidencyAdmin(
    TranslationsAdmin, SlugAdmin, OptimisticLockAdmin, ServiceAdmin, ProtectedAdmin
):
    form = PresidencyForm
    list_per_page = 50
    list_display = [
        "shown_years",
        "shown_holders",
        "theme",
        "starts_on",
        "ends_on",
        "shown_translations",
        "shown_kind",
    ]
    list_display_links = ["shown_years", "shown_holders"]
    ordering = ["-starts_on"]
    inlines = [SeatInline]
    warn_unsaved_form = True
    fieldsets = [
        (None, {"fields": [("starts_on", "ends_on"), "theme_en", "slug"]}),
        (
            _("Theme in other languages"),
            {"fields": translations("theme")[1:], "classes": ["collapse"]},
        ),
        (_("Source"), {"fields": ["source", "confidence"]}),
    ]

    def may_go(self, row: Presidency) -> bool:
        """The Troika of every day since is computed from a term that has begun."""
        return not has_begun(row)

    def save_row(
        self, request: HttpRequest, row: Presidency, form: Any, write_related: Callable[[], None]
    ) -> None:
        save_presidency(row, by=signed_in_user(request), write_related=write_related)

    def remove_row(self, request: HttpRequest, row: Presidency) -> None:
        remove_presidency(row, by=signed_in_user(request))

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Presidency]:
        rows: models.QuerySet[Presidency] = super().get_queryset(request).with_holders()
        return rows

    @display(description=_("term"), ordering="starts_on")
    def shown_years(self, term: Presidency) -> str:
        return term.years

    @display(description=_("holders"))
    def shown_holders(self, term: Presidency) -> str:
        return term.holder_names

    @display(description=_("data"), label={_("sample"): "warning", _("from sources"): "info"})
    def shown_kind(self, term: Presidency) -> Any:
        return _("sample") if term.is_sample else _("from sources") if term.source else ""
