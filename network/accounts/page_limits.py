"""How often pages of sign-in may be asked for; settings.py takes it over.

By network address (`ip`), by account (`user`), or by the address of email that was typed (`key`).
"""

from __future__ import annotations

ACCOUNT_RATE_LIMITS: dict[str, str | None] = {
    "login": "30/m/ip",
    # Wrong passwords and codes are counted in network/accounts/failed_attempts.py.
    "login_failed": None,
    "reset_password": "10/m/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "signup": "20/m/ip",
}
