"""A restored version equals the original in every field and child row: but who may see the
entry, its web address, and what no longer exists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from focalpoints.models import Member, Person, Revision
from focalpoints.review import registry
from focalpoints.review.publication import edit_directly
from focalpoints.review.restoration import restore
from focalpoints.revisions import links_of, record, values_of
from initiatives.models import Initiative, NationalActionPlan
from network.accounts.models import User
from network.values.translations import OutdatedTranslations
from tests import factories
from tests.focalpoints.drawn_entries import drawn_values, write

pytestmark = pytest.mark.django_db

FACTORIES: dict[type[Any], Callable[[], Any]] = {
    Initiative: factories.InitiativeFactory.create,
    NationalActionPlan: factories.PlanFactory.create,
    Person: factories.PersonFactory.create,
    Member: factories.MemberFactory.create,
}
CALM = settings(
    deadline=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.parametrize("model", [kind.model for kind in registry.kinds()])
def test_a_restored_version_equals_the_original(model: Any, secretariat: User) -> None:
    factories.member("ESP")
    # Four of each that nothing else leads to, the last by their keys: those are drawn.
    factories.MemberFactory.create_batch(4)
    factories.CountryFactory.create_batch(4)

    @CALM
    @given(first=drawn_values(model), second=drawn_values(model), one_goes=st.booleans())
    def holds(first: Any, second: Any, one_goes: bool) -> None:
        with transaction.atomic():
            restore_the_first(model, first, second, one_goes=one_goes, by=secretariat)
            transaction.set_rollback(True)

    holds()


def restore_the_first(model: Any, first: Any, second: Any, *, one_goes: bool, by: User) -> None:
    entry = FACTORIES[model]()
    write(entry, first)
    original = record(entry, by=None, source=Revision.Source.REFERENCE)
    assert original.values == now_of(entry)
    acknowledging(
        edit_directly, entry, seen_version=1, by=by, write_related=lambda: write(entry, second)
    )
    expected = dict(original.values)
    if one_goes and (gone := lose_one(entry, original)):
        name, key = gone
        expected[name] = [one for one in expected[name] if one != key]
    now = now_of(entry)
    expected |= {name: now[name] for name in (*model.seen_by, "slug") if name in now}
    if expected == now:
        return  # nothing to restore
    acknowledging(restore, entry, original, seen_version=2, by=by)
    assert now_of(entry) == expected
    latest = Revision.objects.of(entry)[0]
    assert (latest.number, latest.source, latest.restored_from) == (3, "restore", original)
    assert latest.values == expected


def acknowledging(service: Callable[..., Any], *given: Any, **named: Any) -> None:
    """Call it, and again with the outdated translations acknowledged if it stops at some."""
    try:
        service(*given, **named)
    except OutdatedTranslations as stopped:
        service(*given, **named, acknowledged={item.key for item in stopped.items})


def now_of(entry: Any) -> Any:
    return values_of(type(entry)._default_manager.get(pk=entry.pk))


def lose_one(entry: Any, original: Revision) -> tuple[str, int] | None:
    """Delete a row to which the original leads; returns the field and the key, if there is one."""
    for link in links_of(type(entry)):
        for key in original.values[link.name]:
            row = link.related_model._default_manager.get(pk=key)
            getattr(entry, link.name).remove(row)
            row.delete()
            return link.name, key
    return None
