"""A service's refusal: an exception that carries a sentence for the user."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - it is the portal's word for it
    """The action is not allowed; `sentence` says why and what to do instead.

    Views show the sentence beside what caused it (`field` when a form field did) and lose
    nothing of what was typed.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
