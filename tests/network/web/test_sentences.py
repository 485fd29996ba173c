"""Sentences on pages that are read from right to left."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe

ARABIC = "Nuria Colega: يحق الآن لهذا الشخص إعداد المسودات."
MARK = "\u200f"


def shown(text: str) -> str:
    return Template("{% load portal %}{{ text|sentence }}").render(Context({"text": text}))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ar", ARABIC, MARK + ARABIC),
        ("ar", "A sentence that is not translated yet.", "A sentence that is not translated yet."),
        ("en", ARABIC, ARABIC),
        ("ar", "<b>يحق", MARK + "&lt;b&gt;يحق"),
        ("ar", mark_safe("<b>يحق</b>"), MARK + "<b>يحق</b>"),
    ],
)
def test_a_sentence_has_the_direction_of_its_language(
    language: str, text: str, expected: str
) -> None:
    with translation.override(language):
        assert shown(text) == expected
