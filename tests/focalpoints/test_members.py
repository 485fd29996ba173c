"""The public register of members, and the directory."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from focalpoints.models import Designation, Member, Region
from network.accounts.models import User
from tests import factories
from tests.costs import QueryCost

pytestmark = pytest.mark.django_db


def listed(page: str) -> list[str]:
    """Names in the order of the table's rows."""
    # An English name on a page in another language is in a span that says so.
    return re.findall(r'<th scope="row"><a href="[^"]+">(?:<span [^>]+>)?([^<]+)<', page)


def test_states_come_first_in_the_order_of_the_language_then_organisations(
    visitor: Client,
) -> None:
    factories.OrganisationMemberFactory.create(organisation__name_en="African Union")
    for iso3 in ("ESP", "DEU", "URY"):
        factories.member(iso3)
    english = visitor.get(reverse("focalpoints:members")).content.decode()
    assert listed(english) == ["Germany", "Spain", "Uruguay", "African Union"]
    french = visitor.get("/fr/members/").content.decode()
    assert listed(french) == ["Allemagne", "Espagne", "Uruguay", "African Union"]


def test_the_page_says_how_many_are_recorded(visitor: Client) -> None:
    factories.member("ESP")
    assert "1 member recorded" in visitor.get(reverse("focalpoints:members")).content.decode()
    factories.member("DEU")
    assert "2 members recorded" in visitor.get(reverse("focalpoints:members")).content.decode()


def test_members_are_found_by_region_and_by_name(visitor: Client) -> None:
    for iso3 in ("ESP", "NAM", "CAN"):
        factories.member(iso3)
    factories.OrganisationMemberFactory.create(organisation__name_en="League")
    url = reverse("focalpoints:members")
    africa = visitor.get(url, {"region": Region.AFRICA}).content.decode()
    assert listed(africa) == ["Namibia"]
    assert listed(visitor.get(url, {"region": "organisations"}).content.decode()) == ["League"]
    assert listed(visitor.get(url, {"q": "canda"}).content.decode()) == ["Canada"]
    nothing = visitor.get(url, {"q": "xyzzy"}).content.decode()
    assert listed(nothing) == []
    assert "Show all members" in nothing


@pytest.mark.parametrize("query", [{"region": "999"}, {"q": "\x1b"}, {"q": "%'\"_\\"}])
def test_nonsense_in_the_address_breaks_nothing(visitor: Client, query: dict[str, str]) -> None:
    factories.member("ESP")
    assert visitor.get(reverse("focalpoints:members"), query).status_code == 200


def test_the_officials_of_a_member_that_left_show_to_itself_alone(
    visitor: Client,
    focal_point_client: Client,
    other_focal_point_client: Client,
    secretariat_client: Client,
    focal_point: User,
) -> None:
    spain = factories.member("ESP")
    person = spain.designations.get().person
    person.name_visibility = person.email_visibility = "members"
    person.institution_visibility = "public"
    person.institution = "Ministry of Sample Affairs"
    person.save()
    contact = (person.full_name, person.email, person.institution)
    page = other_focal_point_client.get(spain.get_absolute_url()).content.decode()
    assert all(word in page for word in contact)
    Member.objects.filter(pk=spain.pk).update(state=Member.State.WITHDRAWN)
    for client in (visitor, other_focal_point_client):
        page = client.get(spain.get_absolute_url()).content.decode()
        assert not any(word in page for word in contact)
    assert person.email in secretariat_client.get(spain.get_absolute_url()).content.decode()


def test_a_withdrawn_member_leaves_the_list_and_keeps_its_page(visitor: Client) -> None:
    spain = factories.member("ESP")
    Member.objects.update(state=Member.State.WITHDRAWN)
    assert listed(visitor.get(reverse("focalpoints:members")).content.decode()) == []
    assert visitor.get(spain.get_absolute_url()).status_code == 200


def test_a_members_page_says_who_it_is(visitor: Client) -> None:
    page = visitor.get(factories.member("ESP").get_absolute_url()).content.decode()
    assert "Member State" in page
    assert "<h1>Spain" in page
    assert "Europe" in page
    organisation = factories.OrganisationMemberFactory.create()
    organisation.organisation.countries.add(factories.country("NAM"))
    page = visitor.get(organisation.get_absolute_url()).content.decode()
    assert "Member organisation" in page
    assert "Namibia" in page


