"""Forms of the public pages and of the admin's buttons."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from network.values.day_fields import DayField


class AdoptionForm(forms.Form):
    """The day on which a communiqué was adopted."""

    on = DayField(
        label=_("Adopted on"),
        error_messages={"required": _("Say on which day the communiqué was adopted.")},
    )
