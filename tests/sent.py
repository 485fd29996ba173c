"""What a browser sends when somebody opens a page with a form and presses one of its buttons."""

from __future__ import annotations

from collections import defaultdict
from html.parser import HTMLParser

_NOT_SENT = {"button", "file", "image", "reset", "submit"}


class _Forms(HTMLParser):
    """Collects the controls of each form of a page, by the name of each of its buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, dict[str, list[str]]] = {}
        self._by_id: dict[str, dict[str, list[str]]] = {}
        self._form: dict[str, list[str]] = defaultdict(list)
        self._select: tuple[str, bool, list[tuple[str, bool]]] | None = None
        self._textarea: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, is_off = given.get("name", ""), "disabled" in given
        form = self._form
        if given.get("form"):
            # It may be before the form that it belongs to.
            form = self._by_id.setdefault(given["form"], defaultdict(list))
        if tag == "form":
            self._form = defaultdict(list)
            if "id" in given:
                self._form = self._by_id.setdefault(given["id"], self._form)
        elif tag == "button" or (tag == "input" and given.get("type") == "submit"):
            self.buttons[name] = form
        elif tag == "select" and name and not is_off:
            self._select = name, "multiple" in given, []
        elif tag == "option" and self._select and not is_off:
            self._select[2].append((given.get("value", ""), "selected" in given))
        elif tag == "textarea" and name and not is_off:
            self._textarea = name, []
        elif tag == "input" and name and not is_off:
            kind = given.get("type", "text")
            if kind in _NOT_SENT or (kind in {"checkbox", "radio"} and "checked" not in given):
                return
            form[name].append(given.get("value", "on" if kind == "checkbox" else ""))

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._textarea[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            name, is_multiple, options = self._select
            chosen = [value for value, is_chosen in options if is_chosen]
            if not is_multiple and not chosen:
                chosen = [value for value, _is_chosen in options[:1]]
            self._form[name] += chosen if is_multiple else chosen[-1:]
            self._select = None
        elif tag == "textarea" and self._textarea:
            name, pieces = self._textarea
            text = "".join(pieces).removeprefix("\r").removeprefix("\n")
            # The HTML standard: lines are sent with CRLF, however they came.
            self._form[name].append("\r\n".join(text.replace("\r\n", "\n").split("\n")))
            self._textarea = None


def sent_by(page: str, button: str) -> dict[str, list[str]]:
    """The controls of the form that `button` (its name) of `page` sends without an edit."""
    forms = _Forms()
    forms.feed(page)
    return {**forms.buttons[button], button: [""]}
