"""The form with which a focal point lets a colleague draft."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from network import clock
from network.values.day_fields import DayField
from network.values.form_fields import CleanCharField, CleanEmailField


class DraftingRightForm(forms.Form):
    """Who may draft, and until when."""

    given_name = CleanCharField(label=_("Given name"), max_length=100)
    family_name = CleanCharField(label=_("Family name"), max_length=100, required=False)
    position = CleanCharField(
        label=pgettext_lazy("of a person", "Position"), max_length=200, required=False
    )
    email = CleanEmailField(
        label=_("Email"),
        max_length=254,
        help_text=_("Their own official address: with it they sign in."),
    )
    language = forms.ChoiceField(label=_("Language of the email"), choices=settings.LANGUAGES)
    ends_on = DayField(
        label=_("May draft until"),
        help_text=_(
            "Year-month-day, for example 2026-12-31. A year from today at most; you can end it "
            "earlier."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
        for name in ("given_name", "family_name", "position"):
            self.fields[name].widget.attrs["dir"] = "auto"

    def clean_ends_on(self) -> Any:
        day = self.cleaned_data["ends_on"]
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("This day has passed."), code="past")
        return day
