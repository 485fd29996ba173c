"""Items in a row, with the separator of the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from network.values.translated import in_language


def listed(items: Iterable[object]) -> SafeString:
    """`items` as words in a row, escaped unless safe: "a, b" in English, "甲、乙" in Chinese."""
    return format_html_join(
        pgettext("between the items of a list", ", "), "{}", ((in_language(it),) for it in items)
    )
