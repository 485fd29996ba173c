"""Forms of the public pages and of the admin's buttons."""

from __future__ import annotations

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from network import clock
from network.values.day_fields import DayField


class TroikaDayForm(forms.Form):
    """`?on=2018-06-01`: the day whose Troika is asked for. Empty means today."""

    on = DayField(label=_("Troika on a given day"), required=False)

    def day(self) -> datetime.date:
        """The day asked for; today while none, or none that can be read, was given."""
        found: datetime.date | None = None
        if self.is_bound and self.is_valid():
            found = self.cleaned_data["on"]
        return found or clock.today()


class AdoptionForm(forms.Form):
    """The day on which a communiqué was adopted."""

    on = DayField(
        label=_("Adopted on"),
        error_messages={"required": _("Say on which day the communiqué was adopted.")},
    )
