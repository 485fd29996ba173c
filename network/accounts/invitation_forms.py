"""Forms of the ground floor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.contrib.auth.password_validation import validate_password as validate
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from network.accounts.models import Invitation, User
from network.values.form_fields import CleanCharField


class AcceptInvitationForm(forms.Form):
    """A name and a password, twice."""

    name = CleanCharField(
        label=_("Your name"),
        error_messages={"required": _("Enter your name.")},
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    password1 = forms.CharField(
        label=_("Password"),
        error_messages={"required": _("Choose a password.")},
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Repeat the password"),
        error_messages={"required": _("Enter the password again.")},
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, invitation: Invitation, data: Any = None) -> None:
        super().__init__(data, initial={"name": invitation.name})
        self.invitation = invitation
        self.fields["password1"].help_text = password_validators_help_text_html()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        password, again = cleaned.get("password1"), cleaned.get("password2")
        if password and again and password != again:
            self.add_error("password2", _("The two passwords are not the same."))
        # Validated all the same, so that every problem is reported at once.
        if password:
            owner = User(email=self.invitation.email, name=cleaned.get("name", ""))
            try:
                validate(password, owner)
            except ValidationError as error:
                self.add_error("password1", error)
        return cleaned
