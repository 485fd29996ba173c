"""The registry of what upper floors lend, and the modules that fill it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from network import registry
from network.web.data_version import UnseenTables

ROOT = Path(__file__).resolve().parents[2]
APPS = ("network", "focalpoints", "meetings", "initiatives", "newsletters")


@dataclass(frozen=True, kw_only=True)
class Colour(registry.Contribution):
    hue: int = 0


@dataclass(frozen=True, kw_only=True)
class Sound(registry.Contribution):
    pass


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """The registry as it is before the portal has started, empty."""
    monkeypatch.setattr(registry, "_is_closed", False)
    monkeypatch.setattr(registry, "_held", {})


def test_contributions_stand_in_their_order_and_else_as_they_came(opened: None) -> None:
    registry.add(Colour(name="red"), Colour(name="blue", order=-1), Colour(name="green"))
    assert [one.name for one in registry.of(Colour)] == ["blue", "red", "green"]


def test_kinds_do_not_mix(opened: None) -> None:
    registry.add(Colour(name="red", hue=10), Sound(name="red"))
    assert registry.of(Sound) == [Sound(name="red")]
    assert registry.named(Colour, "red") == Colour(name="red", hue=10)
    assert registry.named(Colour, "blue") is None


def test_a_name_is_given_once(opened: None) -> None:
    registry.add(Colour(name="red"))
    with pytest.raises(ImproperlyConfigured, match="two of Colour 'red'"):
        registry.add(Colour(name="red", hue=1))


def test_nothing_is_taken_up_after_the_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="after the start"):
        registry.add(Colour(name="late"))
    assert registry.of(Colour) == []


def test_a_test_may_replace_what_there_is() -> None:
    with registry.replaced(Colour, Colour(name="red")):
        assert [one.name for one in registry.of(Colour)] == ["red"]
    assert registry.of(Colour) == []


@pytest.mark.parametrize("app", APPS)
def test_every_app_lends_what_it_lends_in_one_module(app: str) -> None:
    """Nothing but `contributions.py` adds to the registry."""
    assert import_module(f"{app}.contributions").__doc__
    adding = [
        path.name
        for path in (ROOT / app).rglob("*.py")
        if re.search(r"\bregistry\.add\(", path.read_text(encoding="utf-8"))
        and path.name not in {"contributions.py", "__init__.py", "registry.py"}
    ]
    assert adding == []


def test_the_ground_floor_names_no_model_or_module_of_the_apps_above() -> None:
    """Not even as text: what it needs to know of them they lend to it."""
    above = "|".join(app for app in APPS if app != "network")
    named = re.compile(rf"""["'](?:{above})\.\w+""")
    # What Django asks for in these two places: the apps, their addresses, their periodic tasks.
    spared = {"settings.py", "urls.py"}
    found = {
        str(path.relative_to(ROOT)): names
        for path in (ROOT / "network").rglob("*.py")
        if path.name not in spared and (names := named.findall(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_unseen_tables_are_those_of_the_app_that_names_them() -> None:
    lent = registry.of(UnseenTables)
    assert lent
    for one in lent:
        for label in one.labels:
            assert apps.get_model(label)._meta.app_label == one.name
