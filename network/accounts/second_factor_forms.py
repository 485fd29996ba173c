"""The forms that take a code of the second factor.

Wrong codes are counted in network.accounts.failed_attempts.
"""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm

from network.accounts.failed_attempts import code_attempt


class _CountsCodes:
    def clean_code(self: Any) -> str:
        attempt = code_attempt(context.request, self.user)
        attempt.begin()
        code: str = super().clean_code()  # type: ignore[misc]
        attempt.succeeded()
        return code


class CodeForm(_CountsCodes, AuthenticateForm):  # type: ignore[misc]
    """At sign-in."""


class CodeAgainForm(_CountsCodes, ReauthenticateForm):  # type: ignore[misc]
    """Once more, before something that matters."""
