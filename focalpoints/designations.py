"""Who speaks for a member: designating, ending and inviting."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from django.core.files import File
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from focalpoints.holders import refusal_for, refusals_for
from focalpoints.letters import KIND, owner_of, refusing_full_disk
from focalpoints.models import Designation, DraftingRight, Ending, Member, Person
from network import clock
from network.accounts.invitations import invite, withdraw_invitation
from network.accounts.models import Invitation, User
from network.accounts.rights import remove_by, require_permission
from network.audit.tracking import acting
from network.documents.models import PrivateFile
from network.documents.private import discard_file, keeping
from network.values.refusals import Refusal, RefusedRows
from network.values.saving import save_all


def designate(
    designation: Designation, *, by: User | None, letter: File[bytes] | None = None
) -> Designation:
    """Record one designation as `designate_all` records several, with its `letter`."""
    return _designated([designation], letter, by=by)[0]


def designate_all(designations: Sequence[Designation], *, by: User | None) -> list[Designation]:
    """Record designations that are not saved yet, each of a member by its letter; all or none.

    Raises RefusedRows for a withdrawn member, for a period that ends before it starts, for one in
    which the person holds this designation already or somebody else holds it alone, and for a
    letter that is none; Refusal where `by` has no permission for it, as all of these do. One
    statement writes all of them.
    """
    return _designated(designations, None, by=by)


@transaction.atomic
def _designated(
    designations: Sequence[Designation], letter: File[bytes] | None, *, by: User | None
) -> list[Designation]:
    for designation in designations:
        require_permission(by, "add", designation)
    members, refused = _held_members(designations), {}
    for place, designation in enumerate(designations):
        if members[designation.member_id].state == Member.State.WITHDRAWN:
            refused[place] = Refusal(
                _("This member has withdrawn from the Network and designates nobody."),
                field="member",
            )
    if refused:
        raise RefusedRows(refused)
    now = clock.now()
    for designation in designations:
        designation.recorded_by, designation.recorded_at = by, now
    return _written(designations, letter, by=by)


def change_designation(
    designation: Designation, *, by: User | None, letter: File[bytes] | None = None
) -> Designation:
    """Write one stored designation as `change_designations` writes several, with its `letter`."""
    return _changed([designation], letter, by=by)[0]


def change_designations(
    designations: Sequence[Designation], *, by: User | None, names: Collection[str] = ()
) -> list[Designation]:
    """Write stored designations as they were corrected: category, period or letter; all or none.

    One statement writes them where `names` says which columns were corrected. Raises RefusedRows as
    `designate_all` does, except for a member that has withdrawn since, and for one that was joined
    into another. A letter that was replaced is removed.
    """
    return _changed(designations, None, by=by, names=names)


@transaction.atomic
def _changed(
    designations: Sequence[Designation],
    letter: File[bytes] | None,
    *,
    by: User | None,
    names: Collection[str] = (),
) -> list[Designation]:
    for designation in designations:
        require_permission(by, "change", designation)
    _held_members(designations)
    rows = Designation.all_rows.select_for_update(of=("self",)).select_related("letter")
    keys = [designation.pk for designation in designations]
    stored = {row.pk: row for row in rows.filter(pk__in=keys).order_by("pk")}
    sentence = _("This designation was joined into another when two records were merged.")
    joined = {
        place: Refusal(sentence)
        for place, key in enumerate(keys)
        if stored[key].joined_into_id is not None
    }
    if joined:
        raise RefusedRows(joined)
    for designation in designations:
        designation.letter = stored[designation.pk].letter
    written = _written(designations, letter, by=by, names=names)
    if letter is not None:
        for row in stored.values():
            if row.letter is not None:
                discard_file(row.letter, by=by)
    return written


def _held_members(designations: Iterable[Designation]) -> dict[int, Member]:
    """Two colleagues with the same letter: the second waits here and sees the first's row."""
    keys = {designation.member_id for designation in designations}
    rows = Member.objects.select_for_update().filter(pk__in=keys)
    return {member.pk: member for member in rows.order_by("pk")}


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
def take_back_imported(designations: Sequence[Designation], *, by: User) -> None:
    """Delete designations that an import has recorded, whether they have begun or not.

    Raises Refusal for one that has its letter or its end since: then somebody has gone on with it.
    """
    for designation in designations:
        require_permission(by, "delete", designation)
    _held_members(designations)
    keys = [designation.pk for designation in designations]
    rows = Designation.objects.select_for_update(of=("self",)).select_related("person", "category")
    ended = set(Ending.objects.filter(designation__in=keys).values_list("designation", flat=True))
    for held in rows.filter(pk__in=keys).order_by("pk"):
        if held.letter_id is not None or held.pk in ended:
            raise Refusal(
                _("{designation} has a letter or was ended since the import.").format(
                    designation=held
                )
            )
    with acting(by):
        Designation.objects.filter(pk__in=keys).delete()


def _written(
    designations: Sequence[Designation],
    letter: File[bytes] | None,
    *,
    by: User | None,
    names: Collection[str] = (),
) -> list[Designation]:
    """Save what may be; the caller holds the members, so that two with one letter queue up."""
    if obstacles := refusals_for(designations):
        raise RefusedRows(obstacles)
    with acting(by), transaction.atomic(), ExitStack() as files:
        if letter is not None:
            [designation] = designations
            designation.letter = files.enter_context(
                keeping_letter(letter, designation.member, by=by)
            )
        save_all(designations, why=_refused_by_database, names=names)
    return list(designations)


def _refused_by_database(designation: Designation) -> Refusal:
    """What the database alone holds: the category's rule was changed at this moment."""
    return refusal_for(designation) or Refusal(
        _("Somebody else is writing this designation. Try again."), field="starts_on"
    )


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


def why_not_invited(people: Iterable[Person]) -> dict[int, Refusal]:
    """Why some of `people` cannot be invited to an account, by their keys; two queries for all.

    An office, a person without an address or with an account, and who is designated by nobody
    today or later and let draft by nobody.
    """
    people, today = list(people), clock.today()
    keys = [person.pk for person in people]
    held, given = (
        set(rows.filter(person__in=keys).order_by().values_list("person", flat=True))
        for rows in (
            Designation.objects.overlapping(today, None),
            DraftingRight.objects.unexpired_on(today),
        )
    )
    found = {}
    for person in people:
        if person.is_office:
            sentence = _("{person} is an office, which has no account.")
        elif person.user_id is not None:
            sentence = _("{person} already has an account.")
        elif not person.email:
            sentence = _("Record an email address of {person} first.")
        elif person.pk not in held | given:
            sentence = _("No member has designated {person}.")
        else:
            continue
        found[person.pk] = Refusal(sentence.format(person=person))
    return found


@transaction.atomic
def invite_person(person: Person, *, by: User, language: str = "en") -> Invitation:
    """Invite a person to an account who is designated, or let draft; sent again when pending.

    Raises Refusal for whom `why_not_invited` gives one, and where somebody else was invited with
    the address.
    """
    require_permission(by, "add", Invitation())
    person = Person.objects.select_for_update().get(pk=person.pk)
    if why := why_not_invited([person]).get(person.pk):
        raise why
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
