"""The forms and links of a page, as far as they lead to requests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

_NOT_SENT = {"button", "image", "reset", "submit"}


@dataclass
class Form:
    """A form: where it leads, and what each of its controls may send.

    `sent` is what it sends without an edit; `choices` what its lists and boxes offer; `files` the
    names of its uploads; `buttons` those that send it, with their values.
    """

    action: str = ""
    method: str = "get"
    sent: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """Of every control, sent by default or not."""
        found = [name for name, _value in (*self.sent, *self.buttons)]
        return list(dict.fromkeys([*found, *self.choices, *self.files]))


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._form = Form()  # outside of any: its controls are sent by none
        self._by_id: dict[str, Form] = {}
        self._select: tuple[Form, str, bool, list[str]] | None = None
        self._textarea: tuple[Form, str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        form = self._by_id.get(given.get("form", ""), self._form)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        elif tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
            self._by_id[given.get("id", " ")] = self._form
        elif tag == "button" and name:
            form.buttons.append((name, given.get("value", "")))
        elif tag == "input" and name:
            self._input(form, name, given)
        elif tag == "select" and name:
            self._select = form, name, "multiple" in given, []
            form.choices.setdefault(name, [])  # a picker has none before somebody types
        elif tag == "option" and self._select:
            self._select[0].choices.setdefault(self._select[1], []).append(given.get("value", ""))
            if "selected" in given:
                self._select[3].append(given.get("value", ""))
        elif tag == "textarea" and name:
            self._textarea = form, name, []

    @staticmethod
    def _input(form: Form, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        value = given.get("value", "on" if kind == "checkbox" else "")
        if kind == "file":
            form.files.append(name)
        elif kind == "submit":
            form.buttons.append((name, value))
        elif kind in {"checkbox", "radio"}:
            form.choices.setdefault(name, []).append(value)
            if "checked" in given:
                form.sent.append((name, value))
        elif kind not in _NOT_SENT:
            form.sent.append((name, value))

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._textarea[2].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = Form()
        elif tag == "select" and self._select:
            form, name, is_multiple, chosen = self._select
            offered = form.choices.get(name, [])
            shown = chosen if is_multiple or chosen else offered[:1]
            form.sent.extend((name, value) for value in shown)
            self._select = None
        elif tag == "textarea" and self._textarea:
            form, name, pieces = self._textarea
            form.sent.append((name, "".join(pieces).removeprefix("\n")))
            self._textarea = None


def read(page: str) -> tuple[list[Form], list[str]]:
    """The forms of a page, and where its links lead."""
    found = _Page()
    found.feed(page)
    return found.forms, found.links


def parameters(address: str, forms: list[Form], links: list[str]) -> Iterator[str]:
    """The names that a page at `address` puts into its own address, by links and forms."""
    here = urlsplit(address).path
    for link in links:
        parts = urlsplit(link)
        if parts.path in ("", here):
            yield from (name for name, _value in parse_qsl(parts.query, keep_blank_values=True))
    for form in forms:
        if form.method == "get":
            yield from form.names
