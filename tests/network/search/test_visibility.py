"""Whoever searches finds what they may see: a row of every kind in every state, by every role."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client

from focalpoints.models import Member
from initiatives.models import Initiative, NationalActionPlan
from network import clock, registry
from network.search import finding
from network.search.finding import SHOWN
from network.search.kinds import SearchResults
from network.search.models import SearchEntry
from network.search.views import IN_BOX
from newsletters.models import Newsletter
from tests import factories, players
from tests.costs import QueryCost
from tests.focalpoints.notifications import sent
from tests.meetings.texts import adopted, written

pytestmark = pytest.mark.django_db

WORD = "Wonderful"
ROLES = ("visitor", "drafter", "former_focal_point", "other_focal_point", "secretariat")
EVERYBODY = frozenset(ROLES)
MEMBERS = frozenset({"other_focal_point", "secretariat"})
STAFF = frozenset({"secretariat"})
NOBODY: frozenset[str] = frozenset()


@pytest.fixture
def clients() -> dict[str, Client]:
    found = {"visitor": Client()}
    for role in ROLES[1:]:
        found[role] = Client()
        found[role].force_login(getattr(players, role)())
    return found


def found_by(clients: dict[str, Client], kind: str, text: str = WORD) -> dict[str, set[str]]:
    """The addresses of what each role finds on the page and in the box."""
    found = {}
    for role, client in clients.items():
        page = client.get("/search/", {"q": text})
        urls = {
            row.url
            for group in page.context["groups"]
            if group.kind.name == kind
            for row in group.rows
        }
        box = client.get("/search/box/", {"q": text}).content.decode()
        offered = {url for url in urls if f'href="{url}"' in box}
        assert len(offered) == min(IN_BOX, len(urls))
        found[role] = urls
    return found


def assert_found(clients: dict[str, Client], kind: str, rows: dict[str, frozenset[str]]) -> None:
    expected = {role: {url for url, who in rows.items() if role in who} for role in ROLES}
    assert found_by(clients, kind) == expected
    if kind == "communiques":
        return  # a draft has the address of its meeting, which may be public
    hidden = [url for url, who in rows.items() if "visitor" not in who]
    page = clients["visitor"].get("/search/", {"q": WORD}).content.decode()
    assert [url for url in hidden if url in page] == []


def test_initiatives(clients: dict[str, Client]) -> None:
    """Members-only ones are for members, and for the drafters of their owner."""
    spain, germany = factories.member("ESP"), factories.member("DEU")
    rows = {}
    for owner, visibility, who in [
        (spain, Initiative.Visibility.PUBLIC, EVERYBODY),
        (spain, Initiative.Visibility.MEMBERS, MEMBERS | {"drafter"}),
        (germany, Initiative.Visibility.MEMBERS, MEMBERS),
    ]:
        row = factories.InitiativeFactory.create(
            title_en=WORD, owner=owner, visibility=visibility, slug=f"{owner.slug}-{visibility}"
        )
        rows[row.get_absolute_url()] = who
    assert_found(clients, "initiatives", rows)


def test_meetings_and_communiques(clients: dict[str, Client]) -> None:
    staff = factories.UserFactory.create(is_staff=True, is_superuser=True)
    meetings: dict[str, Any] = {}
    for is_announced in (True, False):
        row = factories.MeetingFactory.create(title_en=WORD, is_announced=is_announced)
        meetings[row.get_absolute_url()] = EVERYBODY if is_announced else STAFF
    assert_found(clients, "meetings", meetings)
    communiques = {}
    for is_announced, make, who in [
        (True, lambda **more: written(**more), STAFF),
        (True, lambda **more: adopted(by=staff, **more), STAFF),
        (True, lambda **more: adopted(by=staff, public=True, **more), EVERYBODY),
        (False, lambda **more: adopted(by=staff, public=True, **more), STAFF),
    ]:
        meeting = factories.MeetingFactory.create(title_en=WORD, is_announced=True)
        make(meeting=meeting)
        meeting.is_announced = is_announced
        meeting.save()
        communiques[meeting.get_absolute_url()] = who
    assert_found(clients, "communiques", communiques)


def test_newsletters_and_opportunities(clients: dict[str, Client]) -> None:
    newsletters = {}
    for state in Newsletter.State:
        is_draft = state == Newsletter.State.DRAFT
        issue = factories.NewsletterFactory.create(
            text__subject=WORD,
            slug=f"{WORD.lower()}-{state}",
            state=state,
            started_at=None if is_draft else clock.now(),
            finished_at=clock.now() if state == Newsletter.State.SENT else None,
            sent_content={} if is_draft else {"en": {"subject": WORD, "body": "<p>x</p>"}},
        )
        newsletters[issue.get_absolute_url()] = NOBODY if is_draft else EVERYBODY
    assert_found(clients, "newsletters", newsletters)
    opportunities = {}
    for published_at in (None, clock.now()):
        row = factories.OpportunityFactory.create(title_en=WORD, published_at=published_at)
        opportunities[row.get_absolute_url()] = EVERYBODY if published_at else STAFF
    assert_found(clients, "opportunities", opportunities)


def test_notifications(clients: dict[str, Client]) -> None:
    """Drafts are found by nobody; what is for its addressees, by them and the Secretariat."""
    staff = factories.SecretariatFactory.create()
    rows = {}
    for place, visibility, who in [
        (factories.member("DEU"), "public", EVERYBODY),
        (factories.member("ESP"), "members", MEMBERS),
        (factories.member("ESP"), "addressees", STAFF),
        (factories.member("DEU"), "addressees", MEMBERS),
    ]:
        values = {"subject_en": WORD, "members": [place], "visibility": visibility}
        if not place.designations.exists():
            factories.DesignationFactory.create(member=place)
        rows[sent(staff, **values).get_absolute_url()] = who
    factories.NotificationFactory.create(subject_en=WORD, visibility="public")
    assert_found(clients, "notifications", rows)


def test_members_and_plans(clients: dict[str, Client]) -> None:
    """A member that has left is in no list; plans are public in every state."""
    members = {}
    tomorrow = clock.today() + datetime.timedelta(days=1)
    for values, who in [
        ({}, EVERYBODY),
        ({"state": Member.State.WITHDRAWN}, NOBODY),
        ({"joined_on": tomorrow.isoformat()}, NOBODY),
    ]:
        row = factories.MemberFactory.create(
            country=factories.CountryFactory.create(name_en=WORD), **values
        )
        members[row.get_absolute_url()] = who
    assert_found(clients, "members", members)
    plans = {}
    for state in NationalActionPlan.State:
        plan = factories.PlanFactory.create(title_en=WORD, state=state)
        plans[plan.get_absolute_url()] = EVERYBODY
    assert_found(clients, "plans", plans)


def test_people_are_for_members_and_as_each_allows(clients: dict[str, Client]) -> None:
    own = factories.member("DEU")  # the other focal point's
    past = {"starts_on": datetime.date(2018, 1, 1), "ends_on": datetime.date(2019, 1, 1)}
    rows = {}
    for values, designation, who in [
        ({"name_visibility": "members"}, {}, MEMBERS),
        ({"name_visibility": "secretariat"}, {}, STAFF),
        ({"name_visibility": "secretariat"}, {"member": own}, MEMBERS),
        ({"name_visibility": "members"}, past, NOBODY),
        ({"name_visibility": "members"}, {"member__state": Member.State.WITHDRAWN}, NOBODY),
    ]:
        person = factories.PersonFactory.create(given_name=WORD, **values)
        made = factories.DesignationFactory.create(
            person=person, category=factories.category("military"), **designation
        )
        rows[made.member.get_absolute_url()] = who
    assert_found(clients, "people", rows)


@pytest.mark.parametrize("hidden", ["email", "phone", "institution", "position"])
def test_nobody_is_found_by_what_they_may_hide(hidden: str, clients: dict[str, Client]) -> None:
    person = factories.PersonFactory.create(**{hidden: "wonderful@example.org"})
    factories.DesignationFactory.create(person=person)
    nothing: dict[str, set[str]] = {role: set() for role in ROLES}
    assert found_by(clients, "people") == nothing
    assert found_by(clients, "people", "wonderful@example.org") == nothing


def test_what_is_hidden_is_not_guessed_from_a_typing_error(visitor: Client) -> None:
    person = factories.PersonFactory.create(family_name="Wonderfield")
    factories.DesignationFactory.create(person=person)
    factories.InitiativeFactory.create(title_en="Wonderfield", visibility="members")
    factories.MeetingFactory.create(title_en="Wonderfield", is_announced=False)
    page = visitor.get("/search/", {"q": "wonderfeld"})
    assert page.context["groups"] == []
    assert "wonderfield" not in page.content.decode().lower()


def test_a_kind_that_is_not_for_the_reader_cannot_be_asked_for(visitor: Client) -> None:
    page = visitor.get("/search/", {"q": WORD, "in": "people"})
    assert "people" not in [kind.name for kind in page.context["kinds"]]
    assert page.context["only"] is None


def test_the_index_alone_shows_nothing(visitor: Client) -> None:
    """What it says of who may see an entry is asked of the entry's own table again."""
    factories.InitiativeFactory.create(title_en=WORD, visibility="members")
    factories.MeetingFactory.create(title_en=WORD, is_announced=False)
    factories.OpportunityFactory.create(title_en=WORD, published_at=None)
    SearchEntry.objects.update(audience=0)
    assert visitor.get("/search/", {"q": WORD}).context["groups"] == []


