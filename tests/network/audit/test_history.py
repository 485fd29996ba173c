"""The trail keeps what relations gain and lose, by whatever way it is written."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from initiatives.models import Initiative
from initiatives.models.initiative import CoveredCountry, Participation
from meetings.models import ParagraphText
from network.accounts.models import User
from network.accounts.models.user import GroupMembership
from network.audit.tracking import acting
from tests import factories
from tests.costs import QueryCost
from tests.meetings.texts import written

pytestmark = pytest.mark.django_db


def test_a_country_that_an_initiative_loses_is_kept_with_who_took_it_away(
    secretariat: User,
) -> None:
    initiative = factories.InitiativeFactory.create()
    spain, namibia = factories.country("ESP"), factories.country("NAM")
    initiative.countries.set([spain, namibia])
    with acting(secretariat):
        Initiative.countries.through.objects.filter(country=namibia).delete()
    kept = CoveredCountry.pgh_event_model.objects.order_by("pgh_id")
    *joined, left = kept.values_list("pgh_label", "country")
    # Both join in one statement, in whichever order.
    assert sorted(joined) == sorted([("insert", spain.pk), ("insert", namibia.pk)])
    assert left == ("delete", namibia.pk)
    assert kept.last().pgh_context.metadata["user"] == secretariat.pk


def test_a_member_that_joins_an_initiative_is_kept() -> None:
    initiative = factories.InitiativeFactory.create()
    initiative.members.add(factories.member("NAM"))
    assert Participation.pgh_event_model.objects.get().pgh_label == "insert"


def test_who_joins_and_leaves_the_secretariat_is_kept(focal_point: User) -> None:
    group = Group.objects.get(name="Secretariat")
    GroupMembership.pgh_event_model.objects.all().delete()
    focal_point.groups.add(group)
    focal_point.groups.remove(group)
    kept = GroupMembership.pgh_event_model.objects.order_by("pgh_id")
    assert [(row.pgh_label, row.user_id) for row in kept] == [
        ("insert", focal_point.pk),
        ("delete", focal_point.pk),
    ]


def test_the_history_of_a_communique_shows_what_happened_to_its_paragraphs(
    secretariat: User, secretariat_client: Client
) -> None:
    communique = written("en", paragraphs=2)
    first, second = communique.paragraphs.order_by("number")
    with acting(secretariat):
        ParagraphText.objects.filter(paragraph=first).update(text="We met again.")
        second.delete()
    address = reverse("admin:meetings_communique_history", args=[communique.pk])
    page = secretariat_client.get(address).content.decode()
    assert "Text § 1 (en): changed" in page
    assert "<ins>We met again.</ins>" in page
    assert "Paragraph: removed" in page
    assert str(secretariat) in page


def test_the_history_costs_the_same_for_one_paragraph_and_for_many(
    secretariat: User, secretariat_client: Client, query_cost: QueryCost
) -> None:
    costs = []
    for number in (1, 12):
        with acting(secretariat):
            communique = written("en", paragraphs=number)
        address = reverse("admin:meetings_communique_history", args=[communique.pk])
        costs.append(query_cost(lambda address=address: secretariat_client.get(address)))
    assert costs[0] == costs[1]


def test_the_history_of_a_row_is_read_by_who_may_see_the_row(
    looker_client: Client, focal_point: User
) -> None:
    stranger = Client()
    stranger.force_login(factories.LookerFactory.create(permissions=[]))
    designation = focal_point.person.designations.get()
    for row in (focal_point, focal_point.person, designation, designation.member, written()):
        address = reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_history", args=[row.pk])
        assert looker_client.get(address).status_code == 200, address
        assert stranger.get(address).status_code == 403, address
