"""What people write to each other about a change: a note with it, a reason why it comes back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from focalpoints.models import ReviewStep
from network.values.form_fields import CleanTextField


def _remark(label: Any) -> CleanTextField:
    """A few paragraphs, as long as the step that keeps them allows."""
    return CleanTextField(
        label=label,
        max_length=ReviewStep._meta.get_field("reason").max_length,
        required=False,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )


class NoteForm(forms.Form):
    """Note to the Secretariat, with a submission."""

    note = _remark(_("Note to the Secretariat"))


class ReasonForm(forms.Form):
    """Why a submission is sent back. That there must be one is the service's to say."""

    reason = _remark(_("Reason"))
