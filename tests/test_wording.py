"""The English of the portal is plain: words that readers stumbled over do not come back."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

pytestmark = pytest.mark.guard

ROOT = Path(__file__).resolve().parent.parent
APPS = ("focalpoints", "initiatives", "meetings", "network", "newsletters")
CALLS = {"_", "_now", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
CALLS_WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}

# What not to say, as a regular expression, and what to say instead.
INSTEAD = {
    # `State` stays the word for a country, and `state` for nothing that people read.
    r"^state$": "status",
    r"\bstanding\b|^where it stands$": "status",
    r"^[Aa]ddress$": "email address, web address or network address",
    r"\bkinds?\b(?!\))": "type",
    r"\bseats?\b": "headquarters",
    r"\bnamed (at|in)\b": "listed in the communiqués of",
    r"\b(go|going|goes) on\b": "continue",
    r"\bmend": "revise, correct",
    r"\ba word to\b": "note to",
    r"\blook (into|at) your\b": "check your email",
    r"\bhas left\b|\bwas leaving\b|\bnothing leaves\b": "sent, cannot be recalled",
    r"how-manieth": "number in series",
    r"\bfor whom\b": "name the person, for example: member and designee",
    r"\bgone stale\b|\bfor a year\b": "not confirmed for 12 months",
    r"\bin the making\b": "drafts",
    r"\b(submissions to review|proposed changes)\b": "review queue",
    r"\banew\b|\bonce more\b": "again",
    r"\blately\b": "recently",
    r"\bany more\b": "no longer",
    r"\bgladly\b|\bworthless\b|\bcome to an end\b": "the plain word",
    r"\bwaits? (for|on|here)\b|\bno \w+ waits\b": "is waiting for, stays on",
    r"\btold\b": "informed",
    r"\bat hand\b": "available",
    r"\bunwanted mail\b": "spam folder",
    r"\bby mail\b|\ba mail\b": "by email, an email",
    r"\bin flight\b": "being sent",
    r"\bchosen (addresses|opportunities)\b": "selected",
    r"\btake up again\b|\btaken up again\b": "reopen",
    r"\bput aside\b": "set aside",
    r"\bfor good\b": "permanently",
    r"\bcontact data\b": "contact details",
}
# The names of a placeholder are code, not words that people read.
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
LITERAL = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
MARKED = re.compile(r"\b(?:n?p?gettext|_)\((.*?)\)(?=\s|$)", re.S)


def in_module(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name not in CALLS | CALLS_WITH_CONTEXT:
            continue
        for argument in node.args[1:] if name in CALLS_WITH_CONTEXT else node.args:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value


def in_template(path: Path) -> Iterator[str]:
    code = templatize(path.read_text(encoding="utf-8"), origin=path.name)
    for marked in MARKED.findall(code):
        for literal in LITERAL.findall(marked):
            yield ast.literal_eval(literal)


def texts() -> dict[str, str]:
    """Every English text that people read, with the file that says it."""
    found: dict[str, str] = {}
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" not in path.parts:
                found.update(dict.fromkeys(in_module(path), str(path.relative_to(ROOT))))
    for path in (ROOT / "templates").rglob("*"):
        if path.suffix in {".html", ".txt", ".subject"}:
            found.update(dict.fromkeys(in_template(path), str(path.relative_to(ROOT))))
    return found


def faults(text: str) -> list[str]:
    plain = PLACEHOLDER.sub("", text)
    # The first pattern distinguishes a status from a State; the others ignore case.
    return [
        f"say: {instead}"
        for pattern, instead in INSTEAD.items()
        if re.search(pattern, plain, 0 if pattern == "^state$" else re.IGNORECASE)
    ]


def test_every_text_is_in_plain_words() -> None:
    found = texts()
    # The collection reads both kinds of source.
    assert {"Status", "Review queue", "number in series", "Note to the Secretariat"} <= set(found)
    faulty = [
        f"{where}: “{text}”: {fault}" for text, where in found.items() for fault in faults(text)
    ]
    assert sorted(faulty) == []


@pytest.mark.parametrize(
    "text",
    [
        "state",
        "Kind",
        "Seat",
        "Address",
        "Go on writing",
        "Mend this before you submit: %s",
        "Look into your mailbox",
        "You can hold the sending, but what has left has left.",
        "Who, for whom",
        "Plans gone stale",
        "Newsletters in the making",
        "Submissions to review",
    ],
)
def test_a_word_of_the_past_is_found(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize(
    "text", ["State", "Email address", "%(kind)s of %(owner)s", "Mankind", "Website address"]
)
def test_a_plain_word_passes(text: str) -> None:
    assert faults(text) == []
