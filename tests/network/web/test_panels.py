"""Places of pages, and the panels that upper floors put there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.template.loader import get_template

from network import registry
from network.web.panels import Panel

ROOT = Path(__file__).resolve().parents[3]
PANEL = "components/empty.html"


def named(name: str, **values: Any) -> Panel:
    return Panel(
        **{
            "name": name,
            "place": "here",
            "template": PANEL,
            "context": lambda page, **given: {"title": f"{name} {given}"},
            **values,
        }
    )


def drawn(source: str, *panels: Panel, **context: Any) -> str:
    with registry.replaced(Panel, *panels):
        return Template("{% load panels %}" + source).render(Context(context))


def test_a_place_shows_its_panels_in_their_order() -> None:
    page = drawn('{% panels "here" %}', named("b", order=2), named("a", order=1), named("c"))
    assert [page.index(f"{name} {{}}") for name in "cab"] == sorted(
        page.index(f"{name} {{}}") for name in "abc"
    )


def test_a_place_shows_no_other_panels() -> None:
    assert "elsewhere" not in drawn('{% panels "here" %}', named("elsewhere", place="there"))
    assert drawn('{% panels "nowhere" %}', named("a")) == ""


def test_a_panel_is_handed_what_the_page_gives() -> None:
    page = drawn('{% panels "here" member=one %}', named("a"), one="Spain")
    assert "a {&#x27;member&#x27;: &#x27;Spain&#x27;}" in page


def test_a_panel_knows_nothing_else_of_the_page() -> None:
    page = drawn(
        '{% panels "here" %}',
        named("a", context=lambda page: {}),
        title="The page's own title",
    )
    assert "own title" not in page


def test_a_panel_with_nothing_to_show_is_left_out() -> None:
    assert drawn('{% panels "here" %}', named("a", context=lambda page: None)) == ""


@pytest.mark.guard
def test_every_place_has_panels_and_every_panel_a_place() -> None:
    places = {
        found
        for path in (ROOT / "templates").rglob("*.html")
        for found in re.findall(r"{% panels \"([\w.]+)\"", path.read_text(encoding="utf-8"))
    }
    assert places == {panel.place for panel in registry.of(Panel)}


@pytest.mark.guard
def test_every_panel_has_its_template() -> None:
    for panel in registry.of(Panel):
        assert get_template(panel.template)
        assert panel.template.split("/")[1] == "panels"
