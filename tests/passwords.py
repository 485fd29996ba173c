"""The password hash of the tests: the portal's own method, without its deliberate slowness."""

from __future__ import annotations

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    """PBKDF2 with one round: a million take 0.3 s, and nearly every test makes an account."""

    iterations = 1
