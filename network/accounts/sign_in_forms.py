"""allauth's forms as the portal shows them.

An email address comes in like everywhere else; passwords and codes are not touched. No
field repeats its label as a grey text inside the box, where it looks like an entry.
"""

from __future__ import annotations

from typing import Any

from allauth.account import fields, forms

from network.values.form_fields import CleanEmailField


class EmailField(CleanEmailField, fields.EmailField):
    """allauth's field, with the one form of an address."""


class _WithoutPlaceholders:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)


class LoginForm(_WithoutPlaceholders, forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = EmailField()
        self.fields["login"].widget.attrs.pop("placeholder", None)


class ResetPasswordForm(_WithoutPlaceholders, forms.ResetPasswordForm):
    email = EmailField(required=True)


class ChangePasswordForm(_WithoutPlaceholders, forms.ChangePasswordForm):
    """A new password for somebody who knows the old one."""


class ResetPasswordKeyForm(_WithoutPlaceholders, forms.ResetPasswordKeyForm):
    """A new password behind the link of a mail."""


class ReauthenticateForm(_WithoutPlaceholders, forms.ReauthenticateForm):
    """The password again, before something that matters."""
