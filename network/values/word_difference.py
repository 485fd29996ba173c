"""Two texts compared word by word: what stayed, was removed and was added."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

# The limit of a comparison word by word: beyond it both texts are shown whole, since such a
# patchwork would be unreadable. A text of few words, each repeated many times, has the most pairs.
MOST_WORDS = 1_000
MOST_PAIRS = 20_000


@dataclass(frozen=True)
class Piece:
    """A run of words: `same`, `out` (only before) or `in` (only after)."""

    kind: str
    text: str


def word_difference(before: str, after: str) -> list[Piece]:
    """The runs of words that stayed, were removed and were added, in reading order."""
    if not before or not after:
        return _apart(before, after)
    old, new = _words(before), _words(after)
    # What both begin and end with costs nothing, so that a long text with one edit is compared word
    # by word; the comparison of the rest may grow with the cube of its length.
    first = _shared(old, new)
    last = _shared(old[first:][::-1], new[first:][::-1])
    middle = old[first : len(old) - last], new[first : len(new) - last]
    if max(map(len, middle)) > MOST_WORDS or _pairs(*middle) > MOST_PAIRS:
        return _apart(before, after)
    pieces: list[Piece] = []
    if first:
        pieces.append(Piece("same", "".join(old[:first])))
    matcher = SequenceMatcher(None, *middle, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(middle[0][a:b])))
            continue
        if b > a:
            pieces.append(Piece("out", "".join(middle[0][a:b])))
        if d > c:
            pieces.append(Piece("in", "".join(middle[1][c:d])))
    if last:
        pieces.append(Piece("same", "".join(old[len(old) - last :])))
    return pieces


def _words(text: str) -> list[str]:
    """Words, each with the spaces before it: alone, spaces would be half of all matches.

    Chinese has no spaces: each ideograph is a word of its own.
    """
    return re.findall(r"\s*(?:[\u3400-\u9fff]|[^\s\u3400-\u9fff]+)|\s+$", text)


def _shared(old: list[str], new: list[str]) -> int:
    """How many words both begin with."""
    pairs = zip(old, new, strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _pairs(old: list[str], new: list[str]) -> int:
    """How many pairs of equal words the two texts have: the cost of one comparison."""
    counts = Counter(new)
    return sum(counts[word] for word in old)


def _apart(before: str, after: str) -> list[Piece]:
    return [Piece("out", before)] * bool(before) + [Piece("in", after)] * bool(after)
