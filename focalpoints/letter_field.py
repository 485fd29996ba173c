"""The upload of a letter of designation, wherever the Secretariat records one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from focalpoints.letters import RULE


class LetterField(forms.FileField):
    """A letter that `RULE` accepts, or None; what is wrong stands beside it."""

    def __init__(self, **options: Any) -> None:
        given: dict[str, Any] = {
            "required": False,
            "help_text": _("PDF, JPEG or PNG, 10 MB at most."),
        }
        super().__init__(**given | options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": RULE.accept}

    def clean(self, data: Any, initial: Any = None) -> Any:
        letter = super().clean(data, initial)
        if letter:
            RULE.type_of(letter)
        return letter or None
