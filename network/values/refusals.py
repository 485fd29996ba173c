"""A service's refusal: an exception that carries a sentence for the user."""

from __future__ import annotations

from collections.abc import Mapping


class Refusal(Exception):  # noqa: N818 - it is the portal's word for it
    """The action is not allowed; `sentence` says why and what to do instead.

    Views show the sentence beside what caused it (`field` when a form field did) and lose
    nothing of what was typed.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class RefusedRows(Refusal):
    """Some of several rows that one service was given are refused, and none was written.

    `refusals` says why, by the places of the rows; the sentence is that of the first.
    """

    def __init__(self, refusals: Mapping[int, Refusal]) -> None:
        first = refusals[min(refusals)]
        super().__init__(first.sentence, field=first.field)
        self.refusals = dict(refusals)
