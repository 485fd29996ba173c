"""The upload of a letter of designation, which is kept while the rest of its form is put right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from focalpoints.letters import RULE
from focalpoints.unrecorded_letters import keep_unrecorded, unrecorded
from network.accounts.models import User
from network.documents.models import PrivateFile
from network.documents.private import discard_file
from network.values.refusals import Refusal


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


class KeepsLetter(forms.Form):
    """A form with a letter, which nobody chooses twice; `by` uploads it.

    The page calls `keep_letter` once the form is checked and is shown again, and records `kept`.
    """

    letter = LetterField(label=_("Letter"))
    kept_letter = forms.CharField(label=_("Letter"), required=False, widget=forms.HiddenInput)

    by: User

    @property
    def kept(self) -> PrivateFile | None:
        """The letter that was uploaded with this form before."""
        key = self["kept_letter"].value()
        return unrecorded(key, self.by) if key else None

    def keep_letter(self) -> None:
        """Keep what was uploaded, right or wrong as the rest may be."""
        upload = self.cleaned_data.get("letter")
        if not upload:
            return
        earlier = KeepsLetter.kept.__get__(self)
        try:
            file = keep_unrecorded(upload, by=self.by)
        except Refusal as refusal:
            self.add_error("letter", refusal.sentence)
            return
        if earlier is not None:
            discard_file(earlier, by=self.by)
        # A copy that may be written, of a request's that may not.
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("kept_letter")] = str(file.pk)
        self.data = data
        self.tell_kept()

    def tell_kept(self) -> None:
        """Say beside the field which letter is kept."""
        # What was drawn of it before said something else.
        self._bound_fields_cache.pop("letter", None)  # type: ignore[attr-defined]
        if (kept := self.kept) is not None:
            self.fields["letter"].help_text = _(
                "“{name}” is kept. Choose a file only to replace it."
            ).format(name=kept.original_name)

    def clean_kept_letter(self) -> str:
        key: str = self.cleaned_data["kept_letter"]
        is_chosen = self.cleaned_data.get("letter") or "letter" in self.errors
        if key and not is_chosen and self.kept is None:
            self.add_error("letter", _("The file is no longer kept. Choose it again."))
        return key
