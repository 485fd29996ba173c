"""How often a password or a code may be wrong.

Attempts are counted by the network address and the account together, so that nobody can lock out
the owner, who signs in from elsewhere. The account alone has a far higher limit, against many
clients that guess together; the network address alone has one against a client that tries many
accounts.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.userkit import filter_users_by_email
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import ngettext

from network.accounts.models import User
from network.accounts.rate_limits import Limit, network_of

FROM_ONE_NETWORK = (10, 60)  # times, seconds
ON_ONE_ACCOUNT_FROM_ONE_NETWORK = (5, 5 * 60)
ON_ONE_ACCOUNT = (100, 60 * 60)
# A code has six digits, and three are right at any moment: 30 an hour find one in 11,000 hours.
CODES_ON_ONE_ACCOUNT = (30, 60 * 60)


class Attempt:
    """One attempt at a password or a code, counted before it is checked.

    Counted first, so that many simultaneous attempts do not all pass before the first is counted.
    """

    def __init__(self, limits: list[Limit]) -> None:
        self.limits = limits

    def begin(self) -> None:
        """Raises ValidationError, with the time to wait, when there were too many."""
        counted: list[Limit] = []
        for limit in self.limits:
            seconds = limit.count()
            if seconds:
                for earlier in counted:
                    earlier.take_back()
                raise ValidationError(try_again_in(seconds), code="too_many_attempts")
            counted.append(limit)

    def succeeded(self) -> None:
        """Uncount a correct attempt."""
        for limit in self.limits:
            limit.take_back()

    def forget(self) -> None:
        for limit in self.limits:
            limit.forget()


def password_attempt(request: HttpRequest, email: str) -> Attempt:
    """One try of a password for an address; the same limits whether or not it has an account."""
    # By the account that sign-in would find: two spellings of an address are not two accounts.
    found = filter_users_by_email(email, prefer_verified=True, for_login=True)
    whose = f"account {found[0].pk}" if found else f"address {email.strip().lower()}"
    return _attempt(request, "password", whose, ON_ONE_ACCOUNT)


def code_attempt(request: HttpRequest, account: User) -> Attempt:
    """One try of a code of the second factor."""
    return _attempt(request, "code", f"account {account.pk}", CODES_ON_ONE_ACCOUNT)


def _attempt(request: HttpRequest, what: str, whose: str, of_account: tuple[int, int]) -> Attempt:
    network = network_of(get_adapter().get_client_ip(request))
    return Attempt(
        [
            Limit(f"{what}-network", network, *FROM_ONE_NETWORK),
            Limit(f"{what}-both", f"{network} {whose}", *ON_ONE_ACCOUNT_FROM_ONE_NETWORK),
            Limit(f"{what}-account", whose, *of_account),
        ]
    )


def forget_wrong_passwords(request: HttpRequest, account: User) -> None:
    """Clear the counts of an account whose owner has chosen a new password.

    The count of the network address alone stays: it concerns other accounts too.
    """
    Attempt(password_attempt(request, account.email).limits[1:]).forget()


def try_again_in(seconds: int) -> str:
    """The sentence for a person who has to wait, in whole minutes."""
    minutes = -(-seconds // 60)
    return ngettext(
        "Too many attempts. Try again in %(minutes)s minute.",
        "Too many attempts. Try again in %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}
