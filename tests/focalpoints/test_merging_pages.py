"""The list of likely duplicates, the comparison and the merge, as staff use them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.duplicates import MOST_SHARING, likely_pairs, tell_apart
from focalpoints.merging import merge_people
from focalpoints.models import Designation, DifferentPeople, Merge, Person
from focalpoints.people import correct_person
from network.accounts.models import User
from network.audit.erasure import events_of
from network.search.models import SearchEntry
from tests import factories
from tests.costs import QueryCost
from tests.focalpoints.doubles import AGAIN, ERIKA, held
from tests.sent import sent_by

pytestmark = pytest.mark.django_db

LIST = "admin:focalpoints_person_duplicates"
MERGE = "admin:focalpoints_person_merge"
EMPTY = "No likely duplicates"


@pytest.fixture
def pair(db: None) -> tuple[Person, Person]:
    """Erika, twice: the same telephone number, and the same name at Germany."""
    people = (factories.PersonFactory.create(**ERIKA), factories.PersonFactory.create(**AGAIN))
    held(people[0])
    held(people[1], "police")
    return people


def page(client: Client) -> str:
    return client.get(reverse(LIST)).content.decode()


def address(*people: Person) -> str:
    return f"{reverse(MERGE)}?first={people[0].pk}&second={people[1].pk}"


def compared(client: Client, *people: Person) -> str:
    answer = client.get(address(*people))
    assert answer.status_code == 200
    return answer.content.decode()


def merged(client: Client, *people: Person, **chosen: Any) -> str:
    """Press the button of the comparison, with what is chosen otherwise."""
    sent = sent_by(compared(client, *people), "merge") | chosen
    return client.post(address(*people), sent, follow=True).content.decode()


def pairs() -> list[tuple[set[Person], tuple[str, ...]]]:
    found, _count = likely_pairs(limit=50)
    return [({one.first, one.second}, one.reasons) for one in found]


# --- The list ---


def test_the_list_shows_pairs_with_their_reasons_and_functions(
    pair: tuple[Person, Person], secretariat_client: Client
) -> None:
    content = page(secretariat_client)
    assert "1 pair of records may be one person." in content
    assert "The same name, at the same member · The same telephone number" in content
    assert "Germany, Police Gender Adviser or Focal Point" in content
    assert f"first={pair[0].pk}&amp;second={pair[1].pk}" in content
    assert EMPTY not in content


def test_an_empty_list_says_so(secretariat_client: Client) -> None:
    factories.PersonFactory.create_batch(2, phone="")
    assert EMPTY in page(secretariat_client)


def test_pairs_of_the_whole_register_have_the_reasons_of_one_person(
    pair: tuple[Person, Person],
) -> None:
    mailbox = factories.PersonFactory.create_batch(2, email="desk@example.org", phone="")
    office = factories.PersonFactory.create(
        given_name="Desk", family_name="", is_office=True, email="desk@example.org", phone="555"
    )
    namesake = factories.PersonFactory.create(
        given_name="Erika", family_name="Mustermann", phone=""
    )
    held(namesake, member=factories.member("NAM"))
    found = pairs()
    assert found[0][0] == set(pair)
    assert found[1:] == [(set(mailbox), ("The same email address",))]
    assert all(office not in people for people, _reasons in found)


def test_what_very_many_share_tells_nothing(db: None) -> None:
    factories.PersonFactory.create_batch(MOST_SHARING, phone="+49 30 5550100")
    assert likely_pairs(limit=1)[1] == MOST_SHARING * (MOST_SHARING - 1) // 2
    factories.PersonFactory.create(phone="+49 30 5550100")
    assert likely_pairs(limit=1) == ([], 0)


def test_many_pairs_cost_as_many_queries_as_one(
    pair: tuple[Person, Person], query_cost: QueryCost
) -> None:
    def look() -> Any:
        return [
            (str(row.person), row.member.name, row.category.name)
            for one in likely_pairs(limit=50)[0]
            for row in (*one.first.held, *one.second.held)
        ]

    one = query_cost(look)
    for number in range(4):
        for _each in range(2):
            held(factories.PersonFactory.create(email=f"same{number}@example.org"))
    assert query_cost(look) == one


def test_the_list_has_pages(secretariat_client: Client) -> None:
    for number in range(26):
        factories.PersonFactory.create_batch(2, email=f"same{number}@example.org", phone="")
    content = page(secretariat_client)
    assert "1 to 25 of 26" in content
    assert "26 to 26 of 26" in secretariat_client.get(reverse(LIST), {"page": 2}).content.decode()
    assert secretariat_client.get(reverse(LIST), {"page": 9}).status_code == 302


# --- Two different people ---


def test_two_different_people_are_not_shown_again_until_that_is_taken_back(
    pair: tuple[Person, Person], secretariat: User, secretariat_client: Client
) -> None:
    sent = sent_by(page(secretariat_client), "decide") | {"decide": "different"}
    content = secretariat_client.post(reverse(LIST), sent, follow=True).content.decode()
    assert "are two people" in content
    assert EMPTY in content
    decided = DifferentPeople.objects.get()
    assert (decided.first, decided.second, decided.decided_by) == (*pair, secretariat)
    undone = sent_by(content, "alike") | {"alike": decided.pk}
    content = secretariat_client.post(reverse(LIST), undone, follow=True).content.decode()
    assert EMPTY not in content
    labels = list(events_of(DifferentPeople).values_list("pgh_label", flat=True))
    assert sorted(labels) == ["delete", "insert"]


def test_what_was_said_of_a_record_is_said_of_the_one_it_was_merged_into(
    pair: tuple[Person, Person], secretariat: User
) -> None:
    third = factories.PersonFactory.create(email=ERIKA["email"], phone="")
    other = factories.PersonFactory.create()
    tell_apart(pair[0], third, by=secretariat)
    assert [people for people, _reasons in pairs()] == [set(pair)]
    merge_people(other, third, chosen={"email": "other"}, by=secretariat)
    assert [people for people, _reasons in pairs()] == [set(pair)]


# --- Comparing and merging ---


def test_both_are_compared_field_by_field_with_all_that_points_at_them(
    pair: tuple[Person, Person], secretariat_client: Client
) -> None:
    content = compared(secretariat_client, *pair)
    for value in ("Head of Division", "Director", AGAIN["email"], "the same in both"):
        assert value in content
    assert "Germany, Military Gender Adviser" in content
    assert "Both:" in content
    assert "the stricter answer stays" in content
    assert "<td>everybody</td><td>all members</td><td><b>all members</b></td>" in content


def test_merging_takes_what_was_chosen_and_can_be_undone_by_the_button(
    pair: tuple[Person, Person], secretariat_client: Client
) -> None:
    kept, other = pair
    content = merged(
        secretariat_client, *pair, stays=str(kept.pk), position=str(other.pk), languages="both"
    )
    assert "The two records are one now" in content
    kept.refresh_from_db()
    assert (kept.position, kept.languages) == ("Director", ["de", "en", "fr"])
    assert EMPTY in page(secretariat_client)
    history = reverse("admin:focalpoints_person_history", args=[kept.pk])
    undo = reverse("admin:focalpoints_person_undo_merge_this", args=[kept.pk])
    shown = secretariat_client.get(history).content.decode()
    assert undo in shown
    assert f"Merged with record {other.pk}." in shown
    assert "Undo the merge of this record?" in secretariat_client.get(undo).content.decode()
    assert not Merge.objects.exclude(undone_at=None).exists()
    content = secretariat_client.post(undo, follow=True).content.decode()
    assert "as they were before" in content
    kept.refresh_from_db()
    assert kept.position == "Head of Division"
    assert Designation.objects.get(category__code="police").person == other
    shown = secretariat_client.get(history).content.decode()
    assert f'href="{undo}"' not in shown
    recent = secretariat_client.get(reverse("admin:pghistory_middlewareevents_undo"))
    assert f"merged with record {other.pk}" in recent.content.decode()
    assert "There is nothing to undo" in secretariat_client.post(undo, follow=True).content.decode()


def test_the_address_of_a_record_set_aside_leads_to_the_one_that_stays(
    pair: tuple[Person, Person], secretariat: User, secretariat_client: Client
) -> None:
    merge_people(*pair, chosen={}, by=secretariat)
    old = reverse("admin:focalpoints_person_change", args=[pair[1].pk])
    answer = secretariat_client.get(old, follow=True)
    assert answer.redirect_chain[0][0].endswith(f"/{pair[0].pk}/change/")
    assert "was merged into this one" in answer.content.decode()
    changelist = secretariat_client.get(reverse("admin:focalpoints_person_changelist"))
    assert AGAIN["email"] not in changelist.content.decode()
    assert not SearchEntry.objects.filter(kind="people", key=pair[1].pk).exists()


def test_what_stands_against_it_is_said_instead_of_a_button(
    focal_point: User, other_focal_point: User, secretariat_client: Client
) -> None:
    content = compared(secretariat_client, focal_point.person, other_focal_point.person)
    assert "These two cannot be merged yet" in content
    assert "deactivate the other one first" in content
    assert 'name="merge"' not in content


def test_a_record_that_changed_meanwhile_is_not_merged(
    pair: tuple[Person, Person], secretariat: User, secretariat_client: Client
) -> None:
    sent = sent_by(compared(secretariat_client, *pair), "merge")
    pair[1].position = "Minister"
    correct_person(pair[1], by=secretariat)
    content = secretariat_client.post(address(*pair), sent, follow=True).content.decode()
    assert "has changed since you compared them" in content
    assert "Minister" in content
    assert not Merge.objects.exists()


def test_what_was_chosen_stays_chosen_after_a_refusal(
    pair: tuple[Person, Person], secretariat_client: Client
) -> None:
    sent = sent_by(compared(secretariat_client, *pair), "merge")
    sent |= {"seen": "old", "position": str(pair[1].pk), "stays": str(pair[1].pk)}
    content = secretariat_client.post(address(*pair), sent).content.decode()
    again = sent_by(content, "merge")
    assert again["position"] == [str(pair[1].pk)]
    assert again["stays"] == [str(pair[1].pk)]


@pytest.mark.parametrize("named", ["", "?first=1", "?first=x&second=9999999", "?first=²&second=1"])
def test_an_address_that_names_nobody_leads_to_the_list(
    named: str, secretariat_client: Client
) -> None:
    answer = secretariat_client.get(reverse(MERGE) + named)
    assert (answer.status_code, answer.url) == (302, reverse(LIST))


# --- Who may ---


def test_who_may_only_look_sees_the_pairs_and_decides_nothing(
    pair: tuple[Person, Person], looker_client: Client
) -> None:
    assert 'value="different"' not in page(looker_client)
    assert 'name="merge"' not in compared(looker_client, *pair)
    sent = {"first": pair[0].pk, "second": pair[1].pk, "stays": pair[0].pk}
    for where in (reverse(LIST), address(*pair)):
        assert looker_client.post(where, sent).status_code in {403, 404}
    assert not DifferentPeople.objects.exists()
    assert not Merge.objects.exists()


def test_nobody_else_opens_these_pages(
    pair: tuple[Person, Person], visitor: Client, focal_point_client: Client
) -> None:
    for client in (visitor, focal_point_client):
        for where in (reverse(LIST), address(*pair)):
            answer = client.get(where)
            assert answer.status_code in {302, 403, 404}
            assert AGAIN["email"] not in answer.content.decode()
