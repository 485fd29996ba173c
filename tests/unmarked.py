"""Finds words in templates that no translator would ever see.

A template is cleared of what is marked (`translate`, `blocktranslate`, `_("...")`), of comments
and of variables; letters that are left in a text, or in an attribute that is read to people, are
reported with their line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

# Read aloud or shown by browsers.
SPOKEN = {"title", "alt", "placeholder", "aria-label", "aria-description", "label", "summary"}
# Code, and what is not for people. So is what says translate="no": specimens and names.
SILENT = {"script", "style", "code"}
VOID = {"br", "hr", "img", "input", "link", "meta", "path", "circle", "use", "rect", "line"}
# Names that are the same in every language.
NAMES = {"PDF", "HTML", "UTC", "SHA", "demo", "portal"}

_PROSE = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,}")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_HIDDEN = re.compile(
    r"{%\s*comment\b.*?{%\s*endcomment\s*%}"
    r"|{#.*?#}"
    # A block of class names is for style sheets.
    r"|{%\s*block \w+_class\s*%}.*?{%\s*endblock\b.*?%}"
    r"|{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}",
    re.DOTALL,
)
_TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
_MARKED = re.compile(r"""_\(\s*(?:"[^"]*"|'[^']*')\s*\)""")
_LITERAL = re.compile(r"""(?<!date:)(?<!time:)(?:"([^"]*)"|'([^']*)')""")
# The fallbacks of these filters are shown, and so are the arguments of components by these names.
_FALLBACK = re.compile(r"""\|(?:default|default_if_none|yesno):(?:"([^"]*)"|'([^']*)')""")
_TOLD = re.compile(r"""\b(?:label|title|text|lede|heading|message)=(?:"([^"]*)"|'([^']*)')""")
# Tags whose arguments are names, never words for people.
_NAMING = re.compile(
    r"{%\s*(?:translate|trans|load|extends|url|static|block|querystring|if|elif)\b"
)


@dataclass(frozen=True)
class Unmarked:
    """Words at a line of a template."""

    line: int
    words: str


def unmarked_strings(source: str, *, is_html: bool = True) -> list[Unmarked]:
    """The unmarked texts of `source`, in the order of the lines."""
    found = [*_in_arguments(source)]
    bare = _TAG.sub(_blank, _HIDDEN.sub(_blank, source))
    if is_html:
        reader = _Reader()
        reader.feed(bare)
        reader.close()
        found += reader.found
    else:
        for number, line in enumerate(bare.splitlines(), start=1):
            found += _words(line, number)
    return sorted(found, key=lambda one: one.line)


def _blank(match: re.Match[str]) -> str:
    """As many lines as before, and nothing to read; safe inside an attribute's quotes."""
    return "\n" * match.group().count("\n") or " "


def _words(text: str, line: int) -> Iterator[Unmarked]:
    # Entities such as &nbsp; hold no words.
    plain = re.sub(r"&#?\w+;", " ", text)
    plain = re.sub(r"https?://\S+", " ", plain)
    if any(word not in NAMES for word in _LETTERS.findall(plain)):
        yield Unmarked(line, " ".join(plain.split()))


def _in_arguments(source: str) -> Iterator[Unmarked]:
    """String literals in tags and filters that look like words: `default:"Nothing here"`."""
    visible = _HIDDEN.sub(_blank, source)
    for tag in _TAG.finditer(visible):
        text = tag.group()
        if _NAMING.match(text):
            continue
        line = visible.count("\n", 0, tag.start()) + 1
        unmarked = _MARKED.sub(" ", text)
        said = {*_either(_TOLD, unmarked)}
        if not _is_in_an_element(visible, tag.start()):
            # In an attribute such as `class` a fallback is code.
            said |= {*_either(_FALLBACK, unmarked)}
        for literal in _either(_LITERAL, unmarked):
            is_prose = _PROSE.search(literal)
            is_word = re.fullmatch(r"[A-Z][^\W\d_A-Z]+[.!?]?", literal)
            is_said = literal in said and _LETTERS.search(literal)
            if (is_prose or is_word or is_said) and literal not in NAMES:
                yield Unmarked(line, literal)


def _either(pattern: re.Pattern[str], text: str) -> list[str]:
    """The text between either kind of quotes, without elements."""
    found = [double or single for double, single in pattern.findall(text)]
    return [re.sub(r"<[^>]*>", "", literal) for literal in found]


def _is_in_an_element(source: str, at: int) -> bool:
    """Whether the place is between `<` and `>`, so in an attribute."""
    before = _TAG.sub(_blank, source[:at])
    return before.rfind("<") > before.rfind(">")


class _Reader(HTMLParser):
    """Reads what a browser would show."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[Unmarked] = []
        # The elements that are open inside a silent one, the silent one first.
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silent or tag in SILENT or ("translate", "no") in attrs:
            if tag not in VOID:
                self._silent.append(tag)
            return
        given = dict(attrs)
        spoken = set(SPOKEN)
        if tag == "input" and given.get("type") in {"submit", "button", "reset"}:
            spoken.add("value")
        if tag == "meta" and given.get("name") == "description":
            spoken.add("content")
        for name, value in attrs:
            is_prose = name.startswith("data-") and _PROSE.search(value or "")
            if value and (name in spoken or is_prose):
                self.found += _words(value, self.getpos()[0])

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            del self._silent[len(self._silent) - 1 - self._silent[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        first = self.getpos()[0]
        for offset, line in enumerate(data.splitlines()):
            self.found += _words(line, first + offset)
