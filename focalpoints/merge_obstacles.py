"""What stands against merging two records of a person, each in a sentence with what to do first."""

from __future__ import annotations

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from focalpoints.duplicates import are_told_apart
from focalpoints.models import Designation, DraftingRight, Person, ProposedChange
from network import clock
from network.accounts.models import Invitation

KEPT, OTHER = "kept", "other"


def obstacles(kept: Person, other: Person) -> list[str]:
    """What stands against merging `other` into `kept`; some of it only if it is that way round."""
    if kept.pk == other.pk:
        return [_("Choose two people.")]
    if kept.merged_into_id is not None or other.merged_into_id is not None:
        return [_("One of the two records was merged already. Open the list again.")]
    return [
        *_of_kinds(kept, other),
        *_of_a_decision(kept, other),
        *_of_accounts(kept, other),
        *_of_designations(kept, other),
        *_of_rights(kept, other),
        *_of_proposals(other),
    ]


def _of_kinds(kept: Person, other: Person) -> list[str]:
    found = []
    if kept.is_office != other.is_office:
        found.append(_("One is an office and the other a person: they cannot be the same."))
    if kept.is_sample != other.is_sample:
        found.append(_("One is sample data and the other is not."))
    return found


def _of_a_decision(kept: Person, other: Person) -> list[str]:
    decided = are_told_apart(kept, other)
    if decided is None:
        return []
    return [
        _(
            "On {day} {account} said that they are two different people. Take that back first, in "
            "the list of likely duplicates."
        ).format(day=_day(decided.decided_at), account=decided.decided_by or _("somebody"))
    ]


def way_of_accounts(kept: Person, other: Person) -> str:
    """Whose account the merged record has: an active one before one that was deactivated."""
    if other.user is None:
        return KEPT
    if kept.user is None or (other.user.is_active and not kept.user.is_active):
        return OTHER
    return KEPT


def is_open(invitation: Invitation | None) -> bool:
    return (
        invitation is not None and invitation.accepted_at is None and invitation.revoked_at is None
    )


def _of_accounts(kept: Person, other: Person) -> list[str]:
    found = []
    accounts = [person.user for person in (kept, other) if person.user is not None]
    active = sorted(account.email for account in accounts if account.is_active)
    if len(active) == 2:
        found.append(
            _(
                "Both have an account ({accounts}). Ask the person which one they use, and "
                "deactivate the other one first."
            ).format(accounts=", ".join(active))
        )
    both_invited = is_open(kept.invitation) and is_open(other.invitation)
    # In one order, so that the sentence is the same whichever record stays.
    first, second = sorted((kept, other), key=lambda person: person.pk)
    for one, two in ((first, second), (second, first)):
        invitation = one.invitation
        if invitation is not None and is_open(invitation) and (two.user_id or both_invited):
            found.append(
                _(
                    "An invitation to {email} is pending, and would lead to a second account. "
                    "Revoke it first."
                ).format(email=invitation.email)
            )
            break
    return found


def _twins(kept: Person, other: Person) -> list[tuple[Designation, Designation]]:
    """Designations of both for the same member and category that overlap in time."""
    mine = list(kept.designations.with_people())
    theirs = list(other.designations.with_people())
    return [
        (one, two)
        for one in mine
        for two in theirs
        if (one.member_id, one.category_id) == (two.member_id, two.category_id)
        and (one.ends_on is None or one.ends_on >= two.starts_on)
        and (two.ends_on is None or two.ends_on >= one.starts_on)
    ]


def _is_same_period(one: Designation, two: Designation) -> bool:
    return (one.starts_on, one.ends_on) == (two.starts_on, two.ends_on)


def joinable(kept: Person, other: Person) -> list[tuple[Designation, Designation]]:
    """Designations of both that say the same: the one that stays, and the one that is set aside.

    The one with the letter stays; of two alike the one of the record that stays.
    """
    return [
        (two, one) if one.letter_id is None and two.letter_id is not None else (one, two)
        for one, two in _twins(kept, other)
        if _is_same_period(one, two)
    ]


def _of_designations(kept: Person, other: Person) -> list[str]:
    return [
        _(
            "{member} designates both as {category} at once: {first} and {second}. "
            "Correct one of the two: to the same period, and they are joined into one; or so that "
            "one ends before the other begins."
        ).format(
            member=one.member.name,
            category=one.category.name,
            first=_period(one),
            second=_period(two),
        )
        for one, two in (sorted(twins, key=lambda row: row.pk) for twins in _twins(kept, other))
        if not _is_same_period(one, two)
    ]


def overlapping_rights(kept: Person, other: Person) -> list[DraftingRight]:
    """Drafting rights of `other` of a time in which `kept` had one of the same member.

    One person has one at a time; those that are over stay with the record that is set aside.
    """
    mine = list(kept.drafting_rights.filter(revoked_at=None))
    theirs = other.drafting_rights.filter(revoked_at=None).with_people()
    return [
        two
        for two in theirs
        if any(
            one.member_id == two.member_id
            and one.ends_on >= two.starts_on
            and two.ends_on >= one.starts_on
            for one in mine
        )
    ]


def _of_rights(kept: Person, other: Person) -> list[str]:
    today = clock.today()
    return [
        _(
            "Both may draft for {member} at the same time. Revoke one of the two rights first."
        ).format(member=right.member.name)
        for right in overlapping_rights(kept, other)
        if right.ends_on >= today
    ]


def _of_proposals(other: Person) -> list[str]:
    """A draft hangs on the versions of its record, and does not move."""
    open_ones = ProposedChange.objects.open().filter(
        content_type__app_label="focalpoints", content_type__model="person", object_id=other.pk
    )
    return [
        _(
            "A change of the record that would be set aside is open, of {member} ({state}). "
            "Keep that record instead, or have the change decided or withdrawn first."
        ).format(member=change.member.name, state=change.get_state_display())
        for change in open_ones.select_related("member__country", "member__organisation")
    ]


def _period(row: Designation) -> str:
    return f"{_day(row.starts_on)} – {_day(row.ends_on) if row.ends_on else '…'}"


def _day(day: datetime.date) -> str:
    return str(date_format(day, "DATE_FORMAT"))
