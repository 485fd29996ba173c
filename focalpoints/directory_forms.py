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
OWN_FIELDS = (*CONTACT_FIELDS, *Person.consents)


class OwnContactForm(forms.ModelForm):
    """A person's own data, and who may see them."""

    class Meta:
        model = Person
        # Each beside the choice of who sees it.
        fields = (
            "title",
            "given_name",
            "family_name",
            "name_visibility",
            "position",
            "position_visibility",
            "institution",
            "institution_visibility",
            "email",
            "email_visibility",
            "phone",
            "phone_visibility",
        )
        widgets = {
            "given_name": forms.TextInput({"autocomplete": "given-name"}),
            "family_name": forms.TextInput({"autocomplete": "family-name"}),
            "email": forms.EmailInput({"autocomplete": "email"}),
            "phone": forms.TextInput({"autocomplete": "tel", "type": "tel", "dir": "ltr"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            # A choice that was not sent stays as it is: nothing is widened by silence.
            now = {name: getattr(self.instance, name) for name in Person.consents}
            self.data = {**now, **self.data.dict()}  # type: ignore[attr-defined]
        for name in ("title", "given_name", "family_name", "position", "institution"):
            self.fields[name].widget.attrs["dir"] = "auto"
        self.fields["email"].help_text = _(
            "The address at which colleagues can reach you. The address that you sign in with "
            "does not change."
        )
        for name in ("position_visibility", "institution_visibility"):
            self.fields[name].help_text = _(
                "A position or an institution may identify you, even where your name is not shared."
            )
