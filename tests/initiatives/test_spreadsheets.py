"""Plans and initiatives from spreadsheets: which entry a row is about, and what it may say."""

from __future__ import annotations

from typing import Any

import pytest

from focalpoints.models import Revision
from focalpoints.review.publication import edit_directly
from initiatives.models import Initiative, NationalActionPlan
from network.accounts.models import User
from network.importing.undoing import undo_import
from network.values.partial_dates import PartialDate
from tests import factories
from tests.network.importing.files import checked, imported, outcomes, sentences, worked

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative(secretariat: User) -> Any:
    """Spain's, as the Secretariat recorded it, with a French title."""
    entry = Initiative(
        owner=factories.member("ESP"), summary_en="Mediators.", pillars=["participation"]
    )
    entry.title_en, entry.title_fr = "Training of mediators", "Formation de médiatrices"
    edit_directly(entry, seen_version=0, by=secretariat)
    return entry


def test_a_row_is_about_a_generation_of_an_owners_plan(secretariat: User) -> None:
    plan = factories.PlanFactory.create(generation=1, title_en="First", ends_on="2030")
    rows = [
        ["Pays", "Numéro", "Titre", "Date de fin", "Langues", "Budget"],
        ["España", "1", "Premier plan", "2031", "français; English", "oui"],
        ["ESP", "2", "Deuxième plan", "décembre 2035", "", ""],
    ]
    found = imported(rows, kind="plans", by=secretariat)
    assert (found.state, outcomes(found)) == ("written", ["changed", "new"])
    plan.refresh_from_db()
    assert (plan.title_en, plan.title_fr) == ("First", "Premier plan")
    assert (plan.ends_on, plan.languages, plan.has_budget) == (
        PartialDate(2031),
        ["en", "fr"],
        "yes",
    )
    second = NationalActionPlan.objects.get(generation=2)
    assert (second.slug, second.ends_on) == ("spain-action-plan-2", PartialDate(2035, 12))
    assert Revision.objects.of(second)[0].source == "import"


@pytest.mark.parametrize(
    ("headings", "cells", "said"),
    [
        (["Generation", "From", "Until"], ["1", "2030", "2024"], "cannot end before it starts"),
        (["Generation", "Status", "Adopted"], ["1", "under preparation", "2024"], "not been adopt"),
        (["Generation", "Amount"], ["1", "3 million"], "say that there is a dedicated budget"),
        (["Generation", "Document"], ["1", "nowhere"], "Enter a valid URL."),
        (["Generation"], ["first"], "is not a whole number"),
        (["Web address", "Status"], ["germany-plan", "adopted"], "The plan at this address is of"),
    ],
)
def test_what_a_plan_cannot_say_is_a_problem(
    headings: list[str], cells: list[str], said: str, secretariat: User
) -> None:
    germany = factories.country("DEU")
    factories.PlanFactory.create(country=germany, slug="germany-plan")
    factories.country("ESP")
    found = checked([["Country", *headings], ["Spain", *cells]], kind="plans", by=secretariat)
    assert any(said in sentence for sentence in sentences(found)), sentences(found)


def test_a_row_is_about_a_members_initiative_of_that_title(
    initiative: Any, secretariat: User
) -> None:
    for code in ("NAM", "NOR"):
        factories.member(code)
    rows = [
        ["Member", "Title", "Summary", "Pillars", "Scope", "Countries", "Other members"],
        ["Spain", "Training of mediators", "", "", "several countries", "Namibia; NOR", "Norvège"],
        ["Spain", "Another", "What it is.", "Prevention, Protection", "", "", ""],
    ]
    found = imported(rows, kind="initiatives", by=secretariat)
    assert outcomes(found) == ["changed", "new"], sentences(found)
    assert found.state == "written"
    initiative.refresh_from_db()
    assert initiative.scope == "multi_country"
    assert {country.iso3 for country in initiative.countries.all()} == {"NAM", "NOR"}
    assert [member.name for member in initiative.members.all()] == ["Norway"]
    another = Initiative.objects.get(slug="another")
    assert another.pillars == ["prevention", "protection"]


OUTDATED = "The English text changes, and these translations of the old one would stay: "


def test_new_english_beside_an_old_translation_is_a_problem(
    initiative: Any, secretariat: User
) -> None:
    rows = [["Web address", "Title (English)"], [initiative.slug, "Mediation courses"]]
    [sentence] = sentences(checked(rows, kind="initiatives", by=secretariat))
    assert OUTDATED in sentence
    assert "Français · Title" in sentence
    both = [
        ["Web address", "Title (English)", "Titre"],
        [initiative.slug, "Mediation courses", "Cours de médiation"],
    ]
    done = imported(both, kind="initiatives", by=secretariat)
    assert done.state == "written"
    initiative.refresh_from_db()
    assert initiative.title_fr == "Cours de médiation"


def test_an_undo_brings_texts_links_and_visibility_back(initiative: Any, secretariat: User) -> None:
    spain, norway = factories.country("ESP"), factories.member("NOR")
    initiative.countries.set([spain])
    rows = [
        ["Web address", "Titre", "Countries", "Other members", "Who may see it"],
        [initiative.slug, "Autre titre", "Norway", "Norway", "members only"],
    ]
    done = imported(rows, kind="initiatives", by=secretariat)
    initiative.refresh_from_db()
    assert (initiative.title_fr, initiative.visibility) == ("Autre titre", "members")
    assert list(initiative.members.all()) == [norway]
    undone = worked(undo_import(done, left=set(), by=secretariat))
    assert undone.state == "undone"
    initiative.refresh_from_db()
    assert (initiative.title_fr, initiative.visibility) == ("Formation de médiatrices", "public")
    assert list(initiative.countries.all()) == [spain]
    assert list(initiative.members.all()) == []
    assert not initiative.outdated_texts()


@pytest.mark.parametrize(
    ("headings", "cells", "said"),
    [
        (["Title", "Summary"], ["New", "What."], "This field"),
        (["Summary"], ["What."], "The row has no English title."),
        (["Title", "Countries"], ["Training of mediators", "Atlantis"], "or its code, such as ESP"),
        (["Title", "Other members"], ["Training of mediators", "Japan"], "is no member of the"),
        (["Title", "Scope"], ["Training of mediators", "several countries"], "at least two"),
        (["Title", "Pillars"], ["Training of mediators", "Peace"], "is not known here"),
    ],
)
def test_what_an_initiative_cannot_say_is_a_problem(
    headings: list[str], cells: list[str], said: str, initiative: Any, secretariat: User
) -> None:
    factories.country("JPN")
    found = checked([["Member", *headings], ["Spain", *cells]], kind="initiatives", by=secretariat)
    assert any(said in sentence for sentence in sentences(found)), sentences(found)
