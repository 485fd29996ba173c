"""The form with which a recipient answers a notification."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.values.form_fields import CleanTextField


class AnswerForm(forms.Form):
    """An answer in words."""

    answer = CleanTextField(
        label=_("Your answer"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].widget.attrs["dir"] = "auto"
