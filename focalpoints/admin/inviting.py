"""Inviting people in the admin: who will be written to is shown before anybody is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from focalpoints.designations import invite_person
from focalpoints.inviting import MOST_AT_ONCE, invite_people, too_many, why_not_written_to
from focalpoints.models import Person
from focalpoints.spreadsheets.imported_people import people_imported_by
from network.accounts.access import signed_in_user
from network.adminsite.bulk_actions import BulkQuestion, ask_then_act
from network.adminsite.confirmation import question_page
from network.importing.models import SpreadsheetImport
from network.values.primary_keys import find_at_key
from network.values.refusals import Refusal


def ask_to_invite(
    model_admin: ModelAdmin, request: HttpRequest, person: Person, back: str
) -> HttpResponse:
    """GET asks; POST invites, or shows why not, and redirects `back`."""
    if request.method != "POST":
        return question_page(
            model_admin,
            request,
            person,
            title=_("Invite {person}?").format(person=person),
            sentence=_(
                "An email with a one-time link, valid for seven days, is sent to {email}."
            ).format(email=person.email or "–"),
            cannot_be_undone=_cannot_be_recalled(),
            button=_("Send the invitation"),
            back=back,
        )
    try:
        invitation = invite_person(person, by=signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(
            request, _("An invitation is being sent to {email}.").format(email=invitation.email)
        )
    return redirect(back)


def asks_before_inviting(
    model_admin: Any, request: HttpRequest, rows: list[Person], count: int
) -> BulkQuestion:
    """Who will be written to, each with the address, and why the others will not be."""
    left_out = why_not_written_to(rows)
    number = len(rows) - len(left_out)
    question = BulkQuestion(
        title=ngettext(
            "Invite {number} person to the portal?", "Invite {number} people to the portal?", number
        ).format(number=number),
        sentence=_(
            "Each of them gets an email with a one-time link of their own to an account, valid for "
            "seven days. Look at the names and addresses first."
        ),
        button=ngettext("Send {number} invitation", "Send {number} invitations", number).format(
            number=number
        ),
        cannot_be_undone=_cannot_be_recalled(),
        left_out=left_out,
        notes={row.pk: row.email for row in rows if row.pk not in left_out},
    )
    if not number:
        return replace(
            question,
            title=_("Nobody can be invited"),
            is_impossible=True,
            sentence=_("Nobody is written to: each row says why."),
        )
    if number > MOST_AT_ONCE or count > len(rows):
        number = max(number, count)
        return replace(question, is_impossible=True, sentence=too_many(number))
    return question


def invite_all(request: HttpRequest, people: QuerySet[Person]) -> None:
    """Invite those who can be, and say to how many an email is sent."""
    invited = invite_people(people, by=signed_in_user(request))
    number, left_out = len(invited.people), len(invited.left_out)
    if number:
        messages.success(
            request,
            ngettext(
                "An invitation is being sent to {number} person.",
                "Invitations are being sent to {number} people.",
                number,
            ).format(number=number),
        )
    if left_out:
        messages.warning(
            request,
            ngettext(
                "{number} person was not written to, as the page before had said.",
                "{number} people were not written to, as the page before had said.",
                left_out,
            ).format(number=left_out),
        )


def invite_imported(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """The people of an import (`import`): who will be written to first, and POST writes to them.

    So many at a time as can be looked through; then the page shows the next.
    """
    if not model_admin.has_invite_permission(request):
        raise PermissionDenied
    imported = find_at_key(SpreadsheetImport.objects.all(), request.GET.get("import", ""))
    people = people_imported_by(imported)
    left_out = why_not_written_to(people)
    able = [one.pk for one in people if one.pk not in left_out]
    chosen = able[:MOST_AT_ONCE]
    shown = chosen + list(left_out)[:MOST_AT_ONCE]
    back = reverse("admin:network_spreadsheetimport_change", args=[imported.pk])
    if not shown:
        messages.info(request, _("This import has written of nobody who could be invited."))
        return redirect(back)
    if len(able) > len(chosen) and request.method != "POST":
        sentence = _(
            "{all} people of this import can be invited. Here are the first {number}; the others "
            "follow once these are invited."
        )
        messages.info(request, sentence.format(all=len(able), number=len(chosen)))
    invite = ask_then_act(type(model_admin).invite_these, "invite_these", back=back)
    answer: HttpResponse | None = invite(model_admin, request, Person.objects.filter(pk__in=shown))
    if answer is not None:
        return answer
    left = len(people) - len(why_not_written_to(people))
    return redirect(request.get_full_path() if left else back)


def _cannot_be_recalled() -> str:
    return _("What was sent cannot be recalled, but the invitation can be revoked.")
