"""Inviting several people at once: after an import, or whoever is ticked in the list.

Each is invited as one is (`designations.invite_person`). Nobody is written to twice by it: whose
invitation still works is left out, and gets another one from their own page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoints.designations import invite_person, why_not_invited
from focalpoints.models import Person
from network.accounts.models import Invitation, User
from network.accounts.rights import require_permission
from network.values.refusals import Refusal

# As many as somebody can look through, and as are written within one request.
MOST_AT_ONCE = 100


@dataclass
class Invited:
    """Who was written to, and why the others were not, by their keys."""

    people: list[Person] = field(default_factory=list)
    left_out: dict[int, str] = field(default_factory=dict)


def why_not_written_to(people: Iterable[Person]) -> dict[int, str]:
    """Why some of `people` are left out where several are invited, in sentences by their keys.

    As many queries for one as for hundreds.
    """
    people = list(people)
    found = {key: why.sentence for key, why in why_not_invited(people).items()}
    asked = [person for person in people if person.pk not in found]
    pending = Invitation.objects.pending().select_related("person").order_by("pk")
    emails = {person.email for person in asked}
    holders = {row.email.lower(): row for row in pending.filter(email__in=emails)}
    seen: dict[str, Person] = {}
    for person in asked:
        row = holders.get(person.email)
        other = seen.get(person.email) or getattr(row, "person", None)
        if other is not None and other.pk != person.pk:
            sentence = _("{other} has already been invited with the same address.")
            if row is None:
                sentence = _("{other}, above, has the same address.")
            found[person.pk] = sentence.format(other=other)
        elif row is not None and row.state == Invitation.State.OPEN:
            found[person.pk] = _(
                "Has an invitation that still works. Send it again from the person’s page."
            )
        else:
            seen[person.email] = person
    return found


@transaction.atomic
def invite_people(people: Iterable[Person], *, by: User) -> Invited:
    """Invite each of `people` whom nothing stands against; the others are left out.

    Raises Refusal where more than MOST_AT_ONCE would be written to, and where `by` may not invite.
    """
    require_permission(by, "add", Invitation())
    people = list(people)
    invited = Invited(left_out=why_not_written_to(people))
    chosen = [person for person in people if person.pk not in invited.left_out]
    if len(chosen) > MOST_AT_ONCE:
        raise Refusal(too_many(len(chosen)))
    for person in chosen:
        try:
            with transaction.atomic():
                invite_person(person, by=by)
        except Refusal as refusal:
            # It has become so since, or only the invitation itself knows it.
            invited.left_out[person.pk] = refusal.sentence
        else:
            invited.people.append(person)
    return invited


def too_many(count: int) -> str:
    return _(
        "At most {most} people are invited at once, and these are {number}. Select fewer."
    ).format(most=MOST_AT_ONCE, number=count)
