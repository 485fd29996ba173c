"""Invitations: the only way to an account, by real pages and the mail that the outbox holds."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.accounts.invitations import VALID_FOR, invite, resend, revoke
from network.accounts.models import Invitation, User
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import factories
from tests.proof import prove

pytestmark = pytest.mark.django_db

NEWCOMER = "newcomer@example.org"
PASSWORD = "a-quite-long-sentence"
DEAD = "This link does not work, or no longer works"


def link(address: str = NEWCOMER) -> str:
    """The address in the newest mail to `address`, as its reader would open it."""
    text = OutgoingMail.objects.filter(address=address).latest("pk").body_text
    found = re.search(r"https?://[^/\s]+((?:/[a-z-]+)?/invitation/\S+)", text)
    assert found is not None, text
    return found.group(1)


def accept(client: Client, url: str, password: str = PASSWORD, again: str | None = None) -> object:
    data = {"name": "Nora New", "password1": password, "password2": again or password}
    return client.post(url, data)


def test_an_invitation_goes_out_by_mail_and_only_its_digest_is_kept(secretariat: User) -> None:
    invitation = invite(email="Newcomer@Example.org ", name="Nora New", by=secretariat)
    mail = OutgoingMail.objects.get()
    assert (mail.address, mail.kind) == (NEWCOMER, OutgoingMail.Kind.INVITATION)
    assert "Dear Nora New," in mail.body_text
    token = link().rstrip("/").split("/")[-1]
    assert len(token) >= 43
    row = Invitation.objects.filter(pk=invitation.pk).values()[0]
    assert token not in str(row)
    assert token not in mail.subject
    assert link() in mail.body_html


def test_the_mail_speaks_the_language_that_was_chosen(secretariat: User) -> None:
    invite(email=NEWCOMER, language="fr", by=secretariat)
    assert link().startswith("/fr/invitation/")
    assert OutgoingMail.objects.get().language == "fr"


def test_opening_the_link_changes_nothing(visitor: Client, secretariat: User) -> None:
    invite(email=NEWCOMER, by=secretariat)
    for _time in range(3):
        response = visitor.get(link())
        assert response.status_code == 200
    assert not User.objects.filter(email=NEWCOMER).exists()
    assert Invitation.objects.open().count() == 1
    assert response["Referrer-Policy"] == "strict-origin"
    assert "no-store" in response["Cache-Control"]


def test_accepting_makes_the_account_and_signs_in(visitor: Client, secretariat: User) -> None:
    invite(email=NEWCOMER, language="es", by=secretariat)
    response = accept(visitor, link())
    account = User.objects.get(email=NEWCOMER)
    assert response.status_code == 302
    assert response["Location"] == "/es/after-login/"
    assert visitor.session["_auth_user_id"] == str(account.pk)
    assert (account.name, account.language, account.is_staff) == ("Nora New", "es", False)
    assert account.check_password(PASSWORD)
    assert Invitation.objects.get().account == account


def test_a_member_of_staff_gets_the_secretariats_rights(visitor: Client, secretariat: User) -> None:
    invite(email=NEWCOMER, as_staff=True, by=secretariat)
    accept(visitor, link())
    account = User.objects.get(email=NEWCOMER)
    assert account.is_secretariat
    assert account.has_perm("focalpoints.change_member")
    assert not account.is_superuser


def test_a_link_works_once(visitor: Client, secretariat: User) -> None:
    invite(email=NEWCOMER, by=secretariat)
    url = link()
    accept(visitor, url)
    for response in (Client().get(url), accept(Client(), url, "another-long-sentence")):
        assert response.status_code == 410
        assert DEAD in response.content.decode()
    assert User.objects.get(email=NEWCOMER).check_password(PASSWORD)


def test_a_link_expires_after_seven_days(visitor: Client, secretariat: User) -> None:
    invite(email=NEWCOMER, by=secretariat)
    invitation = Invitation.objects.get()
    assert invitation.expires_at - timezone.now() > VALID_FOR - datetime.timedelta(minutes=1)
    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    for response in (visitor.get(link()), accept(visitor, link())):
        assert response.status_code == 410
        assert DEAD in response.content.decode()
    assert not User.objects.filter(email=NEWCOMER).exists()


def test_a_revoked_link_is_worthless(visitor: Client, secretariat: User) -> None:
    invitation = invite(email=NEWCOMER, by=secretariat)
    revoke(invitation, by=secretariat)
    response = accept(visitor, link())
    assert response.status_code == 410
    assert DEAD in response.content.decode()
    assert not User.objects.filter(email=NEWCOMER).exists()


def test_sending_again_kills_the_older_link(visitor: Client, secretariat: User) -> None:
    invitation = invite(email=NEWCOMER, by=secretariat)
    older = link()
    Invitation.objects.update(expires_at=timezone.now())
    resend(invitation, by=secretariat)
    assert visitor.get(older).status_code == 410
    assert visitor.get(link()).status_code == 200


def test_an_address_has_one_pending_invitation(secretariat: User) -> None:
    first = invite(email=NEWCOMER, by=secretariat)
    second = invite(email=NEWCOMER.upper(), as_staff=True, by=secretariat)
    assert first.pk == second.pk
    assert Invitation.objects.count() == 1
    assert Invitation.objects.get().as_staff


def test_an_invitation_for_less_takes_nothing_away(secretariat: User) -> None:
    invite(email=NEWCOMER, as_staff=True, by=secretariat)
    invite(email=NEWCOMER, by=secretariat)
    assert Invitation.objects.get().as_staff


def test_a_refused_invitation_keeps_what_was_typed(secretariat_client: Client) -> None:
    factories.UserFactory.create(email=NEWCOMER, is_active=False)
    data = {"email": NEWCOMER, "name": "Nora New", "language": "fr", "as_staff": "on"}
    prove(secretariat_client)
    response = secretariat_client.post(reverse("admin:network_invitation_add"), data)
    page = response.content.decode()
    assert response.status_code == 200
    assert "The account of this address is deactivated." in page
    assert 'value="Nora New"' in page
    assert f'value="{NEWCOMER}"' in page
    assert not Invitation.objects.exists()


def test_a_link_that_never_was_one_says_what_to_do(visitor: Client) -> None:
    response = visitor.get(reverse("invitation", args=["guessed"]))
    assert response.status_code == 410
    assert "most recent invitation email" in response.content.decode()


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("short", "short", "at least 12 characters"),
        ("newcomer@example.org", "newcomer@example.org", "too similar"),
        ("837465019283", "837465019283", "entirely numeric"),
        (PASSWORD, "another-long-sentence", "not the same"),
    ],
)
def test_a_weak_password_is_refused_beside_the_field(
    visitor: Client, secretariat: User, password: str, again: str, said: str
) -> None:
    invite(email=NEWCOMER, by=secretariat)
    response = accept(visitor, link(), password, again)
    assert response.status_code == 200
    assert said in response.content.decode()
    assert "Nora New" in response.content.decode()
    assert not User.objects.filter(email=NEWCOMER).exists()
    assert Invitation.objects.open().count() == 1


def test_an_existing_account_joins_after_signing_in_itself(secretariat: User) -> None:
    account = factories.UserFactory.create(email=NEWCOMER)
    invite(email=NEWCOMER, as_staff=True, by=secretariat)
    stranger = Client()
    assert "already has an account" in stranger.get(link()).content.decode()
    accept(stranger, link())
    account.refresh_from_db()
    assert not account.is_staff

    owner = Client()
    owner.force_login(account)
    owner.get(link())
    account.refresh_from_db()
    assert not account.is_staff
    owner.post(link())
    account = User.objects.get(pk=account.pk)
    assert account.is_secretariat
    assert account.check_password(factories.PASSWORD)


def test_somebody_elses_account_cannot_accept(
    focal_point_client: Client, focal_point: User, secretariat: User
) -> None:
    factories.UserFactory.create(email=NEWCOMER)
    invite(email=NEWCOMER, as_staff=True, by=secretariat)
    response = focal_point_client.post(link())
    assert "Sign out" in response.content.decode()
    focal_point.refresh_from_db()
    assert not focal_point.is_staff
    assert Invitation.objects.open().count() == 1


def test_no_invitation_goes_to_what_is_no_address(secretariat: User) -> None:
    with pytest.raises(Refusal, match="valid email address") as refusal:
        invite(email="nobody at home", by=secretariat)
    assert refusal.value.field == "email"
    assert not OutgoingMail.objects.exists()


def test_no_invitation_goes_to_a_deactivated_account(secretariat: User) -> None:
    factories.UserFactory.create(email=NEWCOMER, is_active=False)
    with pytest.raises(Refusal, match="deactivated"):
        invite(email=NEWCOMER, by=secretariat)


def test_staff_are_not_invited_twice(secretariat: User) -> None:
    with pytest.raises(Refusal, match="already"):
        invite(email=secretariat.email, as_staff=True, by=secretariat)


def test_what_was_accepted_is_neither_revoked_nor_sent_again(
    visitor: Client, secretariat: User
) -> None:
    invitation = invite(email=NEWCOMER, by=secretariat)
    accept(visitor, link())
    for service in (revoke, resend):
        with pytest.raises(Refusal, match="was accepted"):
            service(invitation, by=secretariat)


def test_an_invitation_cannot_stand_beside_another_pending_one(secretariat: User) -> None:
    invitation = invite(email=NEWCOMER, by=secretariat)
    twin = Invitation(
        email=NEWCOMER.upper(), token_digest="x", expires_at=timezone.now(), name="Twin"
    )
    with pytest.raises(ValidationError, match="already been invited"):
        twin.full_clean(exclude=["invited_by"])
    revoke(invitation, by=secretariat)
    twin.full_clean(exclude=["invited_by"])


def test_staff_invite_resend_and_revoke_in_the_admin(
    secretariat_client: Client, secretariat: User
) -> None:
    prove(secretariat_client)
    add = reverse("admin:network_invitation_add")
    data = {"email": NEWCOMER, "name": "Nora", "language": "en", "as_staff": "on"}
    assert secretariat_client.post(add, data).status_code == 302
    invitation = Invitation.objects.get()
    assert invitation.as_staff
    assert invitation.invited_by == secretariat

    resend_url = reverse("admin:network_invitation_resend_invitation", args=[invitation.pk])
    assert secretariat_client.get(resend_url).status_code == 200
    assert OutgoingMail.objects.count() == 1, "a link alone does nothing"
    secretariat_client.post(resend_url)
    assert OutgoingMail.objects.count() == 2

    revoke_url = reverse("admin:network_invitation_revoke_invitation", args=[invitation.pk])
    secretariat_client.get(revoke_url)
    assert Invitation.objects.open().exists()
    secretariat_client.post(revoke_url)
    assert not Invitation.objects.open().exists()


def test_the_admin_shows_no_text_that_may_hold_a_link(
    secretariat_client: Client, secretariat: User
) -> None:
    invite(email=NEWCOMER, by=secretariat)
    mail = OutgoingMail.objects.get()
    page = secretariat_client.get(
        reverse("admin:network_outgoingmail_change", args=[mail.pk])
    ).content.decode()
    assert "Not shown: it may hold a one-time link." in page
    assert link() not in page


def test_all_that_is_wrong_with_a_password_is_said_at_once(
    visitor: Client, secretariat: User
) -> None:
    invite(email=NEWCOMER, by=secretariat)
    data = {"name": "Nora", "password1": "short", "password2": "other"}
    page = visitor.post(link(), data).content.decode()
    assert "The two passwords are not the same." in page
    assert "This password is too short." in page


def test_what_is_missing_is_named(visitor: Client, secretariat: User) -> None:
    invite(email=NEWCOMER, by=secretariat)
    page = visitor.post(link(), {}).content.decode()
    for sentence in ("Enter your name.", "Choose a password.", "Enter the password again."):
        assert sentence in page
    assert "This field is required" not in page
