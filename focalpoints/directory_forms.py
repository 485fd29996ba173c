"""The form of a person's own contact data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from focalpoints.models import Person

CONTACT_FIELDS = (
    "title",
    "given_name",
    "family_name",
    "position",
    "institution",
    "email",
    "phone",
)
# What a person may change about themselves; the member decides on their designation.
OWN_FIELDS = (
    *CONTACT_FIELDS,
    "members_see_name",
    "members_see_email",
    "members_see_phone",
    "public_sees_institution",
)


class OwnContactForm(forms.ModelForm):
    """A person's own data, and who may see them."""

    class Meta:
        model = Person
        fields = OWN_FIELDS
        widgets = {
            "given_name": forms.TextInput({"autocomplete": "given-name"}),
            "family_name": forms.TextInput({"autocomplete": "family-name"}),
            "email": forms.EmailInput({"autocomplete": "email"}),
            "phone": forms.TextInput({"autocomplete": "tel", "type": "tel", "dir": "ltr"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "given_name", "family_name", "position", "institution"):
            self.fields[name].widget.attrs["dir"] = "auto"
        self.fields["email"].help_text = _(
            "The address at which colleagues can reach you. The address that you sign in with "
            "does not change."
        )
        self.fields["members_see_name"].help_text = _(
            "Without it, members see neither your position nor your institution, because these "
            "would identify you, unless you let everybody see them."
        )
