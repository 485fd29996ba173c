"""Forms of the public pages and of the admin's buttons."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DayInput(forms.DateInput):
    """The browser's own date picker; it speaks ISO whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TroikaDayForm(forms.Form):
    """`?on=2018-06-01`: the day whose Troika is asked for. Empty means today."""

    on = forms.DateField(
        label=_("Troika on a given day"),
        required=False,
        widget=DayInput(),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Enter the date as 2018-06-01.")},
    )

    def day(self) -> datetime.date:
        """The day asked for; today while none, or none that can be read, was given."""
        found: datetime.date | None = None
        if self.is_bound and self.is_valid():
            found = self.cleaned_data["on"]
        return found or timezone.localdate()


class AdoptionForm(forms.Form):
    """The day on which a communiqué was adopted."""

    on = forms.DateField(
        label=_("Adopted on"),
        widget=DayInput(),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "invalid": _("Enter the date as 2018-06-01."),
            "required": _("Say on which day the communiqué was adopted."),
        },
    )
