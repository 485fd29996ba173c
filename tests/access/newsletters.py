"""Who may open newsletters, opportunities and the pages behind the links in mail."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from newsletters import services
from newsletters.models import Newsletter, Subscription
from tests import factories
from tests.access.row import METHOD, MISSING, MOVED, OK, Cast, Row, everybody, secretariat


def _sent_issue(cast: Cast) -> dict[str, Any]:
    factories.SubscriptionFactory.create()
    draft = factories.NewsletterFactory.create()
    return {"slug": services.start_sending(draft, by=cast.users["secretariat"]).slug}


def _draft(cast: Cast) -> dict[str, Any]:
    issue: Newsletter = factories.NewsletterFactory.create()
    return {"slug": issue.slug}


def _opportunity(cast: Cast) -> dict[str, Any]:
    return {"slug": factories.OpportunityFactory.create().slug}


def _draft_opportunity(cast: Cast) -> dict[str, Any]:
    return {"slug": factories.OpportunityFactory.create(published_at=None).slug}


def _confirmed(cast: Cast) -> dict[str, Any]:
    return {"token": factories.SubscriptionFactory.create().token}


def _unconfirmed(cast: Cast) -> dict[str, Any]:
    asked: Subscription = factories.SubscriptionFactory.create(
        state="unconfirmed", confirmed_at=None
    )
    return {"token": asked.token}


def _left(cast: Cast) -> dict[str, Any]:
    gone: Subscription = factories.SubscriptionFactory.create(
        state="unsubscribed", unsubscribed_at=timezone.now()
    )
    return {"token": gone.token}


def _nobodys(cast: Cast) -> dict[str, Any]:
    return {"token": "x" * 43}


_ONE_CLICK = {"List-Unsubscribe": "One-Click"}

# The key in the link is the right; an account adds nothing to it.
ROWS: dict[str, Row | list[Row]] = {
    "newsletters:newsletters": everybody(),
    # A draft is read in the admin alone; in the archive it does not exist, for the staff neither.
    "newsletters:newsletter": [
        everybody(arrange=_sent_issue),
        everybody(MISSING, arrange=_draft),
    ],
    "newsletters:opportunities": everybody(),
    "newsletters:opportunity": [
        everybody(arrange=_opportunity),
        secretariat(arrange=_draft_opportunity),
    ],
    "newsletters:subscribe": [
        everybody(),
        everybody(MOVED, method="post", data={"email": "new@example.org"}),
        everybody(METHOD, method="put"),
    ],
    "newsletters:subscribe-asked": everybody(),
    "newsletters:preferences": [
        everybody(arrange=_confirmed),
        everybody(MOVED, arrange=_unconfirmed),
        everybody(MOVED, arrange=_left),
        everybody(MISSING, arrange=_nobodys),
        everybody(MOVED, arrange=_confirmed, method="post", data={"language": "fr"}),
    ],
    "newsletters:confirm": [
        everybody(arrange=_unconfirmed),
        everybody(MOVED, arrange=_unconfirmed, method="post"),
        everybody(MISSING, arrange=_nobodys, method="post"),
    ],
    "newsletters:unsubscribe": [
        everybody(arrange=_confirmed),
        everybody(MOVED, arrange=_confirmed, method="post"),
        everybody(OK, arrange=_confirmed, method="post", data=_ONE_CLICK),
        everybody(MISSING, arrange=_nobodys, method="post", data=_ONE_CLICK),
    ],
    "newsletters:subscribe-again": [
        everybody(METHOD, arrange=_left),
        everybody(MOVED, arrange=_left, method="post"),
        everybody(MISSING, arrange=_nobodys, method="post"),
    ],
}
