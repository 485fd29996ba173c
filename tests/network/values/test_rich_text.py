"""Summaries keep links and lists, and nothing else of what somebody writes becomes HTML."""

from __future__ import annotations

import re
import time

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from initiatives.models import Initiative, NationalActionPlan
from meetings.models import Meeting
from network.accounts.models import User
from network.values import form_fields, rich_text, text_fields
from network.values.rich_text import one_line, to_html, to_text
from network.values.translated import EnglishText, fallback
from newsletters.models import Opportunity
from tests import factories
from tests.focalpoints.changes import draft_of

TEXT = """A course for **mediators**, with:

- women of *three* regions,
- a stay in Windhoek.

See [the programme](https://example.org/course?a=1&b=2) or <mailto:desk@example.org>.
Second line."""
TAGS = re.compile(r"</?([a-z0-9]+)")


def inside(text: str) -> str:
    made = str(to_html(text))
    assert made.startswith('<div class="rich-text" dir="auto">')
    return made.removeprefix('<div class="rich-text" dir="auto">').removesuffix("</div>").strip()


def test_links_lists_and_emphasis_are_shown() -> None:
    made = inside(TEXT)
    assert "<strong>mediators</strong>" in made
    assert "<em>three</em>" in made
    assert made.count("<li>") == 2
    link = '<a href="https://example.org/course?a=1&amp;b=2" rel="nofollow noopener">'
    assert f"{link}the programme</a>" in made
    assert '<a href="mailto:desk@example.org" rel="nofollow noopener">' in made
    assert "<br>" in made


def test_the_plain_form_has_no_marks() -> None:
    assert to_text(TEXT) == (
        "A course for mediators, with:\n- women of three regions,\n- a stay in Windhoek.\n"
        "See the programme or mailto:desk@example.org.\nSecond line."
    )
    assert "the programme (https://example.org/course?a=1&b=2)" in to_text(TEXT, with_links=True)
    assert "\n" not in one_line(TEXT)


def test_a_text_without_marks_stays_as_it_was() -> None:
    text = "First line\nsecond line.\n\n2017. A year; 1325 (2000) & <others> at 3 * 4 = 12, a_b_c."
    assert inside(text) == (
        "<p>First line<br>\nsecond line.</p>\n"
        "<p>2017. A year; 1325 (2000) &amp; &lt;others&gt; at 3 * 4 = 12, a_b_c.</p>"
    )
    assert inside("1. One\n2. Two").count("<li>") == 2
    assert to_html("  ") == ""


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x) [y](file:///etc/passwd) [z](//evil.example) [r](/admin/)",
        "<javascript:alert(1)> <data:text/html,x>",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "![x](https://example.org/pixel.png)",
        '[x](https://example.org/"onmouseover="alert(1))',
        "<a href='https://example.org' onclick='x()'>x</a>",
        "# Heading\n\n```\ncode\n```\n\n> quote\n\n| a | b |\n|---|---|\n\n---",
        "[a]: https://example.org\n\n[a]",
    ],
)
def test_nothing_hostile_becomes_html(text: str) -> None:
    made = inside(text)
    assert set(TAGS.findall(made)) <= {"p", "br", "a"}
    for address in re.findall(r'href="([^"]*)"', made):
        assert address.startswith(("https://example.org", "mailto:"))
    assert re.search(r"<[^>]*\son\w+=", made) is None
    assert "<img" not in made


@pytest.mark.parametrize(
    "text",
    [
        "- " * 300 + "deep",
        "\n".join("  " * level + "- item" for level in range(300)),
        "1. " * 300 + "deep",
        "[" * 20_000,
        "*" * 20_000,
        "*a _b " * 3_300,
        "[a](" * 5_000,
        "\\" * 20_000,
        "<http:" * 3_000,
        "- a\n" * 5_000,
        "x" * 1_000_000,
        "\n" * 19_999 + "x",
    ],
)
def test_a_large_or_deep_text_is_shown_in_little_time(text: str) -> None:
    before = time.process_time()
    made = to_html(text)
    to_text(text)
    assert time.process_time() - before < 2
    assert made.count("<ul>") <= 7


@given(st.text(alphabet="[]()<>*_-1. \n\\&;:/htps\u0627\u202ea", max_size=200))
@settings(max_examples=200, deadline=None)
def test_whatever_is_typed_gives_allowed_tags_alone(text: str) -> None:
    made = str(to_html(text))
    allowed = {"div", "p", "br", "ul", "ol", "li", "a", "strong", "em"}
    assert set(TAGS.findall(made)) <= allowed
    assert isinstance(to_text(text, with_links=True), str)


def test_a_fallback_says_that_it_is_english_and_arabic_finds_its_direction() -> None:
    with translation.override("ar"):
        english = fallback("A *course*.")
    assert '<div class="rich-text" lang="en" dir="ltr"><p>A <em>course</em>.</p>' in to_html(
        english
    )
    assert isinstance(one_line(english), EnglishText)
    assert "<li>تدريب</li>" in inside("- تدريب\n- وساطة")


def test_the_long_texts_of_all_apps_are_of_this_kind() -> None:
    for model, name in (
        (Initiative, "summary_en"),
        (Initiative, "summary_ar"),
        (Opportunity, "summary_fr"),
        (NationalActionPlan, "monitoring"),
        (Meeting, "note"),
    ):
        field = model._meta.get_field(name)
        assert isinstance(field, text_fields.RichTextField), (model, name)
        form_field = field.formfield()
        assert isinstance(form_field, form_fields.RichTextField)
        assert "[the plan](https://example.org/plan)" in form_field.help_text
        assert "2,000 characters" in form_field.help_text


@pytest.mark.django_db
def test_the_pages_show_them(visitor: Client) -> None:
    course = factories.OpportunityFactory.create(summary_en=TEXT)
    initiative = factories.InitiativeFactory.create(summary_en=TEXT)
    for address in (
        reverse("newsletters:opportunity", args=[course.slug]),
        initiative.get_absolute_url(),
    ):
        page = visitor.get(address).content.decode()
        assert "<li>a stay in Windhoek.</li>" in page, address
    page = visitor.get(initiative.get_absolute_url()).content.decode()
    assert 'content="A course for mediators, with: - women of three regions' in page
    cards = visitor.get(reverse("initiatives:initiatives")).content.decode()
    assert "A course for mediators, with:" in cards
    assert "**" not in cards


@pytest.mark.django_db
def test_the_form_says_what_may_be_used(focal_point: User, focal_point_client: Client) -> None:
    assert rich_text.HELP
    draft = draft_of(None, focal_point, member=factories.member("ESP"))
    form = reverse("focalpoints:change-edit", args=[draft.pk])
    page = focal_point_client.get(form).content.decode()
    assert "**strong emphasis**" in page
