"""A member's page and the list of members on a past day: facts of that day, rights of today."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from focalpoints.models import FOUNDED_ON, Designation, Member, OrganisationCountry
from initiatives.models import Initiative, NationalActionPlan
from network import clock
from network.accounts.models import User
from network.values.partial_dates import PartialDate
from tests import factories
from tests.sent import sent_by

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 26)
ON = "?on=2018-06-01"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.set_to(TODAY):
        yield


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def spain() -> Member:
    return factories.member("ESP")


@pytest.fixture
def former(spain: Member) -> User:
    """An account whose person spoke for Spain until the end of 2019, and for nobody since."""
    account = factories.focal_point_of(spain, email="former.spain@example.org", name="Fay Former")
    Designation.objects.filter(person__user=account).update(
        starts_on=datetime.date(2017, 1, 1), ends_on=datetime.date(2019, 12, 31)
    )
    person = account.person
    person.given_name, person.family_name = "Fay", "Former"
    person.position, person.position_visibility = "Director of Human Rights", "public"
    person.email_visibility = "members"
    person.save()
    return account


@pytest.fixture
def former_client(former: User) -> Client:
    client = Client()
    client.force_login(former)
    return client


def test_a_members_page_shows_the_function_presidency_and_plan_of_the_day(
    visitor: Client, spain: Member, former: User
) -> None:
    factories.PresidencyFactory.create(year=2017, holders=[spain])
    factories.PresidencyFactory.create(year=2018, holders=[factories.member("DEU")])
    factories.PresidencyFactory.create(year=2026, holders=[spain])
    factories.PlanFactory.create(
        title_en="The second plan",
        starts_on="2017",
        ends_on="2023",
        state=NationalActionPlan.State.SUPERSEDED,
    )
    factories.PlanFactory.create(title_en="The third plan", starts_on="2024", ends_on="2030")
    page = text(visitor, f"/members/spain/{ON}")
    assert "<b>National Focal Point</b>" in page
    assert "Troika: Former presidency" in page
    assert ">2017</a>" in page
    assert ">2026</a>" not in page
    assert "The second plan" in page
    assert "in force" in page
    assert "The third plan" not in page
    now = text(visitor, "/members/spain/")
    assert "Troika: Current presidency" in now
    assert "The third plan" in now
    assert "No designation is recorded at present." in now


def test_who_no_longer_speaks_for_a_member_is_shown_by_the_category_alone(
    visitor: Client, other_focal_point_client: Client, spain: Member, former: User
) -> None:
    for client in (visitor, other_focal_point_client):
        page = text(client, f"/members/spain/{ON}")
        assert "National Focal Point" in page
        for word in ("Former", "Director of Human Rights", former.person.email):
            assert f">{word}" not in page
            assert f" {word}" not in page.replace("Former presidency", "")


def test_who_still_speaks_for_it_is_shown_as_they_allow_today(
    other_focal_point_client: Client, spain: Member, former: User
) -> None:
    Designation.objects.update(ends_on=None)
    page = text(other_focal_point_client, f"/members/spain/{ON}")
    assert "Fay Former" in page
    assert former.person.email in page
    former.person.email_visibility = "secretariat"
    former.person.save()
    assert former.person.email not in text(other_focal_point_client, f"/members/spain/{ON}")


def test_a_former_focal_point_has_no_rights_on_the_day_of_the_designation(
    former_client: Client, spain: Member, former: User
) -> None:
    members_only = factories.InitiativeFactory.create(
        owner=spain,
        title_en="For members",
        starts_on="2018",
        visibility=Initiative.Visibility.MEMBERS,
    )
    page = text(former_client, f"/members/spain/{ON}")
    page = page[page.index("<main") : page.index("</main>")]
    assert "Fay Former" not in page, "a former focal point reads as the public does"
    assert members_only.title_en not in page
    assert "My desk" not in page
    assert former_client.get(f"/directory/{ON}").status_code == 404
    assert former_client.get(members_only.get_absolute_url() + ON).status_code == 404


def test_no_page_of_a_past_day_counts_what_is_withheld_now(
    visitor: Client, former_client: Client, focal_point_client: Client, spain: Member, former: User
) -> None:
    hidden = factories.InitiativeFactory.create(
        owner=spain,
        title_en="Withdrawn since",
        starts_on="2018",
        visibility=Initiative.Visibility.MEMBERS,
    )
    plan = factories.PlanFactory.create(starts_on="2017", ends_on="2023")
    for client, seen in ((visitor, 0), (former_client, 0), (focal_point_client, 1)):
        answer = client.get(f"/map/{ON}")
        assert answer.context["map_data"].initiatives == seen
        assert (f"Spain: {seen} initiative" in answer.content.decode()) is bool(seen)
        assert (hidden.title_en in text(client, f"/{ON}")) is False
        for address in ("/plans/", plan.get_absolute_url()):
            page = text(client, f"{address}{ON}")
            assert hidden.title_en not in page
            assert "Fay Former" not in page[page.index("<main") :]


def test_todays_focal_point_sees_all_that_was_recorded_then(
    focal_point_client: Client, spain: Member, former: User
) -> None:
    page = text(focal_point_client, f"/members/spain/{ON}")
    assert "Fay Former" in page
    assert "Designated later" in page


def test_an_entry_that_was_withdrawn_since_is_not_shown_on_any_day(
    visitor: Client, spain: Member
) -> None:
    initiative = factories.InitiativeFactory.create(
        owner=spain, title_en="Mediators of 2018", starts_on="2018-01", ends_on="2019"
    )
    meeting = factories.MeetingFactory.create(
        title_en="A meeting in Madrid", starts_on="2018-03-01", ends_on=None, hosts=[spain]
    )
    page = text(visitor, f"/members/spain/{ON}")
    assert initiative.title_en in page
    assert meeting.title_en in page
    Initiative.objects.update(visibility=Initiative.Visibility.MEMBERS)
    meeting.is_announced = False
    meeting.save()
    page = text(visitor, f"/members/spain/{ON}")
    assert initiative.title_en not in page
    assert meeting.title_en not in page
    home = text(visitor, f"/?on={meeting.starts_on}")
    assert meeting.title_en not in home


def test_initiatives_of_a_past_day_are_those_that_ran_on_it(visitor: Client, spain: Member) -> None:
    for title, starts_on, ends_on in (
        ("Running", "2018", "2019"),
        ("Not over", "2017", None),
        ("Over", "2016", "2017"),
        ("Later", "2019", None),
        ("Undated", None, None),
    ):
        factories.InitiativeFactory.create(
            owner=spain, title_en=title, starts_on=starts_on, ends_on=ends_on
        )
    answer = visitor.get(f"/map/{ON}")
    assert answer.context["map_data"].initiatives == 2
    page = text(visitor, f"/members/spain/{ON}")
    assert [title in page for title in ("Running", "Not over", "Over", "Later", "Undated")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert visitor.get("/map/").context["map_data"].initiatives == 5


# --- Membership ---


def belonging(**values: object) -> bool:
    member = factories.MemberFactory.create(**values)
    on = datetime.date(2018, 6, 1)
    return Member.objects.belonging_on(on).filter(pk=member.pk).exists()


def test_what_has_no_day_is_shown_on_todays_page_alone(visitor: Client) -> None:
    alliance = factories.OrganisationMemberFactory.create()
    OrganisationCountry.objects.create(
        organisation=alliance.organisation, country=factories.country("JPN")
    )
    address = alliance.get_absolute_url()
    assert "Japan" in text(visitor, address)
    assert "Japan" not in text(visitor, address + ON)


def test_a_confirmation_of_today_is_no_fact_of_a_past_day(visitor: Client, spain: Member) -> None:
    plan = factories.PlanFactory.create(
        country=spain.country, adopted_on=PartialDate(2017), slug="spain-2"
    )
    NationalActionPlan.objects.filter(pk=plan.pk).update(
        published_at=clock.now(), confirmed_at=clock.now()
    )
    for address in ("/plans/", plan.get_absolute_url(), spain.get_absolute_url()):
        today, then = text(visitor, address), text(visitor, address + ON)
        assert "26 November 2026" in today, address
        assert "26 November 2026" not in then, address
        assert "not confirmed yet" not in then, address


def test_nobody_belongs_before_the_network_was_founded(visitor: Client, spain: Member) -> None:
    Member.objects.update(joined_on=None)
    assert Member.objects.belonging_on(FOUNDED_ON).exists()
    assert not Member.objects.belonging_on(FOUNDED_ON - datetime.timedelta(days=1)).exists()
    for address in ("/members/?on=2016-09-22", "/?on=2016-09-22"):
        assert "The Network was founded on <bdi>23 September 2016</bdi>." in text(visitor, address)
    for address in ("/members/?on=2016-09-23", "/?on=2016-09-23"):
        page = text(visitor, address)
        assert "it is not recorded when it joined" in page
        assert "was founded on" not in page


WITHDRAWN = Member.State.WITHDRAWN


@pytest.mark.parametrize(
    ("values", "belonged"),
    [
        ({}, True),
        ({"joined_on": "2018"}, True),
        ({"joined_on": "2018-06"}, True),
        ({"joined_on": "2018-06-02"}, False),
        ({"joined_on": "2019"}, False),
        ({"left_on": "2018", "state": WITHDRAWN}, True),
        ({"left_on": "2018-06-01", "state": WITHDRAWN}, True),
        ({"left_on": "2018-05-31", "state": WITHDRAWN}, False),
        ({"left_on": "2018-05"}, False),
        ({"state": WITHDRAWN}, False),
        ({"joined_on": "2017", "left_on": "2020", "state": WITHDRAWN}, True),
    ],
)
def test_who_belonged_on_a_day_follows_from_what_is_recorded(
    values: dict[str, object], belonged: bool
) -> None:
    assert belonging(**values) is belonged


def test_the_list_of_a_past_day_says_of_how_many_the_day_of_joining_is_unknown(
    visitor: Client, spain: Member
) -> None:
    Member.objects.update(joined_on=PartialDate(2016, 9, 23))
    factories.member("DEU")
    factories.MemberFactory.create(joined_on="2022", country__name_en="Latecomer")
    page = text(visitor, f"/members/{ON}")
    assert "2 members recorded" in page
    assert "Of 1 member it is not recorded when it joined" in page
    assert "Latecomer" not in page
    assert "Latecomer" in text(visitor, "/members/")
    before = text(visitor, "/members/?on=2016-09-22")
    assert ">Spain</a>" not in before
    # Before its first day the Network has no members, whatever is unknown.
    assert ">Germany</a>" not in before


def test_a_member_that_left_is_in_the_list_of_its_days_without_its_people(
    visitor: Client, focal_point: User, focal_point_client: Client, spain: Member
) -> None:
    spain.left_on, spain.state = PartialDate(2020), WITHDRAWN
    spain.save()
    assert ">Spain</a>" in text(visitor, f"/members/{ON}")
    assert ">Spain</a>" not in text(visitor, "/members/")
    assert "did not belong to the Network on this day" in text(
        visitor, "/members/spain/?on=2022-01-01"
    )
    assert focal_point_client.get("/desk/").templates[0].name == "focalpoints/desk_closed.html"


def test_the_day_of_leaving_alone_ends_no_rights(
    focal_point: User, focal_point_client: Client, spain: Member
) -> None:
    spain.left_on = PartialDate(2020)
    spain.save()
    assert focal_point_client.get("/desk/").templates[0].name == "focalpoints/desk.html"


def test_the_database_refuses_to_let_a_member_leave_before_it_joins(spain: Member) -> None:
    spain.joined_on, spain.left_on = PartialDate(2019), PartialDate(2018)
    with pytest.raises(IntegrityError, match="member_period_in_order"), transaction.atomic():
        spain.save()


def test_the_secretariat_is_asked_for_the_status_of_a_member_that_left(
    secretariat_client: Client, spain: Member
) -> None:
    address = reverse("admin:focalpoints_member_change", args=[spain.pk])
    data = sent_by(secretariat_client.get(address).content.decode(), "_save")
    data |= {"left_on_year": ["2020"], "left_on_month": [""], "left_on_day": [""]}
    answer = secretariat_client.post(address, data)
    assert "a day alone does not end any rights" in answer.content.decode()
