"""Places of pages, and the panels that upper floors put there."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest
from django.template import Context, RequestContext, Template
from django.template.loader import get_template
from django.test import RequestFactory

from network import registry
from network.web import data_version
from network.web.page_day import page_day
from network.web.panels import Panel
from tests import factories

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


@pytest.mark.django_db
def test_a_kept_panel_is_drawn_once_for_each_thing_and_day(settings: Any) -> None:
    settings.KEPT_PARTS = 100_000
    cache.clear()
    times = count(1)
    panel = named(
        "a", is_kept=True, context=lambda page, member: {"title": f"{member} {next(times)}"}
    )
    spain, peru = factories.MemberFactory.create_batch(2)

    def shown(member: Any, request: HttpRequest) -> str:
        with registry.replaced(Panel, panel):
            source = Template('{% load panels %}{% panels "here" member=one %}')
            return source.render(RequestContext(request, {"one": member}))

    def request(address: str = "/", **noted: Any) -> HttpRequest:
        asked = RequestFactory().get(address)
        asked.user = AnonymousUser()
        for name, value in noted.items():
            setattr(asked, name, value)
        return asked

    version = {"kept_version": data_version.current()}
    first = shown(spain, request(**version))
    assert shown(spain, request(**version)) == first
    assert shown(peru, request(**version)) not in first
    other_day = request("/?on=2018-06-01", **version)
    page_day(other_day)
    # Another day, a page that refuses a value, and a reader's own page have none of it.
    others = (other_day, request(**version, is_not_kept=True), request())
    assert first not in {shown(spain, each) for each in others}
    assert shown(spain, request(**version)) == first
    cache.clear()
