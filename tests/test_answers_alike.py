"""Nobody learns from an answer who is known: neither by its words nor by the work that it takes.

Of the time itself `make bench ONLY=register` gives the ratios (`register.answers_alike`).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import unquote

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client
from django.urls import reverse
from django.utils.http import int_to_base36

from focalpoints.models import ConfirmationRequest, EmailChange
from network import clock
from network.accounts.invitations import digest
from network.accounts.models import Invitation, User
from network.mail.models import OutgoingMail
from newsletters.models import Subscription
from newsletters.services.subscriptions import MAILS_A_DAY
from tests import factories
from tests.costs import Cost, cost_of

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "known@example.org", "other@example.org"
KEY, NO_KEY = "k" * 43, "x" * 43
SAVEPOINT = re.compile(r'.*\bSAVEPOINT "[^"]*"', re.DOTALL)
PAST = datetime.timedelta(days=400)

# (path, what is posted; None to open it), of somebody known and of nobody.
Request = tuple[str, dict[str, str] | None]
Pair = tuple[Request, Request]
Hashes = list[str]


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> Hashes:
    """The passwords that were hashed, which takes longer than all the rest."""
    hashed: Hashes = []
    encode = PBKDF2PasswordHasher.encode

    def counted(self: Any, password: str, *args: Any, **given: Any) -> str:
        hashed.append(password)
        return encode(self, password, *args, **given)

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", counted)
    return hashed


@pytest.fixture
def account() -> User:
    account: User = factories.UserFactory.create(email=KNOWN)
    return account


def posted(name: str, field: str, **more: str) -> Pair:
    path = reverse(name)
    return (path, {field: KNOWN, **more}), (path, {field: UNKNOWN, **more})


def links(name: str, *, is_pressed: bool = False) -> Pair:
    data: dict[str, str] | None = {} if is_pressed else None
    return (reverse(name, args=[KEY]), data), (reverse(name, args=[NO_KEY]), data)


def sign_in(account: User) -> Pair:
    return posted("account_login", "login", password="wrong words")


def reset(account: User) -> Pair:
    return posted("account_reset_password", "email")


def reset_link(account: User) -> Pair:
    def link(key: int) -> Request:
        given = {"uidb36": int_to_base36(key), "key": "d1abcd-" + "0" * 32}
        return reverse("account_reset_password_from_key", kwargs=given), None

    return link(account.pk), link(999_999_999)


def invited(**values: Any) -> None:
    now = clock.now()
    given = {"expires_at": now + PAST, **values}
    Invitation.objects.create(email="invited@example.org", token_digest=digest(KEY), **given)


def invitation_that_was_accepted(account: User) -> Pair:
    invited(accepted_at=clock.now(), account=account)
    return links("invitation")


def invitation_that_was_withdrawn(account: User) -> Pair:
    invited(revoked_at=clock.now())
    return links("invitation")


def invitation_that_has_expired(account: User) -> Pair:
    invited(expires_at=clock.now() - PAST)
    return links("invitation")


def invitation_pressed(account: User) -> Pair:
    invited(expires_at=clock.now() - PAST)
    return links("invitation", is_pressed=True)


def expired_request() -> None:
    row = factories.DesignationFactory.create()
    expired = clock.now() - PAST
    ConfirmationRequest.objects.create(
        person=row.person, token_digest=digest(KEY), expires_at=expired
    )


def confirmation(account: User) -> Pair:
    expired_request()
    return links("focalpoints:confirm-record")


def confirmation_pressed(account: User) -> Pair:
    expired_request()
    return links("focalpoints:confirm-record", is_pressed=True)


def expired_change() -> None:
    person = factories.PersonFactory.create()
    expired = clock.now() - PAST
    EmailChange.objects.create(
        person=person, email=KNOWN, token_digest=digest(KEY), expires_at=expired
    )


def email_change(account: User) -> Pair:
    expired_change()
    return links("focalpoints:confirm-email")


def email_change_pressed(account: User) -> Pair:
    expired_change()
    return links("focalpoints:confirm-email", is_pressed=True)


def subscription(account: User) -> Pair:
    factories.SubscriptionFactory.create(email=KNOWN)
    return posted("newsletters:subscribe", "email")


def subscription_that_was_given_up(account: User) -> Pair:
    factories.SubscriptionFactory.create(
        email=KNOWN, state=Subscription.State.UNSUBSCRIBED, unsubscribed_at=clock.now()
    )
    return posted("newsletters:subscribe", "email")


def subscription_just_written_to(account: User) -> Pair:
    factories.SubscriptionFactory.create(email=KNOWN, mailed_at=clock.now())
    return posted("newsletters:subscribe", "email")


WAYS = (
    sign_in,
    reset,
    reset_link,
    invitation_that_was_accepted,
    invitation_that_was_withdrawn,
    invitation_that_has_expired,
    invitation_pressed,
    confirmation,
    confirmation_pressed,
    email_change,
    email_change_pressed,
    subscription,
    subscription_that_was_given_up,
    subscription_just_written_to,
)


class Said(NamedTuple):
    status: int
    headers: dict[str, str]
    words: str


def answered(asked: Request) -> tuple[list[Said], Cost]:
    """The answers, to the last page that they lead to, and how many queries they took."""
    path, data = asked
    # A visitor each time: nobody is told from another by a session.
    client, answers = Client(), []

    def look() -> None:
        answers.append(client.get(path) if data is None else client.post(path, data))

    whole = cost_of(look, once=True)
    # What is written and taken back has statements more for that.
    sql = [each for each in whole.sql if not SAVEPOINT.fullmatch(each)]
    cost = Cost(len(sql))
    cost.sql = sql
    answer = answers[0]
    said = []
    while True:
        said.append(Said(answer.status_code, headers_of(answer), words_of(answer)))
        if answer.status_code != 302:
            return said, cost
        answer = client.get(answer["Location"])


def headers_of(answer: Any) -> dict[str, str]:
    # The length follows the words, and what is signed differs with its moment.
    told = {name: value for name, value in answer.items() if name != "Content-Length"}
    return {name: neutral(value) for name, value in told.items()}


def words_of(answer: Any) -> str:
    return neutral(answer.content.decode())


def neutral(text: str) -> str:
    """Without what was sent, masked or not, and without what is drawn at random."""
    text = unquote(text)
    text = re.sub(r"\bnonce-[\w+/=-]+|nonce=\"[^\"]*\"|\?to=[^\"\s]+", "…", text)
    text = re.sub(r'(name="csrfmiddlewaretoken" value=|X-CSRFToken": ?)"[^"]*"', "…", text)
    for sent in (KNOWN, UNKNOWN, KEY, NO_KEY, "k•••@example.org", "o•••@example.org"):
        text = text.replace(sent, "…")
    return re.sub(r"/key/[0-9a-z]+-", "/key/…-", text)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_the_answers_are_alike_in_words_headers_and_work(
    account: User, way: Callable[[User], Pair], settings: Any, hashes: Hashes
) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    known, unknown = way(account)
    # What a process keeps from one request to the next is nobody's cost.
    for asked in (known, unknown):
        answered((asked[0], None))
    hashes.clear()
    first, cost_of_known = answered(known)
    hashed = len(hashes)
    second, cost_of_unknown = answered(unknown)
    assert len(hashes) == 2 * hashed
    for one, other in zip(first, second, strict=True):
        assert one.status == other.status
        assert one.headers == other.headers
        assert one.words.splitlines() == other.words.splitlines()
    assert cost_of_known > 0
    assert cost_of_known == cost_of_unknown, [cost_of_known, cost_of_unknown]
    assert MAILS_A_DAY > 1, "else the second answer would be another"


def test_a_stranger_who_is_not_written_to_costs_as_much(
    account: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    monkeypatch.setattr("network.accounts.sign_in.STRANGERS_AN_HOUR", 0)
    known, unknown = reset(account)
    assert answered(known) == answered(unknown)
    assert not OutgoingMail.objects.filter(address=UNKNOWN).exists()


def test_an_attempt_that_is_stopped_hashes_as_much_for_both(account: User, hashes: Hashes) -> None:
    asked = sign_in(account)
    counted = []
    for each in asked:
        hashes.clear()
        for _attempt in range(7):
            answered(each)
        counted.append(len(hashes))
    assert counted[0] == counted[1] > 0


def test_what_is_compared_does_differ_where_somebody_is_known(account: User) -> None:
    """A comparison that overlooks everything would find everything alike."""
    invited()
    alive, unknown = links("invitation")
    assert answered(alive)[0] != answered(unknown)[0]
