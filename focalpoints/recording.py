"""Recording a letter of designation: all that it says, in one write."""

from __future__ import annotations

import datetime
from contextlib import nullcontext
from dataclasses import dataclass

from django.core.files import File
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from focalpoints.designations import designate, end_designation, invite_person, keeping_letter
from focalpoints.members import save_member
from focalpoints.models import Designation, Member
from focalpoints.people import correct_person
from network.accounts.models import Invitation, User
from network.accounts.rights import require_permission
from network.values.refusals import Refusal
from network.values.slugs import free_slug

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Recorded:
    """What recording a letter has written: the designation, and who made way or was invited."""

    designation: Designation
    ended: Designation | None
    invitation: Invitation | None


@transaction.atomic
def record_letter(
    designation: Designation,
    *,
    by: User,
    letter: File[bytes] | None = None,
    predecessor: Designation | None = None,
    is_invited: bool = False,
    language: str = "en",
) -> Recorded:
    """Record a designation that is not saved yet, with all else that its letter says.

    A member or a person that is not saved yet is recorded with it: the State or the organisation
    joins by the same letter. The `predecessor` ends on the day before. With `is_invited` the
    person is sent an invitation in `language`; nobody else is written to.

    All is written, or nothing. Raises Refusal as `save_member`, `correct_person`, `designate`,
    `end_designation` and `invite_person` do.
    """
    require_permission(by, "add", designation)
    member, person = designation.member, designation.person
    if member.pk is None:
        member.slug = free_slug(Member, member.identity.slug)
        save_member(member, by=by)
    else:
        # In the order of the other writes of designations: the member first.
        Member.objects.select_for_update().get(pk=member.pk)
    if person.pk is None:
        correct_person(person, by=by)
    # Their keys, which they did not have when they were set.
    designation.member, designation.person = member, person
    ended = None if predecessor is None else _ended(predecessor, designation, by=by)
    with (
        nullcontext()
        if letter is None
        else keeping_letter(letter, member, by=by) as designation.letter
    ):
        designate(designation, by=by)
        invitation = invite_person(person, by=by, language=language) if is_invited else None
    return Recorded(designation, ended, invitation)


def _ended(predecessor: Designation, designation: Designation, *, by: User) -> Designation:
    """The predecessor of `designation`, ended on the day before that starts."""
    if (predecessor.member_id, predecessor.category_id) != (
        designation.member_id,
        designation.category_id,
    ):
        raise Refusal(_("{designation} is another designation.").format(designation=predecessor))
    if predecessor.starts_on >= designation.starts_on:
        raise Refusal(
            _("{designation} does not start before {day}.").format(
                designation=predecessor, day=date_format(designation.starts_on, "DATE_FORMAT")
            ),
            field="starts_on",
        )
    try:
        return end_designation(predecessor, by=by, on=designation.starts_on - ONE_DAY)
    except Refusal as refusal:
        raise Refusal(refusal.sentence, field="hands_over") from refusal
