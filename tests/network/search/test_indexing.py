"""The index of the search is what making it anew would give, whatever is written and by whom."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from focalpoints.models import Country, Member, Organisation, Person
from initiatives.models import Initiative, NationalActionPlan
from meetings.models import Communique, Meeting
from network.search import indexing
from network.search.models import SearchEntry
from network.search.words import distance, near_words
from newsletters.models import Newsletter, Opportunity
from tests import factories
from tests.meetings.texts import adopted

COLUMNS = ("kind", "key", "names", "words", "rank", "audience", "owner")
WORDS = st.sampled_from(["Paix", "Île", "", "Ñandú guaraní", "德国", "العراق", "Ёлка", "peace"])


def index() -> list[tuple[Any, ...]]:
    return list(SearchEntry.objects.order_by("kind", "key").values_list(*COLUMNS))


def made_anew() -> list[tuple[Any, ...]]:
    SearchEntry.objects.all().delete()
    indexing.rebuild()
    return index()


def one_of_each() -> None:
    spain = factories.member("ESP")
    organisation = factories.OrganisationFactory.create(short_en="ORG", aliases=["OO"])
    factories.MemberFactory.create(country=None, organisation=organisation)
    factories.PlanFactory.create(country=spain.country)
    factories.PlanFactory.create(country=None, organisation=organisation)
    factories.InitiativeFactory.create(owner=spain)
    factories.PersonFactory.create()
    factories.MeetingFactory.create(country=spain.country, is_announced=False)
    staff = factories.UserFactory.create(is_staff=True, is_superuser=True)
    adopted("en", "ar", by=staff, public=True)
    factories.CommuniqueFactory.create()
    factories.OpportunityFactory.create()
    factories.NewsletterFactory.create()


# Writes of every way, each with a word: of a row, of many at once, of what a row's words come from.
WRITES: dict[str, Any] = {
    "save": lambda word: _saved(Initiative.objects.first(), title_fr=word),
    "update": lambda word: Initiative.objects.update(summary_en=word, visibility="members"),
    "bulk": lambda word: Meeting.objects.bulk_create(
        [factories.MeetingFactory.build(title_en=word, is_announced=True)]
    ),
    "country": lambda word: Country.objects.update(aliases=[word], name_ru=word),
    "organisation": lambda word: Organisation.objects.update(short_fr=word),
    "owner": lambda _word: NationalActionPlan.objects.filter(organisation=None).update(
        country=factories.country("DEU")
    ),
    "member": lambda _word: (
        Member.objects.filter(organisation=None).update(country=factories.country("JPN"))
        if not Member.objects.filter(country__iso3="JPN").exists()
        else None
    ),
    "person": lambda word: Person.objects.update(family_name=word),
    "announce": lambda word: Meeting.objects.update(is_announced=True, city_es=word),
    "hide": lambda _word: Communique.objects.update(is_public=False),
    "opportunity": lambda word: Opportunity.objects.update(published_at=None, title_en=word),
    "newsletter": lambda word: Newsletter.objects.create(
        number=Newsletter.objects.count() + 1000,
        slug=f"n-{Newsletter.objects.count()}",
        state="sending",
        started_at="2026-01-01T00:00Z",
        sent_content={"en": {"subject": word, "body": f"<p>{word} &amp; peace</p>"}},
    ),
    "sql": lambda word: _in_sql("UPDATE initiatives_initiative SET partners = %s", word),
    "delete": lambda _word: Initiative.objects.all().delete(),
    "truncate": lambda _word: _in_sql("TRUNCATE newsletters_opportunity CASCADE"),
    "key": lambda _word: _in_sql("UPDATE newsletters_opportunity SET id = id + 1000"),
}


def _saved(row: Any, **values: str) -> None:
    if row is not None:
        for name, value in values.items():
            setattr(row, name, value)
        row.save()


def _in_sql(sql: str, *values: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(sql, values)


class TheIndex(TestCase):
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.sampled_from(sorted(WRITES)), WORDS), min_size=2, max_size=8))
    def test_it_is_what_making_it_anew_gives(self, writes: list[tuple[str, str]]) -> None:
        one_of_each()
        for name, word in writes:
            WRITES[name](word)
        kept = index()
        assert kept == made_anew()

    def test_each_way_of_writing_is_kept(self) -> None:
        one_of_each()
        assert index() == made_anew()
        for name, write in WRITES.items():
            write("Ñandú")
            assert index() == made_anew(), name


@pytest.mark.django_db
def test_the_command_repairs_what_was_changed_behind_the_triggers() -> None:
    factories.InitiativeFactory.create()
    before = index()
    SearchEntry.objects.update(words="'nothing'")
    SearchEntry.objects.create(kind="gone", key=1, names={}, words="", rank=0, audience=0)
    said = StringIO()
    call_command("rebuild_search", stdout=said)
    assert index() == before
    assert f"{len(before)} entries can be found." in said.getvalue()


@pytest.mark.django_db
def test_before_migrations_the_triggers_go_and_after_them_the_index_is_made_anew() -> None:
    factories.InitiativeFactory.create()
    before = index()
    indexing.remove_triggers(sender=None, plan=[("a migration", False)])  # type: ignore[arg-type]
    Initiative.objects.update(title_en="Meanwhile")
    assert index() == before
    indexing.install_triggers(sender=None)  # type: ignore[arg-type]
    assert "meanwhile" in SearchEntry.objects.get(kind="initiatives").names["en"]
    # Where they are as they should be, nothing is done.
    SearchEntry.objects.filter(kind="initiatives").update(rank=7)
    indexing.remove_triggers(sender=None, plan=[])  # type: ignore[arg-type]
    indexing.install_triggers(sender=None)  # type: ignore[arg-type]
    assert SearchEntry.objects.get(kind="initiatives").rank == 7


# --- Words that differ by a letter ---

LETTERS = st.text("abcdeñж", min_size=5, max_size=9)


@given(LETTERS, st.data())
def test_one_letter_wrong_leaves_something_in_common(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdeñж"))
    mistyped = data.draw(
        st.sampled_from(
            [
                word[:place] + letter + word[place:],
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place + 1 :],
                word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
            ]
        )
    )
    assert distance(word, mistyped) <= 1
    assert set(near_words(word)) & set(near_words(mistyped))


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["gonzalez", "ñandú", "anna", "германия", "德国德国德国"])
def test_near_words_are_the_same_in_sql_and_in_python(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT portal_near_words(jsonb_build_object('', portal_names_folded(%s)))", [word]
        )
        (kept,) = cursor.fetchone()
    from_python = {"gonzalez": near_words("gonzalez"), "ñandú": near_words("nandu")}
    from_python["германия"] = near_words("германия")
    assert sorted(kept) == sorted(from_python.get(word, []))
