"""An official changes their own email: it takes effect once it is confirmed from the new address.

A slip of the hand, or somebody at an unlocked screen, would otherwise lead the mail of the Network
elsewhere. The link goes to the new address; opening it shows, and its button confirms. The former
address and the Secretariat are told when it takes effect, the former address also when it is asked
for. The address that the person signs in with does not change.
"""

from __future__ import annotations

import datetime
import secrets

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from focalpoints.models import EmailChange, Person
from network import clock
from network.accounts.invitations import digest
from network.accounts.models import User
from network.audit.tracking import acting
from network.mail.models import OutgoingMail
from network.mail.outbox import queue_template_mail
from network.values.refusals import Refusal

LINK_WORKS = datetime.timedelta(days=7)


def pending(person: Person) -> EmailChange | None:
    """The change that waits for its confirmation."""
    return EmailChange.objects.open().filter(person=person).first()


def ask_for_change(person: Person, email: str, *, by: User) -> EmailChange:
    """Write to the new address, and tell the former one; the caller holds the person.

    An earlier change that waits is replaced, and its link dies.
    """
    if person.user_id != by.pk:
        raise Refusal(_("Only the person themselves may change this."), field="email")
    now, token = clock.now(), secrets.token_urlsafe(32)
    give_up(person)
    language = by.language
    with translation.override(language):
        url = settings.SITE_URL + reverse("focalpoints:confirm-email", args=[token])
    change = EmailChange(
        person=person, email=email, token_digest=digest(token), expires_at=now + LINK_WORKS
    )
    change.mail = _write(
        "email_confirm", email, language, url=url, expires_at=change.expires_at, holds_link=True
    )
    with acting(by):
        change.save(force_insert=True)
    if person.email:
        _write("email_asked", person.email, language, masked=masked(email))
    return change


def give_up(*people: Person) -> None:
    """A change that waits goes, with its message if that has not left."""
    for change in EmailChange.objects.filter(person__in=people):
        if change.mail_id is not None:
            OutgoingMail.objects.filter(pk=change.mail_id).withdraw()
        change.delete()


def find_change(token: str) -> EmailChange | None:
    """The change whose link this is, as long as it works."""
    found = EmailChange.objects.open().filter(token_digest=digest(token), person__merged_into=None)
    return found.select_related("person").first()


def tell_of_effect(person: Person, former: str) -> None:
    """Tell the former address and the Secretariat that another one holds now."""
    language = person.user.language if person.user else settings.LANGUAGE_CODE
    if former:
        _write("email_changed", former, language, masked=masked(person.email))
    path = reverse("admin:focalpoints_person_change", args=[person.pk])
    _write(
        "email_changed_staff",
        settings.SECRETARIAT_EMAIL,
        settings.LANGUAGE_CODE,
        person=person,
        url=settings.SITE_URL + path,
    )


def forget_expired() -> int:
    """Delete changes whose link no longer works; how many."""
    old = EmailChange.objects.filter(expires_at__lte=clock.now())
    return old.delete()[1].get(EmailChange._meta.label, 0)


def masked(email: str) -> str:
    """`a…@example.org`: enough for its owner to know it, for nobody else to write to it."""
    local, _at, domain = email.rpartition("@")
    return f"{local[:1]}…@{domain}"


@transaction.atomic
def _write(
    name: str, address: str, language: str, *, holds_link: bool = False, **context: object
) -> OutgoingMail:
    return queue_template_mail(
        f"focalpoints/email/{name}",
        kind=OutgoingMail.Kind.NOTICE,
        address=address,
        language=language,
        holds_link=holds_link,
        context={"secretariat_email": settings.SECRETARIAT_EMAIL, **context},
    )
