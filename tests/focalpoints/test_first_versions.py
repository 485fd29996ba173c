"""Whatever records a member, a person, a plan or an initiative keeps its first version with it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from focalpoints.members import save_member
from focalpoints.models import Designation, Member, Person, Revision
from focalpoints.people import correct_person
from focalpoints.recording import record_letter
from focalpoints.review import registry
from focalpoints.review.publication import edit_directly
from focalpoints.review.submissions import publish
from focalpoints.revisions import values_of
from initiatives.models import NationalActionPlan
from network import clock
from network.accounts.models import User
from tests import factories
from tests.focalpoints.changes import INITIATIVE, seen, submitted
from tests.focalpoints.drafters import accept, given
from tests.network.importing.files import imported
from tests.test_architecture import APPS, ROOT, shown, tracked_files

pytestmark = pytest.mark.django_db
Way = Callable[[User, User, Client], Any]


def drafted(focal_point: User, secretariat: User, visitor: Client) -> None:
    given(factories.member("ESP"), focal_point)
    # Whoever accepts is linked to the row; that makes neither another one nor a version.
    accept(visitor, "nuria@example.org")
    [first] = Revision.objects.of_model(Person)
    assert (first.source, first.by, first.number) == ("drafting", focal_point, 1)


def proposed(focal_point: User, secretariat: User, visitor: Client) -> None:
    spain = factories.member("ESP")
    for key, values in (("initiative", INITIATIVE), ("plan", {"state": "adopted"})):
        change = submitted(None, focal_point, member=spain, key=key, **values)
        publish(change, seen=seen(change), by=secretariat)


def edited(focal_point: User, secretariat: User, visitor: Client) -> None:
    namibia = factories.country("NAM")
    edit_directly(NationalActionPlan(country=namibia), seen_version=0, by=secretariat)


def brought_in(focal_point: User, secretariat: User, visitor: Client) -> None:
    factories.country("NAM")
    factories.member("ESP")
    imported([["Country", "Joined"], ["Namibia", "2016"]], by=secretariat)
    imported([["Country", "Generation"], ["Namibia", "2"]], kind="plans", by=secretariat)
    factories.category("military")
    imported(
        [["Country", "Category", "Name", "From"], ["Spain", "military", "Ana Ruiz", "2024-08-01"]],
        kind="focal-points",
        by=secretariat,
    )
    imported(
        [
            ["Member", "Title", "Summary", "Pillars"],
            ["Spain", "Training", "Mediators are trained.", "Participation"],
        ],
        kind="initiatives",
        by=secretariat,
    )


def recorded_by_letter(focal_point: User, secretariat: User, visitor: Client) -> None:
    designation = Designation(
        member=Member(country=factories.country("NAM"), state=Member.State.CONFIRMED),
        person=Person(given_name="New"),
        category=factories.category("focal_point"),
        starts_on=clock.today(),
    )
    record_letter(designation, by=secretariat)


WAYS: dict[str, Way] = {
    "a member and a person of whom a letter tells": recorded_by_letter,
    "a person whom a focal point lets draft": drafted,
    "a person whom the Secretariat adds": lambda focal_point, by, visitor: correct_person(
        Person(given_name="New"), by=by
    ),
    "a member whom the Secretariat adds": lambda focal_point, by, visitor: save_member(
        Member(slug="new", country=factories.country("NAM")), by=by
    ),
    "an entry that a member proposes": proposed,
    "an entry that the Secretariat adds": edited,
    "an entry that a spreadsheet brings in": brought_in,
}
IMPORTED = "an entry that a spreadsheet brings in"
LOADED = "the samples, of which test_revisions_everywhere asks the same"
# Where rows of these models are made, and the way that leads there.
PLACES = {
    "focalpoints/admin/letter_form.py Member": "a member and a person of whom a letter tells",
    "focalpoints/admin/letter_form.py Person": "a member and a person of whom a letter tells",
    "focalpoints/drafting.py Person": "a person whom a focal point lets draft",
    "focalpoints/register.py Member": "an entry that a member proposes",
    "focalpoints/register.py Person": "an entry that a member proposes",
    "focalpoints/samples.py Person": LOADED,
    "focalpoints/spreadsheets/focal_points.py Person": IMPORTED,
    "focalpoints/spreadsheets/members.py Member": IMPORTED,
    "initiatives/spreadsheets/initiatives.py Initiative": IMPORTED,
    "initiatives/spreadsheets/plans.py NationalActionPlan": IMPORTED,
    "initiatives/review.py Initiative": "an entry that a member proposes",
    "initiatives/review.py NationalActionPlan": "an entry that a member proposes",
    "initiatives/samples.py Initiative": LOADED,
    "initiatives/samples.py NationalActionPlan": LOADED,
}
MODELS = {"Person", "Member", "Initiative", "NationalActionPlan"}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_recorded_has_its_first_version(
    way: str, focal_point: User, secretariat: User, visitor: Client
) -> None:
    # The tests' own cast is made without versions.
    made_before = {kind.model: set(_keys(kind.model)) for kind in registry.kinds()}
    WAYS[way](focal_point, secretariat, visitor)
    made = 0
    for kind in registry.kinds():
        new = set(_keys(kind.model)) - made_before[kind.model]
        latest = {one.object_id: one for one in Revision.objects.latest_of_each(kind.model, new)}
        assert latest.keys() == new, f"{kind.name} without a version"
        for entry in kind.model._default_manager.filter(pk__in=new):
            assert latest[entry.pk].number == entry.version
            assert latest[entry.pk].values == values_of(entry)
        made += len(new)
    assert made


def _keys(model: Any) -> Any:
    return model._default_manager.values_list("pk", flat=True)


def _made_in(tree: ast.Module) -> Iterator[str]:
    """The models of which a module makes rows: `Person(...)`, `Person.objects.create(...)`."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = ast.unparse(call.func)
        model, _dot, rest = name.partition(".")
        is_write = rest.rpartition(".")[2] in {
            "create",
            "bulk_create",
            "get_or_create",
            "update_or_create",
        }
        if model in MODELS and (not rest or is_write):
            yield model


@pytest.mark.guard
def test_every_place_that_makes_such_a_row_is_among_the_ways() -> None:
    assert {kind.model.__name__ for kind in registry.kinds()} == MODELS
    found = {
        f"{shown(path)} {model}"
        for path in tracked_files(".py")
        if path.relative_to(ROOT).parts[0] in APPS and "migrations" not in path.parts
        for model in _made_in(ast.parse(path.read_text("utf-8")))
    }
    assert found == PLACES.keys()
    assert set(PLACES.values()) - {LOADED} <= WAYS.keys()
