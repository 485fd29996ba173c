"""Undoing the end of a designation: the end day that was there before comes back."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from focalpoints.holders import refusal_for
from focalpoints.models import Designation, Ending, Member
from focalpoints.rights import may_decide
from network import clock
from network.accounts.models import User
from network.accounts.rights import require_permission
from network.audit.tracking import acting
from network.values.refusals import Refusal


def open_ending_of(designation: Designation) -> Ending | None:
    """The end of this designation that may still be undone, if nothing else stands against it."""
    ending = Ending.objects.undoable_at(clock.now()).filter(designation=designation).first()
    return ending if ending is not None and ending.ends_on == designation.ends_on else None


def why_not_undone(ending: Ending) -> str:
    """In a sentence what stands against undoing `ending`, as far as its own rows say; or "".

    No query where the designation and its member are fetched with it. What another designation
    stands against it is asked when it is undone.
    """
    designation = ending.designation
    if designation.joined_into_id is not None:
        return _(
            "it was joined into another designation since, when two records of the person were "
            "merged. Undo the merge first."
        )
    if ending.undone_at is not None:
        return _("this was undone already.")
    if clock.now() > ending.undoable_until:
        return _(
            "an end can be undone for seven days, which have passed. Record a new designation "
            "instead."
        )
    if designation.ends_on != ending.ends_on:
        now = date_format(designation.ends_on, "DATE_FORMAT") if designation.ends_on else "–"
        return _("the end day was changed since; it now says {day}.").format(day=now)
    if designation.member.state == Member.State.WITHDRAWN:
        return _("the member has withdrawn from the Network since.")
    return ""


@transaction.atomic
def undo_ending(ending: Ending, *, by: User) -> Designation:
    """Give a designation the end day back that it had before `ending`.

    Raises Refusal when that was done already, when it is too late for it, and when something
    else has changed meanwhile: the end day, the member's place in the Network, or another
    designation that now stands in the way, such as a successor's.
    """
    if not may_decide(by):
        raise Refusal(_("Only the Secretariat may undo the end of a designation."))
    require_permission(by, "change", ending.designation)
    # In the order of the other writes of designations: the member first.
    member = Member.objects.select_for_update().get(designations=ending.designation_id)
    designation = Designation.all_rows.select_for_update().get(pk=ending.designation_id)
    ending = Ending.objects.select_for_update().get(pk=ending.pk)
    name = f"{designation.person} ({member.name})"
    ending.designation = designation
    designation.member = member
    refusal = why_not_undone(ending)
    if refusal:
        raise Refusal(f"{name}: {refusal}")
    designation.ends_on = ending.previous_ends_on
    obstacle = refusal_for(designation)
    if obstacle is not None:
        raise Refusal(f"{name}: {obstacle.sentence}")
    ending.undone_at, ending.undone_by = clock.now(), by
    try:
        with acting(by), transaction.atomic():
            designation.save(update_fields=["ends_on"])
            ending.save(update_fields=["undone_at", "undone_by"])
    except IntegrityError as error:
        # Held by the database alone: the category's rule was changed at this moment.
        raise Refusal(
            _("{name}: somebody else is writing this designation. Try again.").format(name=name)
        ) from error
    return designation
