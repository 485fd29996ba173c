"""Ending designations in the admin, one or several, and undoing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from focalpoints.admin.suspended_drafting import suspension_notice, suspension_question
from focalpoints.designations import end_designation
from focalpoints.endings import open_ending_of, undo_ending
from focalpoints.models import Designation, DraftingRight, Ending
from network import clock
from network.accounts.access import signed_in_user
from network.adminsite.bulk_actions import MOST_ROWS, BulkQuestion, rows_page
from network.adminsite.confirmation import question_page
from network.values.deadlines import deadline
from network.values.primary_keys import readable
from network.values.refusals import Refusal


def asks_before_ending(
    model_admin: Any, request: HttpRequest, rows: list[Designation], count: int
) -> BulkQuestion:
    today = clock.today()
    left_out = {}
    for row in rows:
        if row.starts_on > today:
            left_out[row.pk] = _("Left as it is: it has not started.")
        elif row.ends_on is not None and row.ends_on <= today:
            left_out[row.pk] = _("Left as it is: it ended on {day}.").format(
                day=date_format(row.ends_on, "DATE_FORMAT")
            )
    return BulkQuestion(
        title=ngettext(
            "End {number} designation today?", "End {number} designations today?", count
        ).format(number=count),
        sentence=" ".join(
            [
                _(
                    "These people speak for their members until the end of this day, and then "
                    "lose the rights of a focal point. The designations stay on record. The end "
                    "can be undone for seven days."
                ),
                suspension_question(suspended_by([row for row in rows if row.pk not in left_out])),
            ]
        ).strip(),
        button=_("End today"),
        is_dangerous=True,
        left_out=left_out,
    )


def what_ending_does(designation: Designation) -> str:
    """In sentences: what happens when this designation ends today."""
    sentence = _(
        "{person} then speaks for {member} until the end of this day, and loses the "
        "rights of a focal point with it. The designation stays on record. The end can be "
        "undone for seven days."
    ).format(person=designation.person, member=designation.member)
    return f"{sentence} {suspension_question(suspended_by([designation]))}".strip()


def suspended_by(designations: list[Designation]) -> list[DraftingRight]:
    """The drafting rights that rest once these designations have ended today."""
    return list(DraftingRight.objects.suspended_with(designations, clock.today()))


def end_today(request: HttpRequest, rows: QuerySet[Designation]) -> None:
    """End each, offer to undo it, and show refusals."""
    ended = []
    for designation in rows:
        try:
            ended.append(end_designation(designation, by=signed_in_user(request)))
        except Refusal as refusal:
            messages.warning(request, refusal.sentence)
    if not ended:
        return
    endings = Ending.objects.undoable_at(clock.now()).filter(designation__in=ended)
    newest = {ending.designation_id: ending for ending in endings.order_by("ended_at", "pk")}
    sentence = ngettext(
        "{number} designation ends today.", "{number} designations end today.", len(ended)
    ).format(number=len(ended))
    sentence = f"{sentence} {suspension_notice(suspended_by(ended))}".strip()
    until = min(ending.undoable_until for ending in newest.values())
    can = _("This can be undone until {moment}.").format(moment=deadline(until))
    messages.success(
        request,
        format_html(
            '{} {}<form class="message-undo" method="post" action="{}">'
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<input type="hidden" name="endings" value="{}">'
            '<button name="endings_undo" class="admin-button">{}</button></form>',
            sentence,
            can,
            reverse("admin:focalpoints_designation_undo_endings"),
            get_token(request),
            " ".join(str(ending.pk) for ending in newest.values()),
            _("Undo"),
        ),
    )


def undo(model_admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Undo the ends that `endings` names: POST does, GET asks."""
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else request.GET
    asked = sent.get("endings", "").split()[:MOST_ROWS]
    keys = readable(Ending._meta.pk, asked)
    endings = list(Ending.objects.filter(pk__in=keys).with_designation())
    back = reverse("admin:focalpoints_designation_changelist")
    if not endings:
        messages.warning(request, _("There is nothing to undo."))
        return redirect(back)
    if request.method != "POST":
        return rows_page(
            model_admin,
            request,
            BulkQuestion(
                title=ngettext("Undo {number} end?", "Undo {number} ends?", len(endings)).format(
                    number=len(endings)
                ),
                sentence=_("Each designation gets its former end day back."),
                button=_("Undo"),
                left_out={row.designation_id: what_undoing_does(row) for row in endings},
            ),
            [ending.designation for ending in endings],
            count=len(endings),
            back=back,
            sent=[("endings", " ".join(str(row.pk) for row in endings))],
        )
    undone = [ending for ending in endings if _undone(request, ending)]
    if undone:
        messages.success(
            request,
            ngettext(
                "{number} designation has its former end day again.",
                "{number} designations have their former end days again.",
                len(undone),
            ).format(number=len(undone)),
        )
    if len(endings) == 1:
        return redirect("admin:focalpoints_designation_change", endings[0].designation_id)
    return redirect(back)


def undo_one(
    model_admin: ModelAdmin, request: HttpRequest, designation: Designation
) -> HttpResponse:
    """GET asks, POST undoes the newest end of `designation`, if it still can be."""
    back = reverse("admin:focalpoints_designation_change", args=[designation.pk])
    ending = open_ending_of(designation)
    if ending is None:
        messages.warning(
            request,
            _(
                "There is nothing to undo: the designation was not ended in the last seven days, "
                "or its end day was changed since."
            ),
        )
        return redirect(back)
    if request.method != "POST":
        return question_page(
            model_admin,
            request,
            designation,
            title=_("Undo the end of this designation?"),
            sentence=what_undoing_does(ending),
            button=_("Undo the end"),
            back=back,
        )
    if _undone(request, ending):
        messages.success(request, _("The designation has its former end day again."))
    return redirect(back)


def what_undoing_does(ending: Ending) -> str:
    """A sentence: what is restored, and until when it can be."""
    before = ending.previous_ends_on
    sentence = _("It was until further notice before, and will be again.")
    if before is not None:
        sentence = _("Its end was {day} before, and will be again.").format(
            day=date_format(before, "DATE_FORMAT")
        )
    can = _("This can be undone until {moment}.").format(moment=deadline(ending.undoable_until))
    return f"{sentence} {can}"


def _undone(request: HttpRequest, ending: Ending) -> bool:
    """Undo the end; show a refusal. Returns whether it was undone."""
    try:
        undo_ending(ending, by=signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return False
    return True
