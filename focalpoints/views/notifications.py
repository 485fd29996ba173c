"""Official notifications: the archive, one notification, and what its recipients do there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from focalpoints.filters import NotificationFilter, notifications_shown
from focalpoints.models import Notification, NotificationAnnex, NotificationRecipient
from focalpoints.notification_forms import AnswerForm
from focalpoints.notifications.acknowledgement import acknowledge, answer
from focalpoints.notifications.document import ready_documents
from focalpoints.notifications.kinds import page_to_act
from focalpoints.rights import notifications_read_by, notifications_received_by
from network import clock
from network.accounts.access import find_visible, signed_in, signed_in_user
from network.documents.downloads import private_response
from network.documents.uploads import ENDINGS
from network.values.refusals import Refusal
from network.values.rich_text import to_html
from network.values.translations import own_name
from network.web.kept_pages import kept_for_visitors, page_asked_for
from network.web.lasting_names import lasting_names

PER_PAGE = 20
# Of the feed: readers come back long before so many are new.
MOST_IN_FEED = 30


@dataclass(frozen=True)
class ArchiveLine:
    """A notification in the list, and what the reader was sent of it."""

    notification: Notification
    own: list[NotificationRecipient]

    @property
    def is_waiting(self) -> bool:
        """Whether it asks something of the reader that they have not done."""
        return self.notification.replaced_by() is None and any(
            not row.has_acted for row in self.own
        )


@require_safe
@kept_for_visitors("page", *NotificationFilter.kept_parameters())
def notifications(request: HttpRequest) -> HttpResponse:
    """What waits for the reader first, then the archive as far as they may read it."""
    filters = notifications_shown(request)
    page = page_asked_for(request, Paginator(filters.qs, PER_PAGE))
    received = notifications_received_by(request.user).with_names()
    waiting: list[NotificationRecipient] = []
    own: dict[int, list[NotificationRecipient]] = {}
    if request.user.is_authenticated:
        waiting = list(received.unacted().unreplaced().soonest_first())
        for row in received.filter(notification__in=[found.pk for found in page]).in_order():
            own.setdefault(row.notification_id, []).append(row)
    context = {
        "filters": filters,
        "page_obj": page,
        "lines": [ArchiveLine(found, own.get(found.pk, [])) for found in page],
        "waiting": waiting,
    }
    return render(request, "focalpoints/notifications.html", context)


def _visible(request: HttpRequest, year: int, serial: int) -> Notification:
    rows = notifications_read_by(request.user).with_correction()
    return find_visible(rows, year=year, serial=serial)


@require_safe
@kept_for_visitors()
def notification(request: HttpRequest, year: int, serial: int) -> HttpResponse:
    return _page(request, _visible(request, year, serial))


def _page(
    request: HttpRequest, found: Notification, answered: tuple[int, AnswerForm] | None = None
) -> HttpResponse:
    """The page; `answered` is the form of one recipient's row as it was sent."""
    own = list(
        notifications_received_by(request.user).filter(notification=found).with_names().in_order()
    )
    later = found.replaced_by()
    may_see_later = later is not None and (
        later.is_public or (request.user.is_authenticated and _reads(request, later))
    )
    context: dict[str, Any] = {
        "notification": found,
        "annexes": list(found.annexes.select_related("file")),
        "documents": [
            (own_name(build.language), build.language, build) for build in ready_documents(found)
        ],
        "acts_at": reverse(page) if (page := page_to_act(found)) else "",
        "own": [(row, _form_of(row, answered)) for row in own],
        "earlier": found.corrects,
        "later": later,
        "may_see_later": may_see_later,
        "is_other_language": not found.is_written_in(get_language() or "en"),
        "is_overdue": found.is_overdue_on(clock.today()),
        "languages": [
            (code, own_name(code)) for code in found.written_languages if code != get_language()
        ],
    }
    status = 200 if answered is None else 422
    return render(request, "focalpoints/notification.html", context, status=status)


def _reads(request: HttpRequest, found: Notification) -> bool:
    return notifications_read_by(request.user).filter(pk=found.pk).exists()


def _form_of(
    row: NotificationRecipient, answered: tuple[int, AnswerForm] | None
) -> AnswerForm | None:
    if not row.notification.asks_answer:
        return None
    if answered is not None and answered[0] == row.pk:
        return answered[1]
    return AnswerForm(initial={"answer": row.answer}, auto_id=f"id_{row.pk}_%s")


def _own(request: HttpRequest, pk: int) -> NotificationRecipient:
    rows = notifications_received_by(request.user).select_related("notification")
    return get_object_or_404(rows, pk=pk)


@require_POST
@signed_in
def notification_acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one has seen it."""
    row = _own(request, pk)
    try:
        acknowledge(row, by=signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(
            request,
            _("Thank you. It is recorded that you have seen notification {number}.").format(
                number=row.notification.number
            ),
        )
    return redirect(row.notification)


@require_POST
@signed_in
def notification_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer in words; what cannot be taken is shown again."""
    row = _own(request, pk)
    form = AnswerForm(request.POST, auto_id=f"id_{row.pk}_%s")
    if form.is_valid():
        try:
            answer(row, form.cleaned_data["answer"], by=signed_in_user(request))
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("Thank you. The Secretariat has your answer."))
        return redirect(row.notification)
    found = row.notification
    assert found.year is not None, "notification_number_is_of_sent"
    assert found.serial is not None, "notification_number_is_of_sent"
    return _page(request, _visible(request, found.year, found.serial), (row.pk, form))


@require_safe
def notification_annex(request: HttpRequest, year: int, serial: int, pk: int) -> HttpResponseBase:
    """An annex as a download, for whoever reads the notification."""
    found = _visible(request, year, serial)
    annex = find_visible(
        NotificationAnnex.objects.filter(notification=found).select_related("file"), pk=pk
    )
    ending = ENDINGS[annex.file.content_type][0]
    return private_response(annex.file, f"notification-{year}-{serial}-annex-{pk}{ending}")


class _Feed(Feed):
    """The public notifications as an Atom feed (RFC 4287), in the language of its address."""

    feed_type = Atom1Feed

    def __init__(self) -> None:
        self.named = lasting_names()

    def feed_guid(self) -> str:
        return self.named(f"notifications/{get_language()}")

    def title(self) -> str:
        return _("Official notifications of the WPS Focal Points Network")

    def subtitle(self) -> str:
        return _("Numbered messages of the Secretariat that everybody may read.")

    def link(self) -> str:
        return reverse("focalpoints:notifications")

    def author_name(self) -> str:
        return _("Secretariat of the WPS Focal Points Network")

    def feed_url(self) -> str:
        return settings.SITE_URL + reverse("focalpoints:notification-feed")

    def items(self) -> list[Notification]:
        return list(Notification.objects.public().latest_first()[:MOST_IN_FEED])

    def item_title(self, item: Notification) -> str:
        return f"{item.number} {item.subject}"

    def item_description(self, item: Notification) -> str:
        return to_html(item.body)

    def item_link(self, item: Notification) -> str:
        return settings.SITE_URL + item.get_absolute_url()

    def item_guid(self, item: Notification) -> str:
        # The same in every language.
        return self.named(f"notification/{item.year}/{item.serial}")

    def item_pubdate(self, item: Notification) -> Any:
        return item.sent_at

    def item_updateddate(self, item: Notification) -> Any:
        return item.sent_at


@require_safe
def notification_feed(request: HttpRequest) -> HttpResponse:
    """What everybody may read, for feed readers."""
    response: HttpResponse = _Feed()(request)
    return response
