"""What is kept for visitors holds nothing that was not for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from focalpoints.models import Notification
from meetings.models import Communique
from network.accounts.models import User
from network.web import kept_pages
from tests import factories
from tests.costs import cost_of
from tests.focalpoints.changes import draft_of
from tests.meetings.texts import written

pytestmark = pytest.mark.django_db

# Stands in nothing but drafts.
UNSEEN = "Zzyzzyva"
KEPT = (
    *("/", "/map/", "/members/", "/members/spain/", "/plans/", "/initiatives/", "/meetings/"),
    *("/opportunities/", "/newsletters/", "/presidency/", "/notifications/"),
)


@pytest.fixture(autouse=True)
def _pages_are_kept(settings: Any) -> Iterator[None]:
    settings.KEPT_PAGES = settings.KEPT_PARTS = 100_000
    cache.clear()
    yield
    cache.clear()


def test_a_notice_is_shown_once_and_kept_for_nobody(visitor: Client) -> None:
    visitor.get("/members/")
    hidden = factories.InitiativeFactory.create(visibility="members")
    told = b"If it is for members"
    # Asks the visitor to sign in; the notice shows on the page that is opened next.
    visitor.get(f"/initiatives/{hidden.slug}/")
    assert kept_pages.PortalMessageCookie.cookie_name in visitor.cookies
    assert told in visitor.get("/members/").content
    assert told not in visitor.get("/members/").content
    assert told not in Client().get("/members/").content


@pytest.fixture
def drafts(focal_point: User, secretariat: User) -> list[str]:
    """Something of each kind that is not published, or not for everybody; its own pages."""
    spain = factories.member("ESP")
    public = factories.InitiativeFactory.create(owner=spain, slug="shown")
    plan = factories.PlanFactory.create(slug="plan-shown")
    meeting = factories.MeetingFactory.create(slug="met")
    draft_of(public, focal_point, member=spain, title_en=UNSEEN)
    draft_of(None, focal_point, member=spain, title_en=f"{UNSEEN} anew")
    draft_of(plan, focal_point, member=spain, key="plan", lead_institution=UNSEEN)
    factories.InitiativeFactory.create(owner=spain, title_en=UNSEEN, visibility="members")
    factories.MeetingFactory.create(title_en=UNSEEN, is_announced=False)
    factories.OpportunityFactory.create(title_en=UNSEEN, published_at=None)
    factories.NewsletterFactory.create(text__subject=UNSEEN)
    Communique.objects.filter(pk=written(meeting=meeting).pk).update(title_en=UNSEEN)
    factories.NotificationFactory.create(subject_en=UNSEEN)
    assert Notification.objects.filter(subject_en=UNSEEN).exists()
    return ["/initiatives/shown/", "/plans/plan-shown/", "/meetings/met/"]


def test_no_draft_reaches_a_kept_page(
    drafts: list[str], secretariat_client: Client, focal_point_client: Client
) -> None:
    addresses = [
        address for address in (*KEPT, *drafts) if Client().get(address).status_code == 200
    ]
    assert len(addresses) > 10
    cache.clear()
    seen_by_staff = 0
    for address in addresses:
        # Who may see drafts opens the page first, and again once it is kept.
        for client in (secretariat_client, focal_point_client, Client(), secretariat_client):
            seen_by_staff += UNSEEN.encode() in client.get(address).content
        visitor = Client()
        assert UNSEEN.encode() not in visitor.get(address).content, address
        assert cost_of(lambda visitor=visitor, at=address: visitor.get(at), once=True) == 1, address
    assert seen_by_staff, "somebody is shown what is not published"
