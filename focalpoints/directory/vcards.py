"""vCards (RFC 2426, version 3.0) of officials, as far as their reader sees them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

import vobject
from django.conf import settings
from django.utils.translation import gettext as _

from focalpoints.contacts import Contact


def vcard_of(held: list[Contact]) -> str:
    """The card of one person, whose designations the reader sees as `held`; by name only.

    It keeps its UID, so that an address book replaces an older one.
    """
    card = vobject.vCard()
    first = held[0]
    seen: Any = first.designation
    card.add("uid").value = _uid(seen.person_id)
    card.add("fn").value = first.name
    card.add("n").value = vobject.vcard.Name(
        family=seen.seen_family_name, given=seen.seen_given_name, prefix=seen.seen_title
    )
    if institution := _first(each.institution for each in held):
        card.add("org").value = [institution]
    if position := _first(each.position for each in held):
        card.add("title").value = position
    card.add("role").value = " / ".join(dict.fromkeys(map(_role, held)))
    if email := _first(each.email for each in held):
        sent_to = card.add("email")
        sent_to.value, sent_to.type_param = email, "INTERNET"
    if phone := _first(each.phone for each in held):
        called = card.add("tel")
        called.value, called.type_param = phone, "WORK"
    card.add("note").value = _note(first)
    return str(card.serialize(validate=True))


def vcards_of(contacts: Iterable[Contact]) -> tuple[str, int]:
    """A file with a card for each person whom the reader sees by name, and how many there are."""
    people: dict[int, list[Contact]] = {}
    for contact in contacts:
        if contact.name:
            people.setdefault(contact.designation.person_id, []).append(contact)
    return "".join(vcard_of(held) for held in people.values()), len(people)


def _uid(person: int) -> str:
    named = uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.SITE_URL}/people/{person}/")
    return f"urn:uuid:{named}"


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


def _role(contact: Contact) -> str:
    return f"{contact.category}, {contact.designation.member.name}"


def _note(contact: Contact) -> str:
    sentences = [
        _("From the directory of the WPS Focal Points Network. Not for onward distribution.")
    ]
    if contact.is_sample:
        sentences.append(_("Sample: this person is fictitious."))
    return " ".join(sentences)
