"""People of the register: how the Secretariat adds and removes them."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoints.models import Person
from network.accounts.models import User
from network.accounts.rights import remove_by, save_by
from network.values.refusals import Refusal


def is_on_record(person: Person) -> bool:
    """Whether a member has ever designated the person, or let them draft."""
    return person.designations.exists() or person.drafting_rights.exists()


def add_person(person: Person, *, by: User) -> Person:
    """Add a person to the register."""
    return save_by(person, by=by)


@transaction.atomic
def remove_person(person: Person, *, by: User) -> None:
    """Delete a person who was added by mistake. Refuses one whom any member has designated."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if is_on_record(person):
        raise Refusal(
            _("“{person}” is or was designated, and what was recorded stays.").format(person=person)
        )
    remove_by(person, by=by)
