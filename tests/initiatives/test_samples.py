"""The demo's sample entries: marked as such, loaded once, left as people change them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from focalpoints import samples as people
from focalpoints import sources as register
from focalpoints.models import ProposedChange
from focalpoints.review.values import bound_form, values_of_entry
from initiatives import samples
from initiatives.models import Initiative, NationalActionPlan
from initiatives.sample_entries import INITIATIVES
from network.importing.loading import LoadReport
from tests.filled import copy_of, filled
from tests.focalpoints.changes import kind
from tests.states import reach

pytestmark = pytest.mark.django_db
State = ProposedChange.State
ACCOUNTS = {"spain", "germany", "namibia", "canada", "uruguay", "japan", "norway"}


def load_all() -> None:
    register.load(LoadReport())
    people.load()
    samples.load()


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    with filled(django_db_blocker, tmp_path_factory.mktemp("media"), load_all) as media:
        yield media


@pytest.fixture(autouse=True)
def _loaded(loaded: Path, settings: Any, tmp_path: Path, db: None) -> None:
    settings.MEDIA_ROOT = copy_of(loaded, tmp_path / "media")


def test_every_sample_is_marked_as_sample() -> None:
    assert Initiative.objects.exists()
    assert not Initiative.objects.filter(is_sample=False).exists()
    assert not NationalActionPlan.objects.filter(is_sample=False).exists()
    assert not ProposedChange.objects.filter(is_sample=False).exists()


def test_the_reviews_of_the_story_wait_where_it_needs_them() -> None:
    found = {
        change.member.slug: (change.state, change.content_type.model)
        for change in ProposedChange.objects.all()
    }
    assert found == {
        "germany": (State.SUBMITTED, "nationalactionplan"),
        "namibia": (State.SENT_BACK, "initiative"),
        "spain": (State.DRAFT, "initiative"),
    }


def test_loading_again_adds_nothing_and_keeps_what_was_changed() -> None:
    before = (Initiative.objects.count(), ProposedChange.objects.count())
    Initiative.objects.filter(slug="sample-mediators-school").update(title_en="Changed by hand")
    reach(ProposedChange.objects.filter(member__slug="spain"), State.WITHDRAWN)
    samples.load()
    assert (Initiative.objects.count(), ProposedChange.objects.count()) == before
    assert Initiative.objects.get(slug="sample-mediators-school").title_en == "Changed by hand"


def test_every_sample_passes_the_form_that_members_fill_in() -> None:
    for entry in Initiative.objects.filter(scope="national"):
        form = bound_form(kind(), entry, values_of_entry(kind(), entry))
        assert form.is_valid(), (entry.slug, form.errors)
    for plan in NationalActionPlan.objects.all():
        form = bound_form(kind("plan"), plan, values_of_entry(kind("plan"), plan))
        assert form.is_valid(), (plan.slug, form.errors)


def test_some_samples_are_regional_and_some_for_members_only() -> None:
    assert {entry.scope for entry in INITIATIVES} == {"national", "multi_country", "regional"}
    assert {entry.visibility for entry in INITIATIVES} == {"public", "members"}
    owners = {initiative.owner for initiative in Initiative.objects.all()}
    assert {owner.slug for owner in owners} - ACCOUNTS
    assert not all(owner.is_state for owner in owners)
