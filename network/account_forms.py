"""allauth's forms that take an email address, which comes in like every text people enter.

Passwords and codes are not touched.
"""

from __future__ import annotations

from typing import Any

from allauth.account import fields, forms

from network.form_fields import CleanCharField


class EmailField(CleanCharField, fields.EmailField):
    tells_length = False


class LoginForm(forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = EmailField()


class ResetPasswordForm(forms.ResetPasswordForm):
    email = EmailField(required=True)
