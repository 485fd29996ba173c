"""What the catalogues in `locale/` promise: whole where visitors begin, sound everywhere."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.html import escape
from django.utils.translation.template import templatize

from network import registry
from network.web.navigation import Section

pytestmark = pytest.mark.guard

ROOT = Path(__file__).resolve().parent.parent
# The catalogue's folder in `locale/`, and the plural forms of its language.
FORMS = {"ar": 6, "es": 2, "fr": 2, "ru": 3, "zh_Hans": 1}
# A visitor meets these first; they stay whole in every language. Styleguide and demo included.
FIRST_MET = (
    "400.html",
    "403.html",
    "403_csrf.html",
    "404.html",
    "500.html",
    "base.html",
    "components/*.html",
    "network/home*.html",
    "network/invitation*.html",
    "network/email/*",
    "account/**/*",
    "mfa/**/*",
    "*/panels/*.html",
)
# Named fields of Python's formatting, and the percent sign itself.
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%")
LITERAL = r"(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
MARKED = re.compile(rf"\b(?:n?gettext|_)\(\s*u?({LITERAL})")


def catalogue(folder: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "locale" / folder / "LC_MESSAGES" / "django.po"))


def texts_in(template: Path) -> set[str]:
    """The English texts that a template marks, as a catalogue names them (singular forms)."""
    code = templatize(template.read_text(encoding="utf-8"), origin=template.name)
    return {ast.literal_eval(literal) for literal in MARKED.findall(code)}


def first_met() -> set[str]:
    templates = {
        path
        for pattern in FIRST_MET
        for path in (ROOT / "templates").glob(pattern)
        if path.suffix in {".html", ".txt", ".subject"}
    }
    with translation.override("en"):
        labels = {str(section.label) for section in registry.of(Section)}
    return labels.union(*(texts_in(template) for template in templates))


# What is held of a person, and how long.
OF_PRIVACY = ("ground_rules.py", "personal_data.py", "retention.py")


def is_met_outside(path: str) -> bool:
    """Whether a text of that file is read by people who do not work in the admin."""
    parts = Path(path).parts
    if parts[0] == "templates":
        return not {"admin", "unfold", "mailbox", "styleguide.html"} & set(parts)
    # The one form of `meetings` adopts a communiqué, which the Secretariat does in the admin.
    return path != "meetings/forms.py" and (
        bool({"filters.py", "views.py", "views", *OF_PRIVACY} & set(parts))
        or parts[-1].endswith("forms.py")
    )


def said(entry: polib.POEntry) -> list[str]:
    """The translations of an entry: one, or one for each plural form."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_each_language_of_the_portal_has_its_catalogue() -> None:
    languages = {translation.to_locale(code) for code, _name in settings.LANGUAGES}
    assert languages - {"en"} == set(FORMS)
    assert {path.name for path in (ROOT / "locale").iterdir() if path.is_dir()} == set(FORMS)


@pytest.mark.parametrize("folder", FORMS)
def test_no_translation_is_a_guess_of_the_tools(folder: str) -> None:
    guessed = [entry.msgid for entry in catalogue(folder) if entry.fuzzy]
    assert guessed == []


@pytest.mark.parametrize("folder", FORMS)
def test_a_plural_is_said_in_every_form_of_the_language_or_not_at_all(folder: str) -> None:
    entries = catalogue(folder)
    assert f"nplurals={FORMS[folder]};" in entries.metadata["Plural-Forms"]
    for entry in entries:
        if entry.msgid_plural:
            forms = said(entry)
            assert len(forms) == FORMS[folder], entry.msgid
            assert all(forms) or not any(forms), entry.msgid


@pytest.mark.parametrize("folder", FORMS)
def test_a_translation_keeps_the_placeholders_of_its_text(folder: str) -> None:
    for entry in catalogue(folder).translated_entries():
        wanted = sorted(match[0] for match in PLACEHOLDER.finditer(entry.msgid))
        if entry.msgid_plural:
            # None, one or two may be a word of their own, as in Arabic: nothing new may come in,
            # and the last form, which every language uses for large numbers, has all.
            allowed = sorted(match[0] for match in PLACEHOLDER.finditer(entry.msgid_plural))
            forms = said(entry)
            for form in forms:
                assert {match[0] for match in PLACEHOLDER.finditer(form)} <= set(allowed), form
            assert sorted(match[0] for match in PLACEHOLDER.finditer(forms[-1])) == allowed
        else:
            kept = sorted(match[0] for match in PLACEHOLDER.finditer(entry.msgstr))
            assert kept == wanted, entry.msgid