def test_the_public_sees_that_a_focal_point_exists_and_no_more(
    visitor: Client, focal_point: User
) -> None:
    person = focal_point.person
    page = visitor.get(reverse("focalpoints:member", args=["spain"])).content.decode()
    assert "National Focal Point" in page
    for private in (person.full_name, person.family_name, person.email, person.phone):
        assert private not in page
    assert person.institution not in page
    person.institution_visibility = "public"
    person.save()
    page = visitor.get(reverse("focalpoints:member", args=["spain"])).content.decode()
    assert person.institution in page
    assert person.full_name not in page


def test_only_the_own_member_sees_who_spoke_for_it_before(
    focal_point_client: Client, other_focal_point_client: Client
) -> None:
    factories.DesignationFactory.create(
        member=factories.member("ESP"),
        person__family_name="Former",
        ends_on=datetime.date(2021, 1, 1),
    )
    url = reverse("focalpoints:member", args=["spain"])
    assert "Former" in focal_point_client.get(url).content.decode()
    assert "Former" not in other_focal_point_client.get(url).content.decode()


def test_the_secretariat_is_not_told_that_a_member_is_its_own(
    focal_point_client: Client, secretariat_client: Client
) -> None:
    page = reverse("focalpoints:member", args=["spain"])
    own = focal_point_client.get(page).content.decode()
    assert "You see all that is recorded about your member" in own
    seen = secretariat_client.get(page).content.decode()
    assert "You see all that is recorded about the member" in seen
    # The Secretariat has no contact details there.
    assert f'href="{reverse("focalpoints:own-contact")}"' not in seen


def test_the_directory_shows_active_designations_only(focal_point_client: Client) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    for name, values in {
        "Present": {},
        "Past": {"ends_on": datetime.date(2021, 1, 1)},
        "Coming": {"starts_on": tomorrow},
    }.items():
        factories.DesignationFactory.create(
            member=factories.member("DEU"),
            person__family_name=name,
            category=factories.category("alternate"),
            **values,
        )
    page = focal_point_client.get(reverse("focalpoints:directory")).content.decode()
    assert "Present" in page
    assert "Past" not in page
    assert "Coming" not in page


def test_the_directory_is_for_members_alone(visitor: Client, focal_point: User) -> None:
    url = reverse("focalpoints:directory")
    assert visitor.get(url).status_code == 302
    stranger = Client()
    stranger.force_login(factories.UserFactory.create())
    assert stranger.get(url).status_code == 404
    Designation.objects.update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    former = Client()
    former.force_login(focal_point)
    assert former.get(url).status_code == 404


def test_one_member_costs_as_many_queries_as_thirty(
    visitor: Client, focal_point_client: Client, query_cost: QueryCost
) -> None:
    pages = {
        "members": lambda: visitor.get(reverse("focalpoints:members")),
        "directory": lambda: focal_point_client.get(reverse("focalpoints:directory")),
    }
    few = {name: query_cost(page) for name, page in pages.items()}
    for _each in range(30):
        member = factories.MemberFactory.create()
        for _other in range(3):
            factories.DesignationFactory.create(
                member=member, category=factories.category("alternate")
            )
    assert {name: query_cost(page) for name, page in pages.items()} == few


def test_a_member_with_many_designations_costs_no_more(
    focal_point_client: Client, query_cost: QueryCost
) -> None:
    def page() -> Any:
        return focal_point_client.get(reverse("focalpoints:member", args=["spain"]))

    factories.DesignationFactory.create(
        member=factories.member("ESP"), ends_on=datetime.date(2021, 1, 1)
    )
    few = query_cost(page)
    for _each in range(10):
        factories.DesignationFactory.create(
            member=factories.member("ESP"), category=factories.category("alternate")
        )
        factories.DesignationFactory.create(
            member=factories.member("ESP"), ends_on=datetime.date(2021, 1, 1)
        )
    assert query_cost(page) == few
