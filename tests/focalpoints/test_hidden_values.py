"""No hidden value changes what another reader finds."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from focalpoints.contacts import seen_by
from focalpoints.directory.document import content, subject_of
from focalpoints.filters import directory_shown
from focalpoints.models import PARTS, SKILLS, Designation, Person
from focalpoints.models.visibility import SKILLS_LEVELS, levels_of
from network.accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db

SEEN_TEXTS = tuple(f"seen_{name}" for names, _public in PARTS.values() for name in names)

# Few words, so that hidden and visible values often meet in one search.
WORDS = st.sampled_from(["Anna", "Zoë", "Muñoz", "muno", "Spain", "Ministry", "Adviser", "x"])
ADDRESSES = st.sampled_from(["anna@example.org", "zoe@example.org", ""])


SKILL_LEVELS = st.sampled_from([level.value for level in SKILLS_LEVELS])
LANGUAGES = st.lists(st.sampled_from(["fr", "sw"]), unique=True)
EXPERTISE = st.lists(st.sampled_from(["mediation", "policing"]), unique=True)


def values_of(level: Any) -> Any:
    """A person's data, with the level of each part."""
    return st.fixed_dictionaries(
        {
            **{
                name: ADDRESSES if name == "email" else WORDS
                for names, _public in PARTS.values()
                for name in names
            },
            **{
                f"{part}_visibility": level(st.sampled_from([each for each, _ in levels_of(part)]))
                for part in PARTS
            },
            "languages": LANGUAGES,
            "expertise": EXPERTISE,
            "skills_visibility": level(SKILL_LEVELS),
        }
    )


PEOPLE = st.lists(values_of(lambda each: each), min_size=3, max_size=3)
# What stands in place of hidden values.
OTHERS = st.lists(values_of(lambda each: each), min_size=3, max_size=3)


def with_hidden_changed(
    people: list[dict[str, Any]], others: list[dict[str, Any]], hidden: set[str]
) -> list[dict[str, Any]]:
    """`people` with other values wherever their level is one of `hidden`."""
    parts = [*((part, names) for part, (names, _public) in PARTS.items()), ("skills", SKILLS)]
    return [
        person
        | {
            name: other[name]
            for part, names in parts
            if person[f"{part}_visibility"] in hidden
            for name in names
        }
        for person, other in zip(people, others, strict=True)
    ]


def write(rows: list[Designation], people: list[dict[str, Any]]) -> None:
    for row, values in zip(rows, people, strict=True):
        Person.objects.filter(pk=row.person_id).update(**values)


def answers(user: object, word: str) -> list[Any]:
    """What a reader learns by every search, order, filter, count and export of the seen columns."""
    seen = seen_by(user, Designation.objects.all())
    found: list[Any] = [seen.count(), list(seen.order_by("pk").values(*SEEN_TEXTS, "name_is_seen"))]
    for column in SEEN_TEXTS:
        found += [
            list(seen.order_by(column, "pk").values_list("pk", flat=True)),
            list(seen.order_by(f"-{column}", "pk").values_list("pk", flat=True)),
            seen.filter(**{column: word}).count(),
            seen.filter(**{f"{column}__icontains": word}).count(),
            seen.exclude(**{column: ""}).count(),
        ]
    return found


def directory(client: Client, word: str) -> Any:
    """What the page shows for a search."""
    context = client.get("/directory/", {"q": word}).context
    shown = [
        (entry.member.pk, [(each.designation.pk, *_said(each)) for each in entry.contacts])
        for entry in context["entries"]
    ]
    return context["count"], shown, [member.pk for member in context["without"]]


def by_skill(client: Client) -> list[Any]:
    """Whom the page finds by a language or an expertise, and with which of them it shows them."""
    found = []
    for query in ({"languages": "sw"}, {"expertise": "mediation"}):
        context = client.get("/directory/", query).context
        for entry in context["entries"]:
            for one in entry.contacts:
                found.append((one.designation.pk, one.languages, one.expertise))
    return found


def taken_along(client: Client, user: User, word: str) -> tuple[Any, ...]:
    """What a reader takes out of the directory: cards, addresses, and what the PDF would hold."""
    selection = f"/directory/selection/?q={quote(word)}"
    cards = client.post(selection, {"take": "vcards"})
    addresses = client.post(selection, {"take": "addresses", "separator": "comma"})
    request = HttpRequest()
    request.user, request.GET = user, QueryDict(f"q={quote(word)}")
    printed = content(subject_of(directory_shown(request), user), "en")
    return (
        cards.content if cards["Content-Type"].startswith("text/vcard") else b"",
        getattr(addresses.context.get("mailing_list"), "addresses", []),
        printed.html() if printed else "",
    )


