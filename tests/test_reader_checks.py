"""What each kind of reader is shown, where one page is behind several checks."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, RequestContext
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from focalpoints.models import Designation, Member
from focalpoints.rights import members_of
from initiatives import panels as initiatives_panels
from initiatives.map_data import MapData
from initiatives.models import Initiative, NationalActionPlan
from meetings import panels
from meetings.documents import outcome_of
from meetings.models import Communique, CommuniqueVersion, Meeting
from meetings.troika import is_troika_member
from meetings.views import _outcomes
from network import clock, registry
from network.accounts.models import User
from network.accounts.roles import Roles
from network.templatetags import portal
from newsletters.models import Opportunity
from tests import factories
from tests.focalpoints.letters import with_letter
from tests.meetings.texts import ADOPTED_ON, adopted, with_ready_pdf, written

pytestmark = pytest.mark.django_db


def _get(client: Client, name: str, *args: object) -> Any:
    return client.get(reverse(name, args=args))


def test_the_newest_communique_is_the_newest_that_everybody_may_read(secretariat: User) -> None:
    older = adopted(by=secretariat, public=True)
    hidden = adopted(by=secretariat)
    Communique.objects.filter(pk=hidden.pk).update(adopted_on=ADOPTED_ON + datetime.timedelta(30))
    assert panels.meetings(Context())["outcome"].communique == older


def test_each_communique_shows_its_own_newest_version_that_one_may_read(
    secretariat: User, focal_point: User
) -> None:
    other = adopted(by=secretariat, public=True)
    public = adopted(by=secretariat, public=True)
    hidden = adopted(by=secretariat)
    for reader in (None, AnonymousUser(), focal_point, secretariat):
        for communique in (other, public):
            outcome = outcome_of(communique, reader, "en")
            assert outcome is not None
            assert outcome.reading.version.communique == communique
    assert outcome_of(hidden, focal_point, "en") is None
    assert outcome_of(hidden, secretariat, "en") is not None
    assert outcome_of(written(), secretariat, "en") is None


def test_a_pdf_is_found_by_its_communique_its_number_and_its_language(
    secretariat: User, visitor: Client, secretariat_client: Client
) -> None:
    first, second = adopted("en", by=secretariat, public=True), adopted(by=secretariat, public=True)
    for communique in (first, second):
        build = with_ready_pdf(communique, by=secretariat, data=b"%%PDF-1.7 %d" % communique.pk)
    number = int(build.subject.split("/")[1])
    for communique in (first, second):
        answer = _get(visitor, "meetings:communique-pdf", communique.pk, number, "en")
        assert b"".join(answer.streaming_content) == b"%%PDF-1.7 %d" % communique.pk
    for args in ((first.pk, number + 7, "en"), (first.pk, number, "fr"), (0, number, "en")):
        assert _get(secretariat_client, "meetings:communique-pdf", *args).status_code == 404
    Communique.objects.filter(pk=first.pk).update(is_public=False)
    address = ("meetings:communique-pdf", first.pk, number, "en")
    assert _get(visitor, *address)["Location"].startswith(reverse("account_login"))
    answer = _get(secretariat_client, *address)
    assert b"".join(answer.streaming_content) == b"%%PDF-1.7 %d" % first.pk


def test_a_meeting_that_is_not_announced_is_for_the_secretariat(
    visitor: Client, focal_point_client: Client, secretariat_client: Client, secretariat: User
) -> None:
    hidden = factories.MeetingFactory.create(is_announced=False, title_en="A planned meeting")
    communique = adopted(by=secretariat, meeting=hidden)
    for client, is_seen in (
        (visitor, False),
        (focal_point_client, False),
        (secretariat_client, True),
    ):
        page = _get(client, "meetings:meetings").content.decode()
        assert ("A planned meeting" in page) is is_seen
        assert (_get(client, "meetings:meeting", hidden.slug).status_code == 200) is is_seen
    assert set(Meeting.objects.announced()) == set(Meeting.objects.exclude(pk=hidden.pk))
    assert CommuniqueVersion.objects.visible_to(secretariat).get().communique == communique


def test_the_list_of_meetings_tells_the_languages_of_what_one_may_read(
    visitor: Client, focal_point_client: Client, secretariat_client: Client, secretariat: User
) -> None:
    adopted("en", "es", by=secretariat)
    for client, is_shown in (
        (visitor, False),
        (focal_point_client, False),
        (secretariat_client, True),
    ):
        page = _get(client, "meetings:meetings").content.decode()
        assert ("Español)" in page) is is_shown
    Communique.objects.update(is_public=True)
    assert "Español)" in _get(visitor, "meetings:meetings").content.decode()


def test_a_meeting_asks_for_no_text_of_a_communique_that_one_may_not_read(
    secretariat: User, focal_point: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    # `outcome_of` would find no version of it either: each holds without the other.
    monkeypatch.setattr("meetings.views.outcome_of", lambda communique, *_of_whom: communique)
    meeting = factories.MeetingFactory.create()
    public = adopted(by=secretariat, meeting=meeting, public=True)
    hidden = adopted(by=secretariat, meeting=meeting)
    for reader in (None, AnonymousUser(), focal_point):
        assert _outcomes(meeting, reader, "en") == [public]
    assert set(_outcomes(meeting, secretariat, "en")) == {public, hidden}


def test_who_holds_the_troika_and_who_does_not(
    troika_member: User, focal_point: User, secretariat: User
) -> None:
    today = timezone.localdate()
    assert is_troika_member(troika_member, today)
    for user in (focal_point, secretariat, AnonymousUser(), factories.UserFactory.create()):
        assert not is_troika_member(user, today), user


@pytest.fixture
def initiatives() -> list[Initiative]:
    make = factories.InitiativeFactory.create
    hidden = Initiative.Visibility.MEMBERS
    return [
        make(title_en="An open one"),
        make(title_en="A members' one", visibility=hidden),
        make(title_en="A foreign one", visibility=hidden, owner=factories.member("DEU")),
    ]


def test_an_initiative_for_members_is_shown_to_members(
    initiatives: list[Initiative], focal_point: User, secretariat: User, rf: RequestFactory
) -> None:
    place = factories.member("ESP")
    for user, count in (
        (None, 1),
        (AnonymousUser(), 1),
        (factories.UserFactory.create(), 1),
        (focal_point, 3),
        (secretariat, 3),
    ):
        assert Initiative.objects.visible_to(user).count() == count
        assert sum(MapData(user, timezone.localdate()).initiatives_by_owner.values()) == count
        request = rf.get("/")
        request.user = user  # type: ignore[assignment]
        context = RequestContext(request)
        shown = initiatives_panels.newest_initiatives(context)["initiatives"]
        assert len(shown) == count
        of_member = initiatives_panels.member_initiatives(context, place)["initiatives"]
        assert len(of_member) == min(count, 2)


def test_the_button_to_edit_is_for_the_owners_focal_points(
    initiatives: list[Initiative],
    visitor: Client,
    focal_point_client: Client,
    other_focal_point_client: Client,
    secretariat_client: Client,
) -> None:
    plan = factories.PlanFactory.create()
    nobodys = factories.PlanFactory.create(country=factories.country("JPN"))
    for client, may_edit in (
        (visitor, False),
        (focal_point_client, True),
        (other_focal_point_client, False),
        (secretariat_client, False),
    ):
        page = _get(client, "initiatives:initiative", initiatives[0].slug)
        assert page.context["may_draft"] is may_edit
        assert _get(client, "initiatives:plan", plan.slug).context["may_draft"] is may_edit
        assert _get(client, "initiatives:plan", nobodys.slug).context["may_draft"] is False


def test_a_plan_that_was_superseded_is_not_current() -> None:
    plan = factories.PlanFactory.create()
    factories.PlanFactory.create(
        country=factories.country("JPN"), state=NationalActionPlan.State.SUPERSEDED
    )
    assert NationalActionPlan.objects.current().get() == plan


def test_an_opportunity_is_public_once_it_is_published(secretariat: User, visitor: Client) -> None:
    public = factories.OpportunityFactory.create()
    draft = factories.OpportunityFactory.create(published_at=None)
    assert Opportunity.objects.published().get() == public
    for user in (None, AnonymousUser(), factories.LookerFactory.create()):
        assert Opportunity.objects.visible_to(user).get() == public
    assert Opportunity.objects.visible_to(secretariat).count() == 2
    assert _get(visitor, "newsletters:opportunity", public.slug).status_code == 200
    hidden = _get(visitor, "newsletters:opportunity", draft.slug)
    assert hidden["Location"].startswith(reverse("account_login"))


def test_a_letter_is_read_by_its_member_and_the_secretariat(
    focal_point: User, other_focal_point: User, secretariat: User
) -> None:
    designation = focal_point.person.designations.get()
    readers = (focal_point, other_focal_point, secretariat, factories.UserFactory.create())
    for reader in readers:
        assert not Designation.objects.with_letter_for(reader, clock.today()).exists()
    with_letter(designation)
    can_read = [
        Designation.objects.with_letter_for(reader, clock.today()).exists() for reader in readers
    ]
    assert can_read == [True, False, True, False]


def test_what_the_templates_know_of_a_reader(focal_point: User, secretariat: User) -> None:
    nobody = factories.UserFactory.create()
    assert [portal.is_member(one) for one in (focal_point, secretariat, nobody)] == [
        True,
        True,
        False,
    ]
    assert [place.slug for place in members_of(focal_point)] == ["spain"]
    assert not members_of(nobody)
    assert not members_of(secretariat)
    assert Member.objects.exists()
    # Nobody is asked about a visitor: here, somebody who would say yes to all that there is.
    yes = Roles(name="yes", has_desk=bool, has_desk_page=bool, is_member=bool, desk="home")
    with registry.replaced(Roles, yes):
        assert portal.is_member(nobody)
        assert not portal.is_member(AnonymousUser())
