"""The last part of a page's web address (`slug`): made once from a name, then stored."""

from __future__ import annotations

import itertools
import re
from functools import cache

import icu
from django.db import connection, models
from django.utils.text import slugify

LONGEST = 100
# Cyrillic as an English reader writes it (`zhenshchiny`), then any other script, then no accents.
_INTO_LATIN = "Russian-Latin/BGN; Any-Latin; Latin-ASCII"


@cache
def _into_latin() -> icu.Transliterator:
    return icu.Transliterator.createInstance(_INTO_LATIN)


def in_latin(text: str) -> str:
    """`text`, in any script, in letters without accents: `妇女与和平` is `fu nu yu he ping`."""
    return str(_into_latin().transliterate(text))


def free_slug(model: type[models.Model], wanted: str) -> str:
    """`wanted` in Latin letters, digits and hyphens, or with the first free number behind it.

    It fits the column `slug`. It is reserved until the end of the transaction: two rows of one name
    that are saved at once would both find the same address free.
    """
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            held = f"address of {model._meta.db_table}"
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [held])
    column: models.SlugField[str, str] = model._meta.get_field("slug")  # type: ignore[assignment]
    # Room for a number after it.
    longest = min(LONGEST, (column.max_length or LONGEST) - 5)
    # "2020/2021" is two words; an apostrophe that stands for a letter of another script is none.
    words = in_latin(re.sub(r"[/\u2013\u2014]", "-", wanted))
    stem = slugify(words)[:longest].strip("-") or "entry"
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    numbered = (f"{stem}-{number}" for number in itertools.count(2))
    return next(slug for slug in numbered if slug not in taken)
