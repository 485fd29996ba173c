"""The HTML that a newsletter may hold: one closed list, one tidy shape, and its plain text.

Two steps make a body safe and uniform. nh3 drops every tag, attribute and URL scheme that is not on
the list. A second pass gives what remains one shape (paragraphs instead of the editor's `div` and
double breaks), which the archive, the mail and the plain text all build on.
"""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

import nh3

# What the editor may send. The tidy pass reduces it to BLOCKS, LISTS, INLINE, br and hr.
_ACCEPTED = {
    *("p", "div", "h1", "h2", "h3", "h4", "blockquote", "ul", "ol", "li", "br", "hr"),
    *("a", "strong", "b", "em", "i", "u", "s", "del"),
}
_SCHEMES = {"http", "https", "mailto"}
_BLOCKS = {"p": "p", "div": "p", "h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4"}
_CONTAINERS = {"blockquote", "ul", "ol", "li"}
_INLINE = {tag: tag for tag in ("a", "strong", "em", "u", "s")} | {
    "b": "strong",
    "i": "em",
    "del": "s",
}


def clean(html: str) -> str:
    """The safe and tidy form of `html`; cleaning a second time changes nothing.

    Links keep their address only when it is absolute and http, https or mailto: a relative address
    means nothing in a mail. Images are removed: they would reveal who opens the mail.
    """
    safe = nh3.clean(
        html,
        tags=_ACCEPTED,
        attributes={"a": {"href"}},
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
    tidy = _Normaliser()
    tidy.feed(safe)
    tidy.close()
    return tidy.html()


def plain_text(html: str) -> str:
    """`html`, which must be clean, as text to read: a line per paragraph, links with addresses.

    Lines are not broken at a fixed width, because mail programs on a phone break them again.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


def for_editor(html: str) -> str:
    """`html`, which must be clean, in the shape that the editor (Trix) keeps.

    Trix runs neighbouring `p` together; what it keeps apart are two breaks inside a `div`, which
    `clean` makes into paragraphs again.
    """
    joined = html.replace("</p><p>", "<br><br>")
    quoted = joined.replace("<blockquote><p>", "<blockquote>")
    quoted = quoted.replace("</p></blockquote>", "</blockquote>")
    return quoted.replace("<p>", "<div>").replace("</p>", "</div>")


class _Normaliser(HTMLParser):
    """Writes paragraphs lazily: a tag is written when the first letter in it is."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []
        self._containers: list[str] = []
        self._wanted = "p"  # the block that the next text opens
        self._block = ""  # the block that is open; "-" for text right inside a list item
        self._inline: list[tuple[str, str]] = []  # (tag, start tag) as the source has them open
        self._written = 0  # how many of them are written
        self._breaks = 0
        self._space = False

    def html(self) -> str:
        return "".join(self._out)

    def close(self) -> None:
        super().close()
        self._end_block()
        while self._containers:
            self._out.append(f"</{self._containers.pop()}>")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._breaks += bool(self._block)
        elif tag == "hr":
            self._end_block()
            if not self._containers:
                self._out.append("<hr>")
        elif tag in _BLOCKS:
            self._end_block()
            self._wanted = _BLOCKS[tag]
        elif tag in _CONTAINERS:
            self._start_container(tag)
        elif tag in _INLINE:
            self._start_inline(_INLINE[tag], dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_block()
        elif tag in _CONTAINERS and tag in self._containers:
            self._end_block()
            while self._containers:
                last = self._containers.pop()
                self._out.append(f"</{last}>")
                if last == tag:
                    break
        elif tag in _INLINE:
            self._end_inline(_INLINE[tag])

    def handle_data(self, data: str) -> None:
        if not data.strip():
            self._space = bool(self._block)
            return
        words = " ".join(data.split())
        if data[0].isspace():
            self._space = bool(self._block)
        self._open_for_text()
        self._out.append(escape(words, quote=False))
        self._space = data[-1].isspace()

    def _start_container(self, tag: str) -> None:
        self._end_block()
        if tag == "li" and (not self._containers or self._containers[-1] not in {"ul", "ol"}):
            return  # an item of no list is a paragraph
        self._containers.append(tag)
        self._out.append(f"<{tag}>")

    def _start_inline(self, tag: str, href: str) -> None:
        start = f"<{tag}>"
        if tag == "a":
            absolute = href.partition(":")[0].lower() in _SCHEMES
            start = f'<a href="{escape(href)}" rel="noopener noreferrer">' if absolute else ""
        self._inline.append((tag, start))

    def _end_inline(self, tag: str) -> None:
        for place in range(len(self._inline) - 1, -1, -1):
            if self._inline[place][0] == tag:
                # Those inside it are closed with it, and opened again by the next text.
                self._close_inline(down_to=place)
                del self._inline[place]
                return

    def _close_inline(self, *, down_to: int = 0) -> None:
        while self._written > down_to:
            self._written -= 1
            tag, start = self._inline[self._written]
            if start:
                self._out.append(f"</{tag}>")

    def _open_for_text(self) -> None:
        if self._breaks > 1 and self._block == "p":
            self._end_block()
        if not self._block:
            in_item = bool(self._containers) and self._containers[-1] == "li"
            if self._containers and self._containers[-1] in {"ul", "ol"}:
                self._start_container("li")
                in_item = True
            self._block = "-" if in_item else self._wanted
            if not in_item:
                self._out.append(f"<{self._block}>")
        elif self._breaks:
            self._out.append("<br>")
        elif self._space:
            self._out.append(" ")
        self._breaks, self._space = 0, False
        while self._written < len(self._inline):
            self._out.append(self._inline[self._written][1])
            self._written += 1

    def _end_block(self) -> None:
        self._close_inline()
        if self._block not in {"", "-"}:
            self._out.append(f"</{self._block}>")
        self._block, self._wanted = "", "p"
        self._breaks, self._space = 0, False


class _Reader(HTMLParser):
    """Collects blocks of plain text from clean HTML."""

    _UNDERLINES = {"h2": "=", "h3": "-", "h4": "-"}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[str] = []
        self._line: list[str] = []
        self._lists: list[int] = []  # the next number of each open list; 0 where it has dots
        self._quotes = 0
        self._mark = ""
        self._in_list = False  # whether the last block is a list's
        self._href = ""
        self._link_from = 0

    def text(self) -> str:
        return "\n\n".join(self._blocks)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._line.append("\n")
        elif tag == "hr":
            self._blocks.append("* * *")
        elif tag == "a":
            self._href, self._link_from = dict(attrs).get("href") or "", len(self._line)
        elif tag in {"ul", "ol"}:
            self._flush()
            self._lists.append(1 if tag == "ol" else 0)
        elif tag == "li":
            self._flush()
            number = self._lists[-1] if self._lists else 0
            self._mark = f"{number}. " if number else "- "
            if number:
                self._lists[-1] += 1
        elif tag == "blockquote":
            self._flush()
            self._quotes += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            shown = "".join(self._line[self._link_from :]).strip()
            address = self._href.removeprefix("mailto:")
            if address and shown not in {address, self._href}:
                self._line.append(f" <{address}>")
        elif tag in {"p", "li", "h2", "h3", "h4"}:
            self._flush(underline=self._UNDERLINES.get(tag, ""))
        elif tag in {"ul", "ol"}:
            self._lists.pop()
        elif tag == "blockquote":
            self._quotes -= 1

    def handle_data(self, data: str) -> None:
        self._line.append(data)

    def _flush(self, *, underline: str = "") -> None:
        lines = "".join(self._line).split("\n")
        self._line = []
        if not any(line.strip() for line in lines):
            return
        if underline:
            lines.append(underline * min(60, max(len(line) for line in lines)))
        indent = "  " * max(0, len(self._lists) - 1) if self._mark else "  " * len(self._lists)
        hang = " " * len(self._mark)
        prefix = "> " * self._quotes + indent
        text = "\n".join(
            prefix + (self._mark if number == 0 else hang) + line.strip()
            for number, line in enumerate(lines)
        )
        # The items of one list stand together, without an empty line between them.
        if self._mark and self._blocks and self._in_list:
            self._blocks[-1] += "\n" + text
        else:
            self._blocks.append(text)
        self._in_list, self._mark = bool(self._mark), ""
