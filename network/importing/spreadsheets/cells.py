"""What cells of an import say, and how values are written into cells of an export.

Each is a widget of django-import-export: `clean` reads a cell that is not blank and raises
ValidationError with a sentence that says what to do; `render` writes what `clean` reads back.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import override
from import_export.widgets import Widget

from network.importing.spreadsheets.dates import read_date
from network.importing.spreadsheets.formulas import restored
from network.importing.spreadsheets.tables import Formula
from network.values.folding import folded
from network.values.lists import listed
from network.values.partial_dates import PartialDate

# What a spreadsheet program makes of a long number, always with the exponent's sign; its last
# digits are lost. “0E0” is somebody's text.
_EXPONENT: Final = re.compile(r"^[+-]?\d+([.,]\d+)?E[+-]\d+$", re.IGNORECASE)
_MOST_DIGITS: Final = 10**15
# The languages of headings and of answers; names of places are known in all six.
SPOKEN: Final = ("en", "fr", "es")
_YES = {"yes", "y", "true", "1", "oui", "vrai", "si", "verdadero", "x"}
_NO = {"no", "n", "false", "0", "non", "faux", "falso"}


def readable(value: Any) -> Any:
    """A cell without what spreadsheet programs do to it; what is lost raises ValidationError."""
    if isinstance(value, Formula) or (isinstance(value, str) and value.startswith("=")):
        text = value.text if isinstance(value, Formula) else value
        raise ValidationError(
            _("The cell holds the formula or error “{formula}”. Put its value there.").format(
                formula=text[:60]
            )
        )
    if isinstance(value, str):
        value = restored(value).strip()
        if _EXPONENT.match(value):
            raise ValidationError(_exponent(value))
    if isinstance(value, float) and abs(value) >= _MOST_DIGITS:
        raise ValidationError(_exponent(f"{value:.2E}"))
    return value


def _exponent(text: str) -> str:
    return _(
        "A spreadsheet has turned a long number into “{text}”, and its digits are lost. Format "
        "the column as text and enter the number again."
    ).format(text=text)


def as_text(value: Any) -> str:
    """A cell as the text that its reader sees."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    if isinstance(value, datetime.datetime):
        is_day = value.time() == datetime.time()
        return value.date().isoformat() if is_day else value.isoformat(" ")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


class TextCell(Widget):
    """A text, as it stands."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return as_text(value).replace("\r\n", "\n").replace("\r", "\n").strip()

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else str(value).strip()


class DateCell(Widget):
    """A date known in part; an export writes it as ISO 8601."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return read_date(value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return value.isoformat if isinstance(value, PartialDate) else ""


class MomentCell(Widget):
    """A day or a moment, for exports alone: ISO 8601, with the time zone."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else value.isoformat()


class NumberCell(Widget):
    """A whole number that is not negative."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = as_text(value)
        if not re.fullmatch(r"\d{1,9}", text):
            raise ValidationError(_("“{text}” is not a whole number.").format(text=text[:60]))
        return int(text)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else value


class YesNoCell(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        answer = folded(as_text(value))
        if answer not in _YES | _NO:
            raise ValidationError(
                _("“{text}” is neither yes nor no.").format(text=as_text(value)[:60])
            )
        return answer in _YES

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "yes" if value else "no"


class ChoiceCell(Widget):
    """One of a model's choices, by its key or by its label in English, French or Spanish."""

    def __init__(self, choices: type[TextChoices] | Iterable[tuple[str, Any]]) -> None:
        super().__init__()
        pairs = choices.choices if isinstance(choices, type) else choices
        self.choices = [(str(key), label) for key, label in pairs if key]

    @cached_property
    def keys(self) -> dict[str, set[str]]:
        """The keys that each folded name stands for."""
        found: dict[str, set[str]] = {}
        for key, label in self.choices:
            for name in _names(key, label):
                found.setdefault(name, set()).add(key)
        return found

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return self.key_of(as_text(value))

    def key_of(self, text: str) -> str:
        if len(keys := self.keys.get(folded(text), set())) == 1:
            return next(iter(keys))
        labels = listed([str(label) for _key, label in self.choices])
        raise ValidationError(
            _("“{text}” is not known here. Write one of: {choices}.").format(
                text=text[:60], choices=labels
            )
        )

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return _label(dict(self.choices), value)


class ChoicesCell(ChoiceCell):
    """Several of them, between semicolons, commas or line breaks, in any order."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = as_text(value)
        # A label may hold a comma ("Youth, peace and security"), so semicolons win.
        parts = re.split(r"[;\n]", text)
        keys: set[str] = set()
        for part in filter(None, (part.strip() for part in parts)):
            try:
                keys.add(self.key_of(part))
            except ValidationError:
                if "," not in part:
                    raise
                keys |= {self.key_of(piece.strip()) for piece in part.split(",") if piece.strip()}
        return [key for key, _label in self.choices if key in keys]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        labels = dict(self.choices)
        return "; ".join(_label(labels, key) for key in value or [])


def _label(labels: dict[str, Any], key: Any) -> str:
    """The English label, whatever language the page of the export was in."""
    with override("en"):
        return str(labels.get(str(key or ""), key or ""))


def _names(key: str, label: Any) -> set[str]:
    found = {folded(key), folded(key.replace("_", " "))}
    for language in SPOKEN:
        with override(language):
            found.add(folded(str(label)))
    return found