@pytest.mark.parametrize("folder", FORMS)
def test_a_translation_keeps_the_tags_of_its_text(folder: str) -> None:
    tag = re.compile(r"</?[a-z]+")
    for entry in catalogue(folder).translated_entries():
        for text in said(entry):
            assert sorted(tag.findall(text)) == sorted(tag.findall(entry.msgid)), entry.msgid


def test_a_day_in_digits_keeps_its_order_in_arabic() -> None:
    # After Arabic letters a hyphen parts numbers, so that 2026-12-31 would show as 31-12-2026: an
    # isolate keeps it (https://www.unicode.org/reports/tr9/, rules W2 and W4).
    day = re.compile(r"(?<![\u2066\d-])\d{4}-\d{2}")
    astray = [entry.msgid for entry in catalogue("ar") if day.search(entry.msgstr)]
    assert astray == []


@pytest.mark.parametrize("folder", FORMS)
def test_catalogues_name_no_place_outside_the_project(folder: str) -> None:
    for entry in catalogue(folder):
        for path, _line in entry.occurrences:
            assert not path.startswith(("/", "..", ".venv", "var/")), path


@pytest.mark.parametrize("folder", FORMS)
def test_what_a_visitor_meets_first_is_translated(folder: str) -> None:
    known = {entry.msgid for entry in catalogue(folder).translated_entries()}
    # Where this fails for a new text: `make messages`, then write it in the five catalogues.
    assert sorted(first_met() - known) == []


@pytest.mark.parametrize("folder", FORMS)
def test_no_page_outside_the_admin_is_half_in_english(folder: str) -> None:
    # A text that the styleguide or the admin has as well is met by visitors all the same.
    untranslated = [entry for entry in catalogue(folder) if not entry.translated()]
    met = {
        entry.msgid: places
        for entry in untranslated
        if (places := [path for path, _line in entry.occurrences if is_met_outside(path)])
    }
    assert met == {}


@pytest.mark.parametrize("language", ["ar", "es", "fr", "ru", "zh-hans"])
@pytest.mark.parametrize("page", ["", "accounts/login/"])
@pytest.mark.django_db
def test_the_first_pages_show_no_english_sentence(
    language: str, page: str, visitor: Client
) -> None:
    shown = visitor.get(f"/{language}/{page}").content.decode()
    entries = catalogue(translation.to_locale(language)).translated_entries()
    # Whole sentences only: a short word may be inside another, or the same in both languages.
    sentences = {
        entry.msgid: entry.msgstr
        for entry in entries
        if entry.msgid.count(" ") >= 2 and not PLACEHOLDER.search(entry.msgid)
    }
    assert [text for text in sentences if text in shown or escape(text) in shown] == []
    heading = {
        "": "The network of focal points on women, peace and security",
        "accounts/login/": "For focal points of the members and for the Secretariat. "
        "Accounts are created by invitation.",
    }[page]
    assert sentences[heading] in shown


def test_no_text_is_marked_by_a_name_that_the_gathering_does_not_know() -> None:
    # xgettext looks for the functions by name; a text marked by another stays English for ever.
    known = {"_"}
    aliases = re.compile(r"\bn?p?gettext(?:_lazy)? as (\w+)")
    astray = {
        str(path.relative_to(ROOT)): found
        for app in ("network", "focalpoints", "meetings", "initiatives", "newsletters")
        for path in (ROOT / app).rglob("*.py")
        if (found := set(aliases.findall(path.read_text(encoding="utf-8"))) - known)
    }
    assert astray == {}


def test_a_marked_text_is_found_however_its_template_marks_it(tmp_path: Path) -> None:
    template = tmp_path / "page.html"
    template.write_text(
        """{% load i18n %}{% translate "One's own" %}{{ x|default:_("Second") }}
        {% blocktranslate trimmed count n=n %}
          {{ n }} third{% plural %}{{ n }} thirds{% endblocktranslate %}""",
        encoding="utf-8",
    )
    assert texts_in(template) == {"One's own", "Second", "%(n)s third"}


# Values that are numbers leave a line its direction.
NUMBERS = {"number", "total", "states", "organisations", "pages", "first"}
BEGINS_WITH_A_VALUE = re.compile(r"[«\"“(\[]*(?:%\((\w+)\)s|\{(\w+)\})")


def test_an_arabic_sentence_that_begins_with_a_name_still_runs_from_the_right() -> None:
    """A Latin name would turn the line around: the first letter decides its direction."""
    turned = [
        text
        for entry in catalogue("ar")
        for text in said(entry)
        if (value := BEGINS_WITH_A_VALUE.match(text))
        and (value[1] or value[2]) not in NUMBERS
        and re.search(r"[\u0600-\u06ff]", text)
    ]
    assert turned == [], "Begin it with U+200F."
