"""One mailbox is one account and one subscription, however its address is typed."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DataError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from focalpoints.models import DraftingRight, Person
from network import clock
from network.accounts.admin.invitations import InvitationForm
from network.accounts.invitations import accept_with_password, invite
from network.accounts.models import Invitation, User
from network.mail import engine
from network.mail.addresses import envelope_address
from network.mail.models import OutgoingMail
from network.mail.outbox import outbox
from network.values.mail_addresses import STORED, normalised
from network.values.text_fields import cleaned_values
from newsletters import services
from newsletters.models import Subscription
from tests import factories
from tests.mailserver import MailServer
from tests.network.mail.address_cases import REFUSED, SAME_MAILBOX

SAME = pytest.mark.parametrize(("typed", "kept"), SAME_MAILBOX.values(), ids=SAME_MAILBOX)
OTHER = pytest.mark.parametrize(("typed", "sentence"), REFUSED.values(), ids=REFUSED)


# --- The rule ---


@SAME
def test_a_mailbox_has_one_form(typed: str, kept: str) -> None:
    assert normalised(typed) == kept
    assert normalised(kept) == kept
    assert re.search(STORED, kept)


@OTHER
def test_what_is_no_address_gets_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        normalised(typed)
    assert sentence in " ".join(refusal.value.messages)


LETTERS = st.characters(codec="utf-8") | st.sampled_from(
    "ab.-_xXn@ßß\u200d\u200c\u0308\u00ad。ａ１"
)


@given(st.text(LETTERS, max_size=12), st.text(LETTERS, max_size=20))
@example("a", "नी\u200d.example")
@example("a", "xn--.example")
@example("a", "\u2024example\u2024org")
def test_normalising_twice_is_normalising_once(local: str, domain: str) -> None:
    try:
        once = normalised(f"{local}@{domain}")
    except ValidationError:
        return
    assert normalised(once) == once
    assert re.search(STORED, once)
    assert envelope_address(once) == once


def test_what_was_written_before_does_not_go_to_another_domain() -> None:
    assert envelope_address("anna@straße.example") == "anna@xn--strae-oqa.example"


# --- Every way in ---


def errors_of(answer: Any, field: str) -> str:
    return " ".join(answer.context["form"].errors[field])


@pytest.mark.django_db
@SAME
def test_a_subscription_is_one(visitor: Client, typed: str, kept: str) -> None:
    for email in (kept, typed):
        asked = visitor.post(reverse("newsletters:subscribe"), {"email": email})
        assert asked.status_code == 302
    assert Subscription.objects.get().email == kept
    assert Subscription.objects.of_address(typed).exists()
    assert set(OutgoingMail.objects.values_list("address", flat=True)) == {kept}


@pytest.mark.django_db
@OTHER
def test_a_subscription_is_refused(visitor: Client, typed: str, sentence: str) -> None:
    answer = visitor.post(reverse("newsletters:subscribe"), {"email": typed})
    told = errors_of(answer, "email")
    assert (sentence in told) or "such as name@example.org" in told
    with pytest.raises(ValidationError):
        services.ask_for_subscription(email=typed, language="en", topics=[])
    assert not Subscription.objects.exists()


@pytest.mark.django_db
@SAME
def test_an_account_is_one(visitor: Client, typed: str, kept: str) -> None:
    invitation = invite(email=typed, by=None)
    assert invite(email=kept, by=None).pk == invitation.pk
    account = accept_with_password(invitation, name="Anna", password=factories.PASSWORD)
    assert account.email == account.emailaddress_set.get().email == kept
    assert User.objects.get_by_natural_key(typed) == account
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(typed)

    given_ = {"login": typed, "password": factories.PASSWORD}
    assert visitor.post(reverse("account_login"), given_).status_code == 302
    assert visitor.session["_auth_user_id"] == str(account.pk)

    Client().post(reverse("account_reset_password"), {"email": typed})
    mail = OutgoingMail.objects.latest("pk")
    assert (mail.kind, mail.address) == (OutgoingMail.Kind.ACCOUNT, kept)
    assert "/password/reset/key/" in mail.body_text


@pytest.mark.django_db
@OTHER
def test_an_account_is_refused(visitor: Client, typed: str, sentence: str) -> None:
    for name, field in (("account_login", "login"), ("account_reset_password", "email")):
        answer = visitor.post(reverse(name), {field: typed, "password": factories.PASSWORD})
        assert sentence in errors_of(answer, field), name
    assert sentence in " ".join(InvitationForm({"email": typed}).errors["email"])
    with pytest.raises(CommandError) as refusal:
        call_command("invite_secretariat", typed, wait=0)
    assert sentence in str(refusal.value)
    with pytest.raises(ValidationError):
        User.objects.create_user(typed)
    assert not User.objects.of_address(typed).exists()
    assert not Invitation.objects.exists()


@SAME
def test_an_import_keeps_the_same(typed: str, kept: str) -> None:
    assert cleaned_values(Person, {"email": typed}) == {"email": kept}


@pytest.mark.django_db
def test_the_register_keeps_the_same(secretariat_client: Client) -> None:
    person = factories.PersonFactory.create()
    page = secretariat_client.get(reverse("admin:focalpoints_person_change", args=[person.pk]))
    form = page.context["adminform"].form
    sent = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    for typed, kept in SAME_MAILBOX.values():
        checked = type(form)({**sent, "email": typed}, instance=person)
        checked.is_valid()
        assert checked.cleaned_data["email"] == kept


@pytest.mark.django_db
def test_a_colleague_is_known_however_the_address_is_typed(
    focal_point_client: Client, focal_point: User
) -> None:
    member = Person.objects.get(user=focal_point).designations.get().member
    colleague = factories.PersonFactory.create(email="anna@xn--strae-oqa.example")
    given_ = {
        "given_name": "Anna",
        "email": "Ａnna@Straße.example",
        "language": "en",
        "ends_on": (clock.today() + datetime.timedelta(days=90)).isoformat(),
        "confirmed": "1",
    }
    address = reverse("focalpoints:drafting-right-give", args=[member.slug])
    refused = focal_point_client.post(address, {**given_, "email": "anna@localhost"})
    assert "single name" in errors_of(refused, "email")
    focal_point_client.post(address, given_)
    assert DraftingRight.objects.get().person == colleague


@OTHER
def test_an_import_refuses_the_same(typed: str, sentence: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(sentence)):
        cleaned_values(Person, {"email": typed})


@pytest.mark.django_db
def test_a_link_for_a_password_goes_to_the_account_and_not_to_what_was_typed(
    visitor: Client, mail_server: MailServer
) -> None:
    factories.UserFactory.create(email="anna@xn--strae-oqa.example")
    visitor.post(reverse("account_reset_password"), {"email": "Anna@Straße.example"})
    engine.run(outbox)
    assert [each.recipient for each in mail_server.arrived] == ["anna@xn--strae-oqa.example"]
    visitor.post(reverse("account_reset_password"), {"email": "anna@strasse.example"})
    assert "/password/reset/key/" not in OutgoingMail.objects.latest("pk").body_text


# --- What the database holds ---

# Of the signs of an address and in their order: the rest of the rule, PostgreSQL cannot tell.
FOR_PYTHON_ALONE = {
    *("two dots", "the number of a machine", "an ASCII form of nothing"),
    *("a hyphen first", "a long one"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "kept"), SAME_MAILBOX.values(), ids=SAME_MAILBOX)
def test_the_database_takes_the_kept_form_alone(typed: str, kept: str) -> None:
    for make in (factories.UserFactory, factories.SubscriptionFactory, factories.PersonFactory):
        assert make.create(email=kept).pk
        if typed != kept:
            with pytest.raises(IntegrityError, match="email_normalised"), transaction.atomic():
                make.create(email=typed)


@pytest.mark.django_db
@pytest.mark.parametrize("case", sorted(REFUSED.keys() - FOR_PYTHON_ALONE))
def test_the_database_refuses_what_is_no_address(case: str) -> None:
    typed, _sentence = REFUSED[case]
    for make in (factories.UserFactory, factories.SubscriptionFactory, factories.PersonFactory):
        with pytest.raises((IntegrityError, DataError)), transaction.atomic():
            make.create(email=typed)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["Anna@example.org", "anna@bücher.example", "anna@localhost", "ä@example.org", ""]
)
def test_the_database_refuses_another_form(address: str) -> None:
    for make in (factories.UserFactory, factories.SubscriptionFactory):
        with pytest.raises(IntegrityError, match="email_normalised"), transaction.atomic():
            make.create(email=address)
    if address:
        with pytest.raises(IntegrityError, match="email_normalised"), transaction.atomic():
            factories.PersonFactory.create(email=address)
