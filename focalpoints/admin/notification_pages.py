"""The pages between a draft and its recipients: submit, look and send, remind, correct."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from translated_fields import to_attribute
from unfold.admin import ModelAdmin

from focalpoints.models import Notification, NotificationRecipient
from focalpoints.notifications.acknowledgement import record_answer
from focalpoints.notifications.approval import approve_notification, submit_notification
from focalpoints.notifications.audience import Addressee, addressees, seen_mark
from focalpoints.notifications.kinds import kind_of
from focalpoints.notifications.mailing import said_in
from focalpoints.notifications.reminders import (
    remind,
    reminded_sentence,
    reminding_mark,
    to_remind,
)
from focalpoints.notifications.writing import begin_correction, take_back_submission
from network import clock
from network.accounts.access import signed_in_user
from network.adminsite.bulk_actions import MOST_NAMED, BulkQuestion, rows_page
from network.adminsite.confirmation import question_page, refuse_if_changed
from network.adminsite.row_versions import version_of
from network.values.form_fields import CleanTextField
from network.values.primary_keys import find_at_key
from network.values.refusals import Refusal
from network.values.translations import own_name


def _found(object_id: Any) -> Notification:
    found: Notification = find_at_key(Notification.objects.with_correction(), object_id)
    return found


def _back(notification: Notification) -> str:
    return reverse("admin:focalpoints_notification_change", args=[notification.pk])


def submit(model_admin: ModelAdmin, request: HttpRequest, object_id: Any) -> HttpResponse:
    """GET names those whom it would go to; POST hands it to a second person."""
    found = _found(object_id)
    if request.method != "POST":
        context = {
            **model_admin.admin_site.each_context(request),
            "opts": model_admin.opts,
            "original": found,
            "title": _("Submit “{subject}”?").format(subject=found),
            **_recipients(found),
            "seen": version_of(found),
            "back": _back(found),
        }
        return TemplateResponse(request, "admin/focalpoints/notification_submit.html", context)
    try:
        refuse_if_changed(request, found)
        submit_notification(found, by=signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        model_admin.log_change(request, found, _("Submitted"))
        messages.success(request, _("Submitted. A second person now looks at it and sends it."))
    return redirect(_back(found))


def approve(model_admin: ModelAdmin, request: HttpRequest, object_id: Any) -> HttpResponse:
    """GET shows all texts and recipients; POST sends exactly what was shown."""
    found = _found(object_id)
    by = signed_in_user(request)
    if not found.is_submitted:
        return redirect(_back(found))
    if request.method == "POST":
        try:
            sent = approve_notification(found, seen=request.POST.get("seen", ""), by=by)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return redirect("admin:focalpoints_notification_approve", found.pk)
        model_admin.log_change(request, sent, _("Sent"))
        messages.success(
            request, _("Notification {number} is being sent.").format(number=sent.number)
        )
        return redirect(_back(sent))
    chosen = addressees(found, clock.today())
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "original": found,
        "title": _("Look and send: {subject}").format(subject=found),
        **_recipients(found, chosen),
        "notification": found,
        "kind": kind_of(found).label,
        "texts": [_text(found, code) for code in found.written_languages],
        "annexes": list(found.annexes.select_related("file")),
        "seen": seen_mark(found, chosen),
        "may_send": found.submitted_by_id != by.pk
        and by.has_perm("focalpoints.change_notification"),
        "is_own": found.submitted_by_id == by.pk,
        "back": _back(found),
    }
    return TemplateResponse(request, "admin/focalpoints/notification_approve.html", context)


def _recipients(
    notification: Notification, chosen: list[Addressee] | None = None
) -> dict[str, Any]:
    """What a page says of those whom it would go to today."""
    if chosen is None:
        chosen = addressees(notification, clock.today())
    return {
        "addressees": [(one, own_name(one.language)) for one in chosen],
        "reached": sum(bool(one.address) for one in chosen),
        "members": len({one.designation.member_id for one in chosen}),
    }


def _text(notification: Notification, code: str) -> dict[str, Any]:
    has_action = bool(getattr(notification, to_attribute("action", code)))
    return {
        "language": code,
        "name": own_name(code),
        "direction": "rtl" if get_language_info(code)["bidi"] else "ltr",
        "action_is_english": code != "en" and not has_action,
        **said_in(notification, code),
    }


def take_back(model_admin: ModelAdmin, request: HttpRequest, object_id: Any) -> HttpResponse:
    """GET asks; POST makes it a draft again, with the reason in its history."""
    found = _found(object_id)
    if request.method != "POST":
        return question_page(
            model_admin,
            request,
            found,
            title=_("Make this notification a draft again?"),
            sentence=_("It is edited and submitted again. Say why, for whoever submitted it."),
            button=_("Make it a draft"),
            back=_back(found),
            reason_label=_("Reason"),
        )
    try:
        refuse_if_changed(request, found)
        take_back_submission(found, by=signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        reason = " ".join(request.POST.get("reason", "").split())[:500]
        said = _("Draft again")
        model_admin.log_change(request, found, f"{said}: {reason}" if reason else said)
        messages.success(request, _("It is a draft again. The reason is in its history."))
    return redirect(_back(found))


def recipients(model_admin: ModelAdmin, request: HttpRequest, object_id: Any) -> HttpResponse:
    """The list of its recipients, with what is known of each."""
    found = _found(object_id)
    address = reverse("admin:focalpoints_notificationrecipient_changelist")
    return redirect(f"{address}?notification={found.pk}")


def remind_page(model_admin: ModelAdmin, request: HttpRequest, object_id: Any) -> HttpResponse:
    """GET names who would be reminded; POST writes to exactly them."""
    found = _found(object_id)
    if request.method == "POST":
        try:
            count = remind(found, seen=request.POST.get("seen", ""), by=signed_in_user(request))
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            model_admin.log_change(request, found, _("Reminded: {number}").format(number=count))
            messages.success(request, reminded_sentence(count))
        return redirect(_back(found))
    rows = list(to_remind(found))
    if not rows:
        messages.info(request, _("There is nobody to remind."))
        return redirect(_back(found))
    return rows_page(
        model_admin,
        request,
        BulkQuestion(
            title=ngettext(
                "Remind {number} recipient?", "Remind {number} recipients?", len(rows)
            ).format(number=len(rows)),
            sentence=_(
                "They have not confirmed, and are still designated. Each gets a new link; the "
                "earlier one stops working."
            )
            if found.is_fixed
            else _(
                "They have not done what was asked, and are still designated. Each gets an email "
                "in fixed words, in their language, with the subject, the action and the day."
            ),
            button=_("Send the reminders"),
            cannot_be_undone=_("What was sent cannot be recalled."),
        ),
        rows[:MOST_NAMED],
        count=len(rows),
        back=_back(found),
        sent=[("seen", reminding_mark(rows))],
    )


def correct(model_admin: ModelAdmin, request: HttpRequest, object_id: Any) -> HttpResponse:
    """GET asks; POST begins the notification that replaces this one."""
    found = _found(object_id)
    if request.method != "POST":
        return question_page(
            model_admin,
            request,
            found,
            title=_("Correct notification {number}?").format(number=found.number),
            sentence=_(
                "A new draft begins with its texts and its audience. It is looked at by a second "
                "person and gets a number of its own. Once it is sent, this one says that it is "
                "replaced, and stays to be read."
            ),
            button=_("Begin the correction"),
            back=_back(found),
        )
    try:
        correction = begin_correction(found, by=signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(_back(found))
    model_admin.log_addition(request, correction, [{"added": {}}])
    return redirect(_back(correction))


def record_answer_page(
    model_admin: ModelAdmin, request: HttpRequest, object_id: Any
) -> HttpResponse:
    """GET asks what the recipient said; POST records it in the name of who wrote it down."""
    rows = NotificationRecipient.objects.with_names()
    row: NotificationRecipient = find_at_key(rows, object_id)
    back = reverse("admin:focalpoints_notificationrecipient_change", args=[row.pk])
    asks = row.notification.asks_answer
    if request.method != "POST":
        return question_page(
            model_admin,
            request,
            row,
            title=_("Record an answer of {person}?").format(person=row.person),
            sentence=_("For what came by email or by word. Your name is kept with it.")
            if asks
            else _("It is recorded that the recipient has seen the notification, with your name."),
            button=_("Record"),
            back=back,
            reason_label=_("Answer") if asks else "",
        )
    try:
        refuse_if_changed(request, row)
        text = CleanTextField(max_length=4_000, required=False).clean(
            request.POST.get("reason", "")
        )
        record_answer(row, text, by=signed_in_user(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("It is recorded."))
    return redirect(back)
