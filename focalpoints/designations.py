"""Who speaks for a member: designating, ending and inviting."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from focalpoints.letters import KIND, owner_of, refusing_full_disk
from focalpoints.models import Category, Designation, DraftingRight, Ending, Member, Person
from network import clock
from network.accounts.invitations import invite, withdraw_invitation
from network.accounts.models import Invitation, User
from network.accounts.rights import remove_by, require_permission
from network.audit.tracking import acting
from network.documents.models import PrivateFile
from network.documents.private import discard_file, keeping
from network.values.refusals import Refusal


@transaction.atomic
def designate(
    designation: Designation, *, by: User | None, letter: File[bytes] | None = None
) -> Designation:
    """Record a designation that is not saved yet, of a member by its `letter`.

    Raises Refusal for a withdrawn member, for a period that ends before it starts, for one in
    which the person holds this designation already or somebody else holds it alone, and for a
    letter that is none, and where `by` has no permission for it, as all of these do.
    """
    require_permission(by, "add", designation)
    # Two colleagues with the same letter: the second waits here and sees the first's row.
    member = Member.objects.select_for_update().get(pk=designation.member_id)
    if member.state == Member.State.WITHDRAWN:
        raise Refusal(
            _("This member has withdrawn from the Network and designates nobody."), field="member"
        )
    designation.recorded_by, designation.recorded_at = by, clock.now()
    return _written(designation, letter, by=by)


@transaction.atomic
def change_designation(
    designation: Designation, *, by: User | None, letter: File[bytes] | None = None
) -> Designation:
    """Write a stored designation as it was corrected: its category, period or letter.

    Raises Refusal as `designate` does, except for a member that has withdrawn since. A letter
    that was replaced is removed.
    """
    require_permission(by, "change", designation)
    Member.objects.select_for_update().get(pk=designation.member_id)
    stored = Designation.all_rows.select_for_update().get(pk=designation.pk)
    if stored.joined_into_id is not None:
        raise Refusal(_("This designation was joined into another when two records were merged."))
    designation.letter = stored.letter
    _written(designation, letter, by=by)
    if letter is not None and stored.letter is not None:
        discard_file(stored.letter, by=by)
    return designation


@transaction.atomic
def remove_designation(designation: Designation, *, by: User) -> None:
    """Delete a designation that never began, with its letter.

    Raises Refusal for one that has: old documents keep the officer of their time.
    """
    require_permission(by, "delete", designation)
    designation = Designation.objects.select_for_update().get(pk=designation.pk)
    if designation.starts_on <= clock.today():
        raise Refusal(
            _("{designation} has started; end it instead.").format(designation=designation)
        )
    remove_by(designation, by=by)
    if designation.letter is not None:
        discard_file(designation.letter, by=by)


@transaction.atomic
def take_back_imported(designation: Designation, *, by: User) -> None:
    """Delete a designation that an import has recorded, whether it has begun or not.

    Raises Refusal for one that has its letter or its end since: then somebody has gone on with it.
    """
    require_permission(by, "delete", designation)
    Member.objects.select_for_update().get(pk=designation.member_id)
    designation = Designation.objects.select_for_update().get(pk=designation.pk)
    if designation.letter_id is not None or designation.endings.exists():
        raise Refusal(
            _("{designation} has a letter or was ended since the import.").format(
                designation=designation
            )
        )
    remove_by(designation, by=by)


def _written(
    designation: Designation, letter: File[bytes] | None, *, by: User | None
) -> Designation:
    """Save what may be; the caller holds the member, so that two with one letter queue up."""
    obstacle = refusal_for(designation)
    if obstacle is not None:
        raise obstacle
    with acting(by):
        try:
            with transaction.atomic(), ExitStack() as files:
                if letter is not None:
                    designation.letter = files.enter_context(
                        keeping_letter(letter, designation.member, by=by)
                    )
                designation.save()
        except IntegrityError as error:
            # Held by the database alone: the category's rule was changed at this moment.
            raise refusal_for(designation) or Refusal(
                _("Somebody else is writing this designation. Try again."), field="starts_on"
            ) from error
    return designation


@contextmanager
def keeping_letter(
    letter: File[bytes], member: Member, *, by: User | None
) -> Iterator[PrivateFile]:
    """Store the letter of a designation of `member`; it goes again if the block fails.

    Raises Refusal for a file that is no letter, and where the disk is full.
    """
    with (
        refusing_full_disk(),
        keeping(letter, kind=KIND, owner=owner_of(member), by=by, field="letter") as file,
    ):
        yield file


def refusal_for(
    designation: Designation, *, making_way: Designation | None = None
) -> Refusal | None:
    """What stands against recording `designation` as it is, said beside its field; or nothing.

    `designation` may be unsaved, and so may its member and person; its category and start are set.
    `making_way` is another holder who is to end before it starts.
    """
    start, end = designation.starts_on, designation.ends_on
    if end is not None and end < start:
        return Refusal(_("A designation cannot end before it starts."), field="ends_on")
    same = Designation.objects.filter(
        member_id=designation.member_id, category_id=designation.category_id
    ).exclude(pk=designation.pk)
    held = same.filter(person_id=designation.person_id).overlapping(start, end).first()
    if held is not None:
        return Refusal(
            _("This person already holds this designation from {start}.").format(
                start=date_format(held.starts_on, "DATE_FORMAT")
            ),
            field="starts_on",
        )
    other = other_holder(designation, making_way=making_way)
    if other is None:
        return None
    if other.ends_on is not None:
        sentence = _(
            "A member has one {category} at a time, and {person} is designated until {end}. Start "
            "this designation after that day, or end the other one earlier."
        )
    else:
        sentence = _(
            "A member has one {category} at a time, and {person} is designated until further "
            "notice. End that designation first."
        )
    return Refusal(
        sentence.format(
            category=other.category.name,
            person=other.person,
            end=date_format(other.ends_on, "DATE_FORMAT") if other.ends_on else "",
        ),
        field="starts_on",
    )


def other_holder(
    designation: Designation, *, making_way: Designation | None = None
) -> Designation | None:
    """Who else holds alone, in its period, what `designation` is to be; the first of several."""
    start, end = designation.starts_on, designation.ends_on
    # Read again: the form may have been opened before the rule was made.
    since = Category.objects.get(pk=designation.category_id).one_holder_since
    if since is None or (end is not None and end < since):
        return None
    others = Designation.objects.filter(
        member_id=designation.member_id, category_id=designation.category_id
    ).exclude(pk=designation.pk)
    if making_way is not None:
        others = others.exclude(pk=making_way.pk)
    return others.overlapping(max(start, since), end).with_people().order_by("starts_on").first()


def predecessor_of(designation: Designation) -> Designation | None:
    """The one holder who makes way by ending on the day before `designation` starts; or nobody."""
    other = other_holder(designation)
    return other if other is not None and other.starts_on < designation.starts_on else None


@transaction.atomic
def end_designation(
    designation: Designation, *, by: User, on: datetime.date | None = None
) -> Designation:
    """Let a designation end with the day `on` (today by default); rights end with it.

    What the end day was before is kept, so that focalpoints.endings can give it back.

    Raises Refusal when it ended before, or would end before it starts.
    """
    require_permission(by, "change", designation)
    day = on or clock.today()
    designation = Designation.objects.select_for_update().get(pk=designation.pk)
    if designation.ends_on is not None and designation.ends_on <= day:
        raise Refusal(
            _("{designation} already ended on {day}.").format(
                designation=designation, day=date_format(designation.ends_on, "DATE_FORMAT")
            )
        )
    if day < designation.starts_on:
        raise Refusal(
            _("{designation} does not start until {day}; remove it instead.").format(
                designation=designation, day=date_format(designation.starts_on, "DATE_FORMAT")
            ),
            field="ends_on",
        )
    before, designation.ends_on = designation.ends_on, day
    with acting(by):
        designation.save(update_fields=["ends_on"])
        Ending.objects.create(
            designation=designation, ends_on=day, previous_ends_on=before, ended_by=by
        )
    return designation


@transaction.atomic
def invite_person(person: Person, *, by: User, language: str = "en") -> Invitation:
    """Invite a person to an account who is designated, or let draft; sent again when pending.

    Raises Refusal for an office, and for a person without an address, with an account, or
    designated by nobody today or later and let draft by nobody.
    """
    require_permission(by, "add", Invitation())
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.is_office:
        raise Refusal(_("{person} is an office, which has no account.").format(person=person))
    if person.user_id is not None:
        raise Refusal(_("{person} already has an account.").format(person=person))
    if not person.email:
        raise Refusal(_("Record an email address of {person} first.").format(person=person))
    today = clock.today()
    designated = person.designations.overlapping(today, None)
    let_draft = DraftingRight.objects.unexpired_on(today).filter(person=person)
    if not designated.exists() and not let_draft.exists():
        raise Refusal(_("No member has designated {person}.").format(person=person))
    void_older_link(person, by=by)
    invitation = invite(
        email=person.email,
        name=f"{person.given_name} {person.family_name}".strip(),
        language=language,
        by=by,
    )
    claimed = Person.objects.filter(invitation=invitation).exclude(pk=person.pk).first()
    if claimed is not None:
        raise Refusal(
            _("{other} has already been invited with the same address.").format(other=claimed),
            field="email",
        )
    person.invitation = invitation
    with acting(by):
        person.save(update_fields=["invitation"])
    return invitation


def void_older_link(person: Person, *, by: User) -> Invitation | None:
    """Revoke an invitation that went to an address which the person no longer has.

    The caller has judged whether `by` may change the address.
    """
    earlier = person.invitation
    if earlier is None or earlier.accepted_at is not None or earlier.revoked_at is not None:
        return None
    if earlier.email.lower() == person.email.lower():
        return None
    # A link that went to the wrong one must not open the door.
    return withdraw_invitation(earlier, by=by)


def link_account(invitation: Invitation, account: User) -> None:
    """Give the invited person the account with which the invitation was accepted.

    Called within the acceptance's transaction. Raises Refusal when the account belongs to
    another person already.
    """
    person = Person.objects.select_for_update().filter(invitation=invitation).first()
    if person is None:
        return
    if Person.objects.filter(user=account).exclude(pk=person.pk).exists():
        raise Refusal(
            _("This account belongs to another person in the register. Contact the Secretariat.")
        )
    person.user = account
    person.save(update_fields=["user"])
