"""The form with which a focal point sends in a letter of designation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from focalpoints.letter_field import LetterField
from focalpoints.models import LetterRequest, Member
from focalpoints.unrecorded_letters import keep_unrecorded, unrecorded
from network.accounts.models import User
from network.documents.models import PrivateFile
from network.documents.private import discard_file
from network.values.day_fields import DayField
from network.values.refusals import Refusal


class LetterRequestForm(forms.ModelForm):
    """What the letter says, and the letter, which is kept while the form is put right."""

    kept_letter = forms.CharField(required=False, widget=forms.HiddenInput)
    letter = LetterField(label=_("Letter"))
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
        # A copy: the letter that is kept is noted in it.
        super().__init__(None if data is None else data.copy(), files)
        self.by = by
        self.instance.member = member
        self._tell_kept()
        for name in ("title", "given_name", "family_name", "position", "institution"):
            self.fields[name].widget.attrs["dir"] = "auto"
        self.fields["letter_authority"].widget.attrs["dir"] = "auto"
        self.fields["email"].help_text = _(
            "Their own official address. The Secretariat invites them with it."
        )

    @property
    def kept(self) -> PrivateFile | None:
        """The letter that was uploaded with this form."""
        return unrecorded(self.data.get("kept_letter", "") or "", self.by)

    def keep_letter(self) -> None:
        """Keep what was uploaded, right or wrong as the rest may be: nobody chooses it twice."""
        upload = self.cleaned_data.get("letter")
        if not upload:
            return
        earlier = self.kept
        try:
            file = keep_unrecorded(upload, by=self.by)
        except Refusal as refusal:
            self.add_error("letter", refusal.sentence)
            return
        if earlier is not None:
            discard_file(earlier, by=self.by)
        self.data["kept_letter"] = str(file.pk)  # type: ignore[index]
        self._tell_kept()

    def _tell_kept(self) -> None:
        field = self.fields["letter"]
        field.required = (kept := self.kept) is None
        # What was drawn of it before said something else.
        self._bound_fields_cache.pop("letter", None)  # type: ignore[attr-defined]
        if kept is not None:
            field.help_text = _("“{name}” is kept. Choose a file only to replace it.").format(
                name=kept.original_name
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("A designation cannot end before it starts."))
        return data
