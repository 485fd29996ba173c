"""The pages between a draft and its readers: preview, test, send, progress."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from network import clock
from network.accounts.access import signed_in_user
from network.adminsite.bulk_actions import MOST_NAMED, BulkQuestion, rows_page
from network.adminsite.translations import (
    NOT_ACKNOWLEDGED,
    acknowledged_keys,
    acknowledgement_context,
    shown_outdated,
)
from network.mail.models import SendingState
from network.values.primary_keys import find_at_key
from network.values.refusals import Refusal
from network.values.translations import OutdatedTranslations
from newsletters import services
from newsletters.documents import compose_all, with_key
from newsletters.models import Delivery, Newsletter, Subscription

# Undelivered messages shown on the page; all of them are in the list of deliveries.
UNDELIVERED_SHOWN = 50
# A preview is a whole HTML document with its own stylesheet, like the mail. Nothing else is
# allowed: no script, no remote content, no form; links open outside the frame.
PREVIEW_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


@dataclass(frozen=True)
class Progress:
    """The progress of sending an issue, as counts of messages."""

    counts: dict[str, int]
    seconds: float
    is_finished: bool = False

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def sent(self) -> int:
        """What the server took, also where it came back later."""
        return self.counts.get(SendingState.SENT, 0) + self.counts.get(SendingState.BOUNCED, 0)

    @property
    def failed(self) -> int:
        return self.counts.get(SendingState.FAILED, 0)

    @property
    def uncertain(self) -> int:
        return self.counts.get(SendingState.UNCERTAIN, 0)

    @property
    def ended(self) -> int:
        """Messages of which nothing more happens by itself."""
        ends = (
            SendingState.SENT,
            SendingState.FAILED,
            SendingState.WITHDRAWN,
            SendingState.BOUNCED,
        )
        return sum(self.counts.get(state, 0) for state in ends)

    @property
    def percent(self) -> int:
        """Of the messages that have come to an end; 100 only when all have.

        Uncertain ones keep no issue open, so at the end they count too.
        """
        if self.is_finished:
            return 100
        return self.ended * 100 // self.total if self.total else 100

    @property
    def per_minute(self) -> int:
        """Sent messages a minute since the start; 0 while too little is known."""
        return round(self.sent * 60 / self.seconds) if self.seconds >= 1 else 0

    @property
    def states(self) -> list[tuple[str, Any, int]]:
        """(state, label, messages) of every state, those without messages too."""
        return [(value, label, self.counts.get(value, 0)) for value, label in SendingState.choices]


def _issue(object_id: str | int) -> Newsletter:
    found: Newsletter = find_at_key(Newsletter.objects.all(), object_id)
    return found


def _context(
    model_admin: ModelAdmin, request: HttpRequest, issue: Newsletter, title: str
) -> dict[str, Any]:
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.model._meta,
        "original": issue,
        "newsletter": issue,
        "title": title,
        "change_url": reverse("admin:newsletters_newsletter_change", args=[issue.pk]),
    }


def _copies(issue: Newsletter) -> dict[str, Any]:
    """What was sent, or what would be sent now; English first."""
    if not issue.is_draft:
        # PostgreSQL does not keep the order of JSON keys.
        sent = issue.sent_content
        return {code: sent[code] for code in sorted(sent, key=lambda code: (code != "en", code))}
    return dict(compose_all(issue, day=clock.today()))


def preview(model_admin: ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponseBase:
    """One language as HTML in a sandboxed frame and as plain text, exactly as it is sent."""
    issue = _issue(object_id)
    copies = _copies(issue)
    wanted = request.GET.get("language", "")
    language = wanted if wanted in copies else next(iter(copies), "")
    copy = copies.get(language, {})
    names = dict(settings.LANGUAGES)
    context = {
        **_context(model_admin, request, issue, _("Preview of newsletter %s") % issue.number),
        "languages": [(code, names[code], code == language) for code in copies],
        "language": language,
        "copy": copy,
        "text": with_key(copy.get("text", ""), services.TEST_KEY),
    }
    name = "admin/newsletters/newsletter/preview.html"
    with_frame = csp_update({"frame-src": [SELF]})(lambda request: render(request, name, context))
    return with_frame(request)


def preview_html(
    model_admin: ModelAdmin, request: HttpRequest, object_id: int, language: str
) -> HttpResponse:
    """The HTML part alone, under a policy that forbids all but its own styles."""
    if not model_admin.has_view_permission(request):
        raise Http404
    copy = _copies(_issue(object_id)).get(language)
    if copy is None:
        raise Http404
    response = HttpResponse(with_key(copy["html"], services.TEST_KEY))
    response["Content-Security-Policy"] = PREVIEW_POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def send(model_admin: ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """GET says who will receive it and that it cannot be undone; POST starts."""
    issue = _issue(object_id)
    if not issue.is_draft:
        return redirect("admin:newsletters_newsletter_progress", issue.pk)
    refusal = ""
    outdated = services.outdated_texts(issue)
    if request.method == "POST":
        if request.POST.get("number", "").strip() != f"{issue.number}":
            refusal = _("Type the number of this newsletter, %s, to confirm.") % issue.number
        else:
            try:
                services.start_sending(
                    issue, by=signed_in_user(request), acknowledged=acknowledged_keys(request)
                )
            except OutdatedTranslations:
                refusal = str(NOT_ACKNOWLEDGED)
            except Refusal as refused:
                refusal = refused.sentence
            else:
                messages.success(request, _("Sending has started."))
                return redirect("admin:newsletters_newsletter_progress", issue.pk)
    names = dict(settings.LANGUAGES)
    found = services.recipients_by_language(issue)
    context = {
        **_context(model_admin, request, issue, _("Send newsletter %s") % issue.number),
        "recipients": [(names[code], people) for code, people in found.items()],
        "total": sum(found.values()),
        "has_english": issue.texts.filter(language="en").exists(),
        "refusal": refusal,
        **acknowledgement_context(
            request,
            shown_outdated(
                outdated, reverse("admin:newsletters_newsletter_change", args=[issue.pk])
            ),
        ),
        "number": request.POST.get("number", ""),
    }
    return render(request, "admin/newsletters/newsletter/send.html", context)


def progress(model_admin: ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """The progress of sending; htmx asks for the fragment alone."""
    issue = _issue(object_id)
    if issue.is_draft:
        return redirect("admin:newsletters_newsletter_preview", issue.pk)
    assert issue.started_at is not None, "newsletter_started_has_content"
    until = issue.finished_at or issue.held_at or clock.now()
    undelivered = Delivery.objects.filter(newsletter=issue).for_a_person().order_by("pk")
    waiting_for_a_person = undelivered.counts()
    context = {
        **_context(model_admin, request, issue, _("Sending of newsletter %s") % issue.number),
        "progress": Progress(
            issue.deliveries.counts(),
            (until - issue.started_at).total_seconds(),
            is_finished=issue.finished_at is not None,
        ),
        "undelivered": undelivered[:UNDELIVERED_SHOWN],
        "failed": waiting_for_a_person.get(SendingState.FAILED, 0),
        "uncertain": waiting_for_a_person.get(SendingState.UNCERTAIN, 0),
        "may_act": request.user.has_perm("newsletters.change_newsletter"),
        "sent_outdated": [
            f"{item.language_name}: {item.place}"
            for item in (services.Outdated(**record) for record in issue.sent_outdated)
        ],
    }
    if getattr(request, "htmx", False):
        return render(request, "admin/newsletters/newsletter/progress_fragment.html", context)
    return render(request, "admin/newsletters/newsletter/progress.html", context)


def _posted(
    model_admin: ModelAdmin, request: HttpRequest, object_id: int, act: Callable[[Newsletter], str]
) -> Newsletter:
    """Call `act` on the issue, and show its message or its refusal."""
    if request.method != "POST":
        raise Http404
    if not request.user.has_perm("newsletters.change_newsletter"):
        raise Http404
    issue = _issue(object_id)
    try:
        messages.success(request, act(issue))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return issue


def send_test(model_admin: ModelAdmin, request: HttpRequest, object_id: int) -> HttpResponse:
    """Mail the issue to the user, in one language (`language`) or in all."""
    by = signed_in_user(request)
    language = request.POST.get("language", "")
    if language and language not in dict(settings.LANGUAGES):
        raise Http404

    def act(issue: Newsletter) -> str:
        count = services.send_test(issue, by=by, language=language or None)
        return ngettext(
            "A test is being sent to %(address)s.",
            "%(count)s tests are being sent to %(address)s.",
            count,
        ) % {"count": count, "address": by.email}

    issue = _posted(model_admin, request, object_id, act)
    address = reverse("admin:newsletters_newsletter_preview", args=[issue.pk])
    return redirect(f"{address}?language={language}" if language else address)


def hold(model_admin: ModelAdmin, request: HttpRequest, object_id: int) -> HttpResponse:
    def act(issue: Newsletter) -> str:
        services.hold_sending(issue, by=signed_in_user(request))
        return _("Sending is on hold. No messages are sent until you resume it.")

    issue = _posted(model_admin, request, object_id, act)
    return redirect("admin:newsletters_newsletter_progress", issue.pk)


def resume(model_admin: ModelAdmin, request: HttpRequest, object_id: int) -> HttpResponse:
    def act(issue: Newsletter) -> str:
        services.resume_sending(issue, by=signed_in_user(request))
        return _("Sending has resumed.")

    issue = _posted(model_admin, request, object_id, act)
    return redirect("admin:newsletters_newsletter_progress", issue.pk)


def try_again(model_admin: ModelAdmin, request: HttpRequest, object_id: int) -> HttpResponse:
    """Retry failed messages, or with `uncertain` those that may have arrived; asks first."""
    uncertain, seen = bool(request.POST.get("uncertain")), request.POST.get("seen", "")
    if request.method == "POST" and request.user.has_perm("newsletters.change_newsletter"):
        state = SendingState.UNCERTAIN if uncertain else SendingState.FAILED
        chosen = _issue(object_id).deliveries.filter(
            state=state, subscription__state=Subscription.State.CONFIRMED
        )
        count = chosen.count()
        if count and (request.POST.get("confirmed") != "yes" or seen != str(count)):
            changed = _("Their number has changed since this page was shown.")
            return rows_page(
                model_admin,
                request,
                _asks_before_trying_again(count, uncertain=uncertain),
                chosen.order_by("pk")[:MOST_NAMED],
                count=count,
                back=reverse("admin:newsletters_newsletter_progress", args=[object_id]),
                sent=[*([("uncertain", "yes")] if uncertain else []), ("seen", str(count))],
                differences=[changed] if seen else [],
            )

    def act(issue: Newsletter) -> str:
        tried = services.try_failed_again(issue, by=signed_in_user(request), uncertain=uncertain)
        return ngettext(
            "%(count)s message is tried again.", "%(count)s messages are tried again.", tried
        ) % {"count": tried}

    issue = _posted(model_admin, request, object_id, act)
    return redirect("admin:newsletters_newsletter_progress", issue.pk)


def _asks_before_trying_again(count: int, *, uncertain: bool) -> BulkQuestion:
    sentence = _("The messages that failed are tried again for these addresses.")
    if uncertain:
        sentence = _(
            "It is not known whether these messages have arrived: their readers may get them twice."
        )
    return BulkQuestion(
        title=ngettext(
            "Send {number} message again?", "Send {number} messages again?", count
        ).format(number=count),
        sentence=sentence,
        cannot_be_undone=_("What was sent cannot be recalled."),
        button=_("Send again"),
        is_dangerous=uncertain,
    )
