"""Every way to publish keeps a version: whatever path writes an entry, its latest version says
what the row says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

import focalpoints.samples
import focalpoints.sources
import initiatives.samples
from focalpoints.models import Revision, Versioned
from focalpoints.review import registry
from focalpoints.review.publication import remove_entry
from focalpoints.review.restoration import restore
from focalpoints.review.submissions import publish
from focalpoints.revisions import values_of
from initiatives.models import Initiative, NationalActionPlan
from network.accounts.models import User
from network.importing.loading import LoadReport
from tests import factories
from tests.focalpoints.changes import INITIATIVE, seen, submitted
from tests.focalpoints.versions import edited, published, version
from tests.initiatives.plan_files import headings, loaded, write

pytestmark = pytest.mark.django_db
Source = Revision.Source


ENTRIES = ("plan", "initiative")
REGISTER = ("member", "person")


def assert_every_entry_has_its_version(*names: str) -> int:
    """Of each kind, each row has a version of its number, which says what the row says.

    Members and people of the tests' own cast are made without one.
    """
    count = 0
    for name in names or ENTRIES:
        kind = registry.kind(name)
        assert kind is not None
        latest = {
            one.object_id: one for one in Revision.objects.latest_of_each(kind.model, all_of(kind))
        }
        for entry in kind.model._default_manager.all():
            assert entry.pk in latest, f"{entry!r} has no version"
            assert latest[entry.pk].number == entry.version, repr(entry)
            assert latest[entry.pk].values == values_of(entry), repr(entry)
            count += 1
    return count


def all_of(kind: registry.Kind) -> Any:
    return kind.model._default_manager.values("pk")


@pytest.mark.guard
def test_every_versioned_model_is_a_kind() -> None:
    versioned = {model for model in apps.get_models() if issubclass(model, Versioned)}
    assert versioned == {kind.model for kind in registry.kinds()}


@pytest.mark.guard
def test_what_a_version_leaves_alone_are_fields_of_its_model() -> None:
    for kind in registry.kinds():
        model = kind.model
        names = {field.name for field in model._meta.get_fields()}
        assert {*model.whose, *model.seen_by, *model.unversioned} <= names, model


def test_the_shipped_files_and_all_samples_are_kept_and_loading_again_keeps_nothing_more() -> None:
    focalpoints.sources.load(LoadReport())
    loaded()
    focalpoints.samples.load()
    initiatives.samples.load()
    assert assert_every_entry_has_its_version(*ENTRIES, *REGISTER) > 250
    count = Revision.objects.count()
    focalpoints.sources.load(LoadReport())
    loaded()
    focalpoints.samples.load()
    initiatives.samples.load()
    assert Revision.objects.count() == count
    assert assert_every_entry_has_its_version(*ENTRIES, *REGISTER) > 250
    for entry in (
        Initiative.objects.get(slug="sample-mediators-school"),
        NationalActionPlan.objects.get(slug="germany-action-plan-sample"),
    ):
        versions = list(Revision.objects.of(entry).order_by("number"))
        assert [one.number for one in versions] == [1, 2, 3]
        assert versions[0].at < versions[1].at < versions[2].at
        assert versions[0].values != versions[1].values != versions[2].values


def test_a_file_that_changed_makes_one_version_of_the_plan_that_changed(tmp_path: Path) -> None:
    folder = headings(tmp_path)
    one = {"generation": "1", "period_start": "2010", "period_end": "2014"}
    two = {"generation": "2", "period_start": "2017", "period_end": "2023"}
    write(folder, one, two)
    loaded(folder)
    write(folder, one, {**two, "lead_institution": "Ministry of Foreign Affairs"})
    loaded(folder)
    assert assert_every_entry_has_its_version() == 2
    kept = Revision.objects.order_by("object_id", "number").values_list("number", "source")
    assert list(kept) == [(1, "reference"), (1, "reference"), (2, "reference")]


def test_a_sample_that_gives_up_its_number_to_a_fact_keeps_that_too(tmp_path: Path) -> None:
    folder = headings(tmp_path)
    sample = factories.PlanFactory.create(generation=2, is_sample=True)
    write(folder, {"generation": "2", "period_start": "2017", "period_end": "2023"})
    loaded(folder)
    sample.refresh_from_db()
    assert sample.generation is None
    assert assert_every_entry_has_its_version() == 2


def by_review(spain: Any, focal_point: User, secretariat: User) -> str:
    change = submitted(None, focal_point, member=spain, **INITIATIVE)
    entry = publish(change, seen=seen(change), by=secretariat)
    namibia = factories.country("NAM")
    change = submitted(entry, focal_point, member=spain, countries=[namibia.pk])
    publish(change, seen=seen(change), by=secretariat)
    assert version(entry, 2).change == change
    assert version(entry, 2).values["countries"] == [namibia.pk]
    return "review"


def by_direct_edit(spain: Any, focal_point: User, secretariat: User) -> str:
    entry = published()
    client = Client()
    client.force_login(secretariat)
    url = reverse("admin:initiatives_initiative_change", args=[entry.pk])
    form = client.get(url).context["adminform"].form
    sent = {
        name: value for name in form.fields if (value := form[name].value()) not in (None, False)
    }
    dates = {f"{name}_{part}": "" for name in ("starts_on", "ends_on") for part in "012"}
    germany = factories.member("DEU")
    answer = client.post(url, {**sent, **dates, "partners": "A school", "members": [germany.pk]})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert version(entry, 2).values["members"] == [germany.pk]
    return "direct_edit"


def by_restore(spain: Any, focal_point: User, secretariat: User) -> str:
    entry = published(partners="A school")
    edited(entry, secretariat, partners="")
    restore(entry, version(entry, 1), seen_version=2, by=secretariat)
    return "restore"


@pytest.mark.parametrize("path", [by_review, by_direct_edit, by_restore])
def test_whoever_publishes_leaves_a_version(
    path: Callable[..., str], spain: Any, focal_point: User, secretariat: User
) -> None:
    source = path(spain, focal_point, secretariat)
    latest = Revision.objects.order_by("pk").last()
    assert latest is not None
    assert (latest.source, latest.by) == (source, secretariat)
    assert assert_every_entry_has_its_version() >= 1


def test_an_edit_that_is_refused_leaves_none(secretariat: User) -> None:
    entry = published()
    with pytest.raises(Exception, match="already recorded"):
        edited(entry, secretariat, slug=published().slug)
    assert [one.number for one in Revision.objects.of(entry)] == [1]


def test_a_deleted_entry_keeps_its_versions(secretariat: User) -> None:
    entry = published()
    key = entry.pk
    remove_entry(entry, by=secretariat)
    assert Revision.objects.of_model(Initiative).filter(object_id=key).count() == 1