def searched(client: Client, word: str) -> list[Any]:
    """What the search of the portal finds, of each kind."""
    groups = client.get("/search/", {"q": word}).context.get("groups", [])
    return [(group.kind.name, group.rows, group.has_more) for group in groups]


def _said(contact: Any) -> tuple[str, ...]:
    return tuple(getattr(contact, part) for part in PARTS)


@pytest.fixture
def rows() -> list[Designation]:
    """Three officials of three members, one of each kind of member."""
    return [
        factories.DesignationFactory.create(member=factories.member("DEU")),
        factories.DesignationFactory.create(member=factories.member("URY")),
        factories.DesignationFactory.create(member=factories.OrganisationMemberFactory.create()),
    ]


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(people=PEOPLE, others=OTHERS, word=WORDS | st.tuples(WORDS, WORDS).map(" ".join))
def test_no_hidden_value_changes_what_another_member_finds(
    rows: list[Designation],
    focal_point: User,
    focal_point_client: Client,
    people: list[dict[str, Any]],
    others: list[dict[str, Any]],
    word: str,
) -> None:
    cache.clear()  # how often one may search

    def learnt() -> tuple[Any, ...]:
        return (
            answers(focal_point, word),
            directory(focal_point_client, word),
            by_skill(focal_point_client),
            taken_along(focal_point_client, focal_point, word),
            searched(focal_point_client, word),
        )

    write(rows, people)
    before = learnt()
    write(rows, with_hidden_changed(people, others, {"secretariat"}))
    assert learnt() == before


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(people=PEOPLE, others=OTHERS, word=WORDS)
def test_no_hidden_value_changes_what_the_public_finds(
    rows: list[Designation], people: list[dict[str, Any]], others: list[dict[str, Any]], word: str
) -> None:
    cache.clear()
    write(rows, people)
    before = answers(AnonymousUser(), word), searched(Client(), word)
    write(rows, with_hidden_changed(people, others, {"secretariat", "members"}))
    assert (answers(AnonymousUser(), word), searched(Client(), word)) == before


def test_a_hidden_name_is_not_found_and_a_shared_one_is(
    rows: list[Designation], focal_point_client: Client, secretariat_client: Client
) -> None:
    Person.objects.filter(pk=rows[0].person_id).update(
        family_name="Muñoz", name_visibility="secretariat", institution="Ministry of the Sea"
    )

    def found(client: Client, text: str) -> int:
        return int(client.get("/directory/", {"q": text}).context["count"])

    assert found(focal_point_client, "munoz") == 0
    assert found(focal_point_client, "ministry sea") == 1
    assert found(secretariat_client, "munoz") == 1
    Person.objects.filter(pk=rows[0].person_id).update(name_visibility="members")
    assert found(focal_point_client, "munoz") == 1


def test_hidden_data_do_not_leave_the_database(rows: list[Designation], focal_point: User) -> None:
    Person.objects.update(
        phone="+34 555", phone_visibility="secretariat", email="shown@example.org"
    )
    Person.objects.update(email_visibility="members")
    foreign = Designation.objects.filter(member=rows[0].member).select_related("category")
    sql, parameters = seen_by(focal_point, foreign).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        sent = [str(value) for value in cursor.fetchone()]
    assert "shown@example.org" in sent
    assert "+34 555" not in sent


def test_a_category_for_the_secretariat_alone_hides_its_holders_from_other_members(
    rows: list[Designation], focal_point_client: Client, secretariat_client: Client
) -> None:
    category = rows[0].category
    type(category).objects.filter(pk=category.pk).update(is_public=False, is_for_members=False)
    member = rows[0].member
    assert "No designation is recorded at present." in (
        focal_point_client.get(member.get_absolute_url()).content.decode()
    )
    page = focal_point_client.get("/directory/").context
    # One's own is seen whole.
    assert [entry.member.slug for entry in page["entries"]] == ["spain"]
    assert member in page["without"]
    assert str(rows[0].person) in (
        secretariat_client.get(member.get_absolute_url()).content.decode()
    )
