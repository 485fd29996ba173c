"""Texts with links and lists: a small set of Markdown, the same for all.

What people enter stays readable text, in the database, in drafts and their comparison, in files
that come in and go out. A page shows it as HTML of a closed list; mails, lists and descriptions
show it without its marks (docs/decisions/rich-text.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape

import nh3
from django.utils.html import linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from network.values.translated import EnglishText

HELP = _(
    "You may use lists (lines that begin with “- ” or “1. ”), links such as [the plan]"
    "(https://example.org/plan), *emphasis* and **strong emphasis**. A blank line begins a "
    "paragraph."
)
# Longer than any column allows; a longer text is shown unformatted, since somebody could have
# written it to keep a worker busy.
LONGEST = 20_000
# Lists within lists; a text with deeper ones is shown unformatted.
_DEEPEST = 6
_TAGS = {"p", "br", "ul", "ol", "li", "a", "strong", "em"}
_SCHEMES = {"http", "https", "mailto"}
_ALLOWED_LINK = re.compile(r"(?:https?://[^/\s]|mailto:[^\s])", re.IGNORECASE)
# Marks of lists one after the other, as in "- - - 1. ".
_MARKS = re.compile(r"^[ \t]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)+", re.MULTILINE)
_MARK = re.compile(r"(?:[-+*]|\d{1,9}[.)])[ \t]+")
# A year at the start of a line is a year, and no item with this number.
_NUMBER = re.compile(r"^([ \t]*\d{3,9})([.)])(?=[ \t])", re.MULTILINE)


@cache
def _reader() -> MarkdownIt:
    """CommonMark with nothing but paragraphs, lists, links and emphasis; HTML is plain text."""
    reader = MarkdownIt("zero", {"html": False, "breaks": True, "maxNesting": 40})
    reader.enable(["list", "link", "autolink", "emphasis", "escape", "newline"])
    reader.validateLink = lambda url: bool(_ALLOWED_LINK.match(url))  # type: ignore[method-assign]
    return reader


def _tokens(text: str) -> list[Token]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = _NUMBER.sub(r"\1\\\2", lines)
    return _reader().parse(lines)


def _is_readable(text: str) -> bool:
    """Whether `text` is short and shallow enough to be read as Markdown at all."""
    if len(text) > LONGEST:
        return False
    indents = (len(line) - len(line.lstrip()) for line in text.splitlines())
    if max(indents, default=0) > 2 * 2 * _DEEPEST:
        return False
    marks = (len(_MARK.findall(found.group())) for found in _MARKS.finditer(text))
    return max(marks, default=0) <= _DEEPEST


def to_html(text: str) -> SafeString:
    """`text` as HTML of paragraphs, lists, links and emphasis, within an element with its language.

    Links lead to http, https and mailto addresses only, and vouch for nothing (`rel`).
    """
    if not text.strip():
        return SafeString("")
    if _is_readable(text):
        reader = _reader()
        made = reader.renderer.render(_tokens(text), reader.options, {})
    else:
        made = linebreaks(escape(text), autoescape=False)
    safe = nh3.clean(
        made,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener",
    )
    spoken = ' lang="en" dir="ltr"' if isinstance(text, EnglishText) else ' dir="auto"'
    return SafeString(f'<div class="rich-text"{spoken}>{safe}</div>')


def to_text(text: str, *, with_links: bool = False) -> str:
    """`text` without its marks, a line for each paragraph and item; for mails with the addresses.

    An English fallback is still marked as one.
    """
    plain = text
    if _is_readable(text):
        plain = "\n".join(_lines(_tokens(text), with_links=with_links))
    return EnglishText(plain) if isinstance(text, EnglishText) else plain


def one_line(text: str) -> str:
    """`text` without its marks and breaks: for lists, cards and descriptions."""
    plain = " ".join(to_text(text).split())
    return EnglishText(plain) if isinstance(text, EnglishText) else plain


def _lines(tokens: list[Token], *, with_links: bool) -> Iterator[str]:
    mark, depth = "", 0
    numbers: list[int | None] = []
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                numbers.append(None)
                depth += 1
            case "ordered_list_open":
                numbers.append(int(token.attrs.get("start", 1)))
                depth += 1
            case "bullet_list_close" | "ordered_list_close":
                numbers.pop()
                depth -= 1
            case "list_item_open":
                number = numbers[-1]
                mark = "- " if number is None else f"{number}. "
                numbers[-1] = None if number is None else number + 1
            case "inline":
                indent = "  " * max(depth - 1, 0)
                yield f"{indent}{mark}{_inline(token.children or [], with_links=with_links)}"
                mark = ""


def _inline(tokens: list[Token], *, with_links: bool) -> str:
    plain: list[str] = []
    label_from, address = 0, ""
    for token in tokens:
        if token.type in {"text", "text_special"}:
            plain.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            plain.append("\n")
        elif token.type == "link_open":
            label_from, address = len(plain), str(token.attrs.get("href", ""))
        elif token.type == "link_close" and with_links:
            label = "".join(plain[label_from:])
            if label != address:
                plain.append(f" ({address})")
    return "".join(plain)
