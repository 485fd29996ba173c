"""Recording a letter of designation: all that it says, in one write."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from contextlib import nullcontext
from dataclasses import dataclass

from django.core.files import File
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from focalpoints.designations import designate, end_designation, invite_person, keeping_letter
from focalpoints.duplicates import likely_duplicates
from focalpoints.letter_requests import settle_recorded
from focalpoints.members import save_member
from focalpoints.models import Designation, LetterRequest, Member, Person
from focalpoints.people import correct_person
from focalpoints.unrecorded_letters import content_of
from network.accounts.models import Invitation, User
from network.accounts.rights import require_permission
from network.documents.models import PrivateFile
from network.documents.private import discard_file
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
    upload: PrivateFile | None = None,
    known_duplicates: Collection[int] = (),
    predecessor: Designation | None = None,
    letter_request: LetterRequest | None = None,
    is_invited: bool = False,
    language: str = "en",
) -> Recorded:
    """Record a designation that is not saved yet, with all else that its letter says.

    A member or a person that is not saved yet is recorded with it: the State or the organisation
    joins by the same letter. `upload` is the letter as it was kept until now, which goes. The
    `predecessor` ends on the day before. `letter_request` is what the member sent in, which is
    settled by it. With `is_invited` the person is sent an invitation in
    `language`; nobody else is written to.

    All is written, or nothing. Raises Refusal as `save_member`, `correct_person`, `designate`,
    `end_designation` and `invite_person` do, for an upload that was recorded already, and for a
    new person who is likely somebody of the register, `known_duplicates` apart.
    """
    require_permission(by, "add", designation)
    member, person = designation.member, designation.person
    if member.pk is None:
        member.slug = free_slug(Member, member.identity.slug)
        save_member(member, by=by)
    else:
        # In the order of the other writes of designations: the member first.
        Member.objects.select_for_update().get(pk=member.pk)
    letter = None if upload is None else _taken(upload)
    if person.pk is None:
        _require_new(person, member, known_duplicates)
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
        if upload is not None:
            discard_file(upload, by=by)
        if letter_request is not None:
            settle_recorded(letter_request, designation, by=by)
    return Recorded(designation, ended, invitation)


def _taken(upload: PrivateFile) -> File[bytes]:
    """The letter of an upload, which nobody else records meanwhile."""
    if not PrivateFile.objects.kept().select_for_update().filter(pk=upload.pk).exists():
        raise Refusal(_("This letter has been recorded already."))
    return content_of(upload)


def _require_new(person: Person, member: Member, known: Collection[int]) -> None:
    """Refuse a person whom a colleague, or a second press, has recorded meanwhile."""
    if {one.person.pk for one in likely_duplicates(person, member=member)} - set(known):
        raise Refusal(_("Say whether it is the same person."), field="same_person")


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
