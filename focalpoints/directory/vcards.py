"""vCards (RFC 2426, version 3.0) of officials, as far as their reader sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import vobject
from django.utils.translation import gettext as _

from focalpoints.contacts import Contact
from network.web.lasting_names import lasting_names


def vcard_of(held: list[Contact]) -> str:
    """The card of one person, whose designations the reader sees as `held`; by name only.

    It keeps its UID, so that an address book replaces an older one.
    """
    return _card(held, lasting_names())


def _card(held: list[Contact], named: Callable[[str], str]) -> str:
    card = vobject.vCard()
    first = held[0]
    seen: Any = first.designation
    card.add("uid").value = named(f"person/{seen.person_id}")
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
    named = lasting_names()
    return "".join(_card(held, named) for held in people.values()), len(people)


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
