"""Whether the time of an answer tells who is known: each address and key against an unknown one.

Whoever asks on the open pages (sign-in, a new password, the newsletter) or holds the key of a dead
link (an invitation, a confirmation) is to learn nothing from how long it takes. Aim: 0.8 to 1.25.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from django.test import Client, override_settings
from django.urls import reverse
from django.utils.http import int_to_base36

from benchmarks.figures import Figure, ratio
from focalpoints.models import ConfirmationRequest, EmailChange, Person
from network import clock
from network.accounts.invitations import digest
from network.accounts.models import Invitation, User
from newsletters.models import Subscription

KNOWN = "known@bench.example"
ROUNDS = 40
A_YEAR_AGO = datetime.timedelta(days=365)
_numbers = count(1)


def figures() -> Iterator[Figure]:
    """Each pair is asked in turn, every time from another network, as limits are counted by it."""
    with override_settings(ACCOUNT_RATE_LIMITS=False):
        User.objects.create_user(KNOWN, "a sentence that nobody guesses")
        known, unknown = _addresses()
        yield _alike("sign_in", "a wrong password", _sign_in, known, unknown, rounds=20)
        yield _alike("reset", "asking for a new password", _reset, known, unknown)
        yield _alike("reset_link", "a dead link for a new password", _get, *_reset_links())
        yield _alike("invitation", "the link of an invitation", _get, *_invitations())
        get, post = _confirmations()
        yield _alike("confirmation", "the link of a confirmation", _get, *get)
        yield _alike("confirmation_pressed", "the button behind it", _post, *post)
        yield _alike("email_change", "the link of another address", _get, *_email_changes())
        yield _alike("subscription", "asking for the newsletter", _subscribe, *_readers())
        yield _alike("subscription_again", "asking twice for it", _twice, *_readers())


def _alike(
    name: str,
    label: str,
    ask: Callable[[str], Any],
    known: Iterator[str],
    unknown: Iterator[str],
    *,
    rounds: int = ROUNDS,
) -> Figure:
    # A link that is only looked up takes so little that one answer tells nothing.
    repeat = 5 if ask in (_get, _post) else 1
    return ratio(
        f"register.answers_alike.{name}",
        of=(f"{label}, of somebody known", lambda: ask(next(known))),
        against=(f"{label}, of nobody", lambda: ask(next(unknown))),
        rounds=rounds,
        repeat=repeat,
    )


def _client() -> Client:
    number = next(_numbers)
    return Client(REMOTE_ADDR=f"2001:db8:{number >> 16:x}:{number & 0xFFFF:x}::1")


def _addresses() -> tuple[Iterator[str], Iterator[str]]:
    return _always(KNOWN), (f"nobody{number}@bench.example" for number in count())


def _always(text: str) -> Iterator[str]:
    while True:
        yield text


def _sign_in(email: str) -> None:
    answer = _client().post(reverse("account_login"), {"login": email, "password": "wrong words"})
    assert answer.status_code == 200, answer.status_code


def _reset(email: str) -> None:
    answer = _client().post(reverse("account_reset_password"), {"email": email})
    assert answer.status_code == 302, answer.status_code


def _get(path: str) -> None:
    answer = _client().get(path, follow=True)
    assert answer.status_code in {200, 410}, answer.status_code


def _post(path: str) -> None:
    answer = _client().post(path)
    assert answer.status_code == 410, answer.status_code


def _subscribe(email: str) -> None:
    answer = _client().post(reverse("newsletters:subscribe"), {"email": email})
    assert answer.status_code == 302, answer.status_code


def _twice(email: str) -> None:
    """The second time no mail is written: it would only be a nuisance."""
    _subscribe(email)
    _subscribe(email)


def _reset_links() -> tuple[Iterator[str], Iterator[str]]:
    def links(key: int) -> Iterator[str]:
        name = "account_reset_password_from_key"
        uid = int_to_base36(key)
        return _always(reverse(name, kwargs={"uidb36": uid, "key": "d1abcd-" + "0" * 32}))

    return links(User.objects.get(email=KNOWN).pk), links(999_999_999)


def _invitations() -> tuple[Iterator[str], Iterator[str]]:
    """One that was accepted, against one that never was."""
    now = clock.now()
    Invitation.objects.create(
        email="accepted@bench.example",
        token_digest=digest("known-invitation"),
        expires_at=now,
        accepted_at=now,
        account=User.objects.get(email=KNOWN),
    )
    return _links("invitation", "known-invitation")


def _links(name: str, key: str) -> tuple[Iterator[str], Iterator[str]]:
    known, unknown = (reverse(name, args=[each]) for each in (key, "x" * len(key)))
    return _always(known), _always(unknown)


def _confirmations() -> tuple[tuple[Iterator[str], Iterator[str]], ...]:
    """A link that has expired, against one that never was: when it is opened and when pressed."""
    person = Person.objects.filter(designations__isnull=False).first()
    ConfirmationRequest.objects.filter(person=person).delete()
    ConfirmationRequest.objects.create(
        person=person,
        token_digest=digest("known-confirmation"),
        expires_at=clock.now() - A_YEAR_AGO,
    )
    name = "focalpoints:confirm-record"
    return _links(name, "known-confirmation"), _links(name, "known-confirmation")


def _email_changes() -> tuple[Iterator[str], Iterator[str]]:
    EmailChange.objects.create(
        person=Person.objects.first(),
        email="other@bench.example",
        token_digest=digest("known-change"),
        expires_at=clock.now() - A_YEAR_AGO,
    )
    return _links("focalpoints:confirm-email", "known-change")


def _readers() -> tuple[Iterator[str], Iterator[str]]:
    """Each address once: another mail to the same one would not be written."""
    marks = [next(_numbers) for _reader in range(ROUNDS + 1)]
    known = [f"reader{mark}@bench.example" for mark in marks]
    Subscription.objects.bulk_create(
        Subscription(email=email, state=Subscription.State.CONFIRMED, confirmed_at=clock.now())
        for email in known
    )
    return iter(known), (f"stranger{next(_numbers)}@bench.example" for _reader in count())