def test_every_kind_is_in_these_tests() -> None:
    assert {kind.name for kind in registry.of(SearchResults)} == {
        *("members", "people", "plans", "initiatives"),
        *("meetings", "communiques", "newsletters", "opportunities", "notifications"),
    }


@pytest.mark.parametrize("named", ["Wonderful", "Wonderfull"])
def test_people_who_share_no_name_push_nothing_out(
    clients: dict[str, Client], monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    """However few entries are compared, those that a reader may not see are not among them."""
    for name in ("FEW", "COMPARED", "COMPARED_ALIKE"):
        monkeypatch.setattr(finding, name, 3)
    for _number in range(8):
        person = factories.PersonFactory.create(
            family_name="Wonderful", given_name="Wonderful", name_visibility="secretariat"
        )
        factories.DesignationFactory.create(person=person)
    entry = factories.InitiativeFactory.create(title_en="Wonderful")
    found = found_by(clients, "initiatives", named)
    assert found["other_focal_point"] == {entry.get_absolute_url()}


def test_many_hidden_entries_of_a_kind_do_not_take_the_places_of_a_visible_one(
    clients: dict[str, Client], query_cost: QueryCost
) -> None:
    """Fewer than are compared, more than are taken, and each closer than the visible one."""
    client = clients["other_focal_point"]
    person = factories.PersonFactory.create(
        family_name="Wonderful", given_name="Ann", name_visibility="members"
    )
    factories.DesignationFactory.create(person=person)

    def look() -> Any:
        return client.get("/search/", {"q": "wonderful"})

    few = query_cost(look)
    for _number in range(2 * SHOWN + 3):
        hidden = factories.PersonFactory.create(
            family_name="Wonderful", given_name="", name_visibility="secretariat"
        )
        factories.DesignationFactory.create(person=hidden)
    [group] = look().context["groups"]
    assert [row.title for row in group.rows] == ["Ann Wonderful"]
    assert not group.has_more
    many = query_cost(look)
    # That leaves out the hidden.
    assert many == few + 1
    for _number in range(2 * SHOWN):
        factories.DesignationFactory.create(
            person=factories.PersonFactory.create(
                family_name="Wonderful", name_visibility="members"
            )
        )
    assert query_cost(look) == many
