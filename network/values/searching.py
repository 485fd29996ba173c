"""Searches over folded texts: what a row holds, what is spelt nearly like it, what is closest.

A model keeps what it is searched by in a `FoldedField`, folded by the database and indexed. Paths
name such columns, through relations too (`country__folded`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Cast
from translated_fields import to_attribute

from network.values.folding import BETWEEN_NAMES, folded

# A word of so many letters is never taken for another: Oman stands in Romania, Iran beside Iraq.
SHORT = 4
# More words than these narrow nothing down.
MOST_WORDS = 8
# Similarity of words from which a name counts as meant: "germny" finds Germany.
LIKE_ENOUGH = 0.55
# Writing without spaces between words, where a word may begin anywhere: Thai, Lao, Khmer, Burmese,
# the ideographs and kana.
RUN_TOGETHER = (
    *((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x9FFF)),
    (0x20000, 0x3FFFF),
)
# The Arabic article is written together with its word.
_ARTICLE = "ال"


def in_each_language(*names: str) -> tuple[str, ...]:
    """The columns of translated fields."""
    return tuple(to_attribute(name, code) for name in names for code, _label in settings.LANGUAGES)


class FoldedField(models.GeneratedField):
    """What a row is searched by: the columns `of` and the list `also`, folded by the database.

    It can be asked for and is never fetched: with the rows that pages show it would travel for
    nothing, in six languages. Therefore it is not `concrete` to Django, which fetches, copies and
    compares those columns.
    """

    db_returning: bool = False  # type: ignore[assignment]

    def __init__(self, *, of: Iterable[str] = (), also: str = "", **kwargs: Any) -> None:
        if of:
            columns = [F(name) for name in of]
            if also:
                kwargs["expression"] = Func(
                    *columns,
                    function="portal_names_folded",
                    template=f'%(function)s(VARIADIC ARRAY[%(expressions)s]::text[] || "{also}")',
                    output_field=models.TextField(),
                )
            else:
                kwargs["expression"] = Func(
                    *columns, function="portal_names_folded", output_field=models.TextField()
                )
        super().__init__(
            **{"output_field": models.TextField(), "db_persist": True, "serialize": False, **kwargs}
        )

    def set_attributes_from_name(self, name: str) -> None:
        super().set_attributes_from_name(name)
        self.concrete = False

    def deconstruct(self) -> Any:
        # To migrations a generated column like any other.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.GeneratedField", args, kwargs


def as_folded(column: str) -> Func:
    """A text by which rows sort as readers look for it: Élan stands among E, and ibn beside Ibn."""
    return Func(F(column), function="portal_folded", output_field=models.TextField())


def folded_index(name: str, column: str = "folded") -> GinIndex:
    """The index of trigrams that searches in `column` use."""
    return GinIndex(fields=[column], name=name, opclasses=["gin_trgm_ops"])


def search_words(text: str) -> list[str]:
    """What `text` asks for, each folded; a word that is folded to several stays together."""
    words = (folded(word) for word in text.split())
    return [word for word in words if word][:MOST_WORDS]


def is_short(word: str) -> bool:
    """Whether a folded word is never taken for another; ideographs tell more than letters."""
    return len(word) <= SHORT and not any(
        first <= ord(each) <= last for each in word for first, last in RUN_TOGETHER
    )


def _forms(word: str) -> Iterator[str]:
    """What a column holds that has `word` in it; a short one stands at the beginning of a word."""
    if not is_short(word):
        yield word
        return
    yield f" {word}"
    if "\u0600" <= word[0] <= "\u06ff":
        yield f" {_ARTICLE}{word}"


def holds_word(paths: Iterable[str], word: str) -> Q:
    """Rows that have the folded `word` in one of the columns; a short one begins a word there."""
    forms = list(_forms(word))
    return Q.create(
        [(f"{path}__contains", form) for path in paths for form in forms], connector=Q.OR
    )


def holds(paths: Iterable[str], text: str) -> Q:
    """Rows that have every word of `text` in one of the columns; none where it holds no word."""
    known = list(paths)
    words = search_words(text)
    if not words:
        return Q(pk__in=[])
    return Q.create([holds_word(known, word) for word in words])


def alike(rows: Any, paths: Iterable[str], text: str) -> Any:
    """`rows` that hold every word of `text`, or one spelt nearly like it where it is not short."""
    known = list(paths)
    words = search_words(text)
    if not words:
        return rows.none()
    for number, word in enumerate(words):
        wanted = holds_word(known, word)
        if not is_short(word):
            for place, path in enumerate(known):
                name = f"likeness_{number}_{place}"
                rows = rows.alias(**{name: TrigramWordSimilarity(word, path)})
                wanted |= Q(**{f"{name}__gte": LIKE_ENOUGH})
        rows = rows.filter(wanted)
    return rows


def alike_by_index(rows: Any, path: str, text: str) -> Any:
    """The same in one column of a large table, by its index (PostgreSQL's own threshold, 0.6)."""
    words = search_words(text)
    if not words:
        return rows.none()
    for word in words:
        wanted = holds_word([path], word)
        if not is_short(word):
            wanted |= Q(**{f"{path}__trigram_word_similar": word})
        rows = rows.filter(wanted)
    return rows


def found_or_alike(rows: Any, paths: Iterable[str], text: str) -> Any:
    """`rows` that hold the words of `text`; where there is none, those with words alike.

    One query more than the rows themselves, whatever is found.
    """
    known = list(paths)
    found = rows.filter(holds(known, text))
    return found if found.exists() else alike(rows, known, text)


def closeness(paths: Iterable[str], text: str) -> Case | Cast:
    """How close a row's names are to `text`, to sort by, the closest first.

    A whole name stands before the beginning of one, that before words within one, and these
    before parts of words.
    """
    known = list(paths)
    whole = folded(text)
    if not whole:
        # Cast, for PostgreSQL takes a bare number in ORDER BY for a column's place.
        return Cast(Value(0), models.IntegerField())

    def within(form: str) -> Q:
        return Q.create([(f"{path}__contains", form) for path in known], connector=Q.OR)

    edge = BETWEEN_NAMES
    return Case(
        When(within(f"{edge} {whole} {edge}"), then=Value(0)),
        When(within(f"{edge} {whole} "), then=Value(1)),
        When(within(f" {whole} "), then=Value(2)),
        When(within(f"{edge} {whole}"), then=Value(3)),
        default=Value(4),
        output_field=models.IntegerField(),
    )
