"""Addresses of mail and telephone numbers as spreadsheets write them."""

from __future__ import annotations

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from network.values.mail_addresses import normalised

_BETWEEN = re.compile(r"[\s;,/|<>()\[\]\"]+")
_BETWEEN_NUMBERS = re.compile(r"\s*[;\n|]\s*|\s+/\s+|,\s+|\s+(?:or|ou|o|y|et|and)\s+")


def addresses_in(text: str) -> list[str]:
    """All addresses of a cell, as they are kept; two in one cell are two.

    Raises ValidationError where it holds none, or one that cannot be kept.
    """
    text = text.replace("mailto:", "").strip()
    # A slash may stand inside an address, too.
    whole = text.count("@") == 1 and not _BETWEEN.search(text.replace("/", ""))
    parts = [text] if whole else [part for part in _BETWEEN.split(text) if "@" in part]
    if not parts:
        raise ValidationError(_("“{text}” is no email address.").format(text=text[:60]))
    found = [normalised(part if whole else part.strip(".:'")) for part in parts]
    return list(dict.fromkeys(found))


def numbers_in(text: str, region: str | None) -> list[PhoneNumber] | None:
    """The telephone numbers of a cell, as they are dialled in `region` (ISO 3166, two letters).

    None where a part of the cell is no number that exists there.
    """
    found = []
    for part in _BETWEEN_NUMBERS.split(text.strip()):
        number = _number(part, region)
        if number is None:
            return None
        found.append(number)
    return found


def _number(text: str, region: str | None) -> PhoneNumber | None:
    # An international prefix is known of a region only; 00 is that of most.
    for spelled in (text, re.sub(r"^\s*00", "+", text)):
        try:
            number = phonenumbers.parse(spelled, region)
        except NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return number
    return None


def number_text(numbers: list[PhoneNumber]) -> str:
    """Numbers as they are kept: `+34 912 34 56 78; +34 600 00 00 00`."""
    return "; ".join(
        phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL) for number in numbers
    )
