"""How fresh the records of people are, in their list, and asking them to confirm."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import ModelAdmin, TabularInline

from focalpoints.confirmation import LINK_WORKS, ask_to_confirm, asked_people
from focalpoints.models import ConfirmationRequest, NotificationRecipient, Person
from focalpoints.notifications.asking import ask_officially
from network.accounts.access import signed_in_user
from network.adminsite.base import ReadOnlyInline
from network.adminsite.bulk_actions import BulkQuestion
from network.adminsite.confirmation import question_page
from network.values.refusals import Refusal

TONES = {
    "ok": gettext_lazy("within a year"),
    "warn": gettext_lazy("over a year ago, or mail does not arrive"),
    "bad": gettext_lazy("over two years ago"),
    "quiet": gettext_lazy("never"),
}


class FreshnessFilter(admin.SimpleListFilter):
    """By the colour, by what was never confirmed, and by whom mail does not reach."""

    title = gettext_lazy("last confirmation or update")
    parameter_name = "freshness"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            *TONES.items(),
            ("unconfirmed", gettext_lazy("never confirmed by the person")),
            ("unreached", gettext_lazy("mail does not arrive")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Person]) -> QuerySet[Person]:
        value = self.value()
        if value in TONES:
            return queryset.filter(Q(tone=value))
        if value == "unconfirmed":
            return queryset.filter(confirmed_at=None)
        if value == "unreached":
            return queryset.filter(Q(is_unreached=True))
        return queryset


class ConfirmationInline(ReadOnlyInline, TabularInline):
    """When the person was asked, and what came of it."""

    model = ConfirmationRequest
    verbose_name_plural = gettext_lazy("Requests to confirm")
    fields = ("asked_at", "asked_by", "mails", "mailed_at", "state", "answered_at")
    readonly_fields = fields
    extra = 0
    tab = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[ConfirmationRequest]:
        found: QuerySet[ConfirmationRequest] = super().get_queryset(request)
        return found.select_related("asked_by").order_by("-asked_at", "-pk")


def shown_freshness(person: Any) -> tuple[str, str]:
    """The tone, and in words what it says."""
    if person.is_unreached:
        return person.tone, _("mail does not arrive")
    if person.fresh_at is None:
        return person.tone, _("not confirmed yet")
    return person.tone, date_format(person.fresh_at, "SHORT_DATE_FORMAT")


def asks_before_writing(
    model_admin: Any, request: HttpRequest, rows: list[Person], count: int
) -> BulkQuestion:
    """The recipients, each with the address, before anybody is written to."""
    # The address is a column that the query adds, which the types do not know.
    found: Any = asked_people().filter(pk__in=[row.pk for row in rows])
    asked = dict(found.values_list("pk", "mailbox"))
    left_out = {
        row.pk: _("Not written to: not designated today, or without an address.")
        for row in rows
        if row.pk not in asked
    }
    return BulkQuestion(
        title=ngettext(
            "Ask {number} person to confirm their record?",
            "Ask {number} people to confirm their records?",
            count,
        ).format(number=count),
        sentence=" ".join(
            [
                _sentence(),
                _(
                    "It is an official notification with a number, in fixed words: it needs no "
                    "second person, and its recipients alone find it in the archive."
                ),
            ]
        ),
        button=_("Send the emails"),
        cannot_be_undone=_("What was sent cannot be recalled."),
        left_out=left_out,
        notes=asked,
    )


def _sentence() -> str:
    return _(
        "Each gets an email with a link that works once, for {days} days, and shows what other "
        "members see of the record. An earlier link stops working. Reminders follow after 30 and "
        "60 days."
    ).format(days=LINK_WORKS.days)


def ask_people(request: HttpRequest, people: QuerySet[Person]) -> None:
    """Ask all of them in one official notification, and say to how many an email is sent."""
    try:
        found = ask_officially(people, by=signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return
    rows = NotificationRecipient.objects.filter(notification=found)
    _say(request, rows.values("mail").distinct().count())
    messages.info(
        request,
        format_html(
            '<a href="{}">{}</a>',
            reverse("admin:focalpoints_notification_change", args=[found.pk]),
            _("It is notification {number}.").format(number=found.number),
        ),
    )


def _say(request: HttpRequest, count: int) -> None:
    if not count:
        messages.warning(
            request, _("Nobody was written to: they are not designated today, or have no address.")
        )
        return
    messages.success(
        request,
        ngettext(
            "An email is being sent to {number} person.",
            "Emails are being sent to {number} people.",
            count,
        ).format(number=count),
    )


def ask_one(model_admin: ModelAdmin, request: HttpRequest, person: Person) -> HttpResponse:
    """GET asks; POST writes to the person, or says why not."""
    back = reverse("admin:focalpoints_person_change", args=[person.pk])
    if request.method == "POST":
        # One person is not several: no number is given to it.
        try:
            _say(request, ask_to_confirm([person], by=signed_in_user(request)))
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        return redirect(back)
    return question_page(
        model_admin,
        request,
        person,
        title=_("Ask {person} to confirm the record?").format(person=person),
        sentence=_sentence(),
        button=_("Send the email"),
        back=back,
        cannot_be_undone=_("What was sent cannot be recalled."),
    )
