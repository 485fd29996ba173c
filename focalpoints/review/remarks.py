"""What people write to each other about a change: a note with it, a reason why it comes back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_CHARACTERS = 2_000


class Remark(forms.CharField):
    """A few paragraphs, counted as the browser counts them and without what no reader sees."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=MOST_CHARACTERS,
            required=False,
            widget=forms.Textarea({"rows": 3, "dir": "auto"}),
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        # A browser counts a line's end once and sends it as two; PostgreSQL keeps no NUL.
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\x00", "")


class NoteForm(forms.Form):
    """A word to the Secretariat, with a submission."""

    note = Remark(label=_("A word to the Secretariat"))


class ReasonForm(forms.Form):
    """Why a submission is sent back. That there must be one is the service's to say."""

    reason = Remark(label=_("Reason"))
