"""The form with which a focal point sends in a letter of designation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from focalpoints.letter_field import KeepsLetter
from focalpoints.models import LetterRequest, Member
from network.accounts.models import User
from network.values.day_fields import DayField


class LetterRequestForm(forms.ModelForm, KeepsLetter):
    """What the letter says, and the letter, which is kept while the form is put right."""

    letter_dated_on = DayField(label=_("Date of the letter"))
    starts_on = DayField(label=_("Designated from"))
    ends_on = DayField(
        label=_("Designated until"),
        required=False,
        help_text=_("If left empty, until further notice."),
    )

    class Meta:
        model = LetterRequest
        fields = (
            "letter_dated_on",
            "letter_authority",
            "letter_reference",
            "category",
            "starts_on",
            "ends_on",
            "title",
            "given_name",
            "family_name",
            "position",
            "institution",
            "email",
            "phone",
            "note",
        )
        widgets = {
            "phone": forms.TextInput({"type": "tel", "dir": "ltr"}),
            "email": forms.EmailInput({"dir": "ltr"}),
            "note": forms.Textarea({"rows": 3, "dir": "auto"}),
        }

    field_order = ("letter",)

    def __init__(self, data: Any = None, files: Any = None, *, member: Member, by: User) -> None:
        super().__init__(data, files)
        self.by = by
        self.instance.member = member
        self.tell_kept()
        for name in ("title", "given_name", "family_name", "position", "institution"):
            self.fields[name].widget.attrs["dir"] = "auto"
        self.fields["letter_authority"].widget.attrs["dir"] = "auto"
        self.fields["email"].help_text = _(
            "Their own official address. The Secretariat invites them with it."
        )

    def tell_kept(self) -> None:
        super().tell_kept()
        self.fields["letter"].required = self.kept is None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("A designation cannot end before it starts."))
        return data
