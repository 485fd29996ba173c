"""Members of the Network: how the Secretariat records, corrects and removes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from focalpoints.models import Member
from focalpoints.review.publication import edit_directly, import_entry
from network import clock
from network.accounts.models import User
from network.accounts.rights import require_permission
from network.audit.tracking import acting
from network.values.refusals import Refusal
from network.values.slugs import free_slug


@transaction.atomic
def save_member(
    member: Member, *, by: User, write_related: Callable[[], object] | None = None
) -> Member:
    """Write a member, new or corrected, with its institutions, as its next version.

    Its status alone, which versions do not keep, makes none.

    Raises Refusal for one that has left by now and is not withdrawn: the status alone ends rights.
    """
    _refuse_if_left(member)
    require_permission(by, "change" if member.pk else "add", member)
    saved: Member = edit_directly(
        member, seen_version=member.version, by=by, write_related=write_related
    )
    return saved


@transaction.atomic
def import_member(
    member: Member, *, by: User | None, write_related: Callable[[], object] | None = None
) -> Member:
    """Write a member as a spreadsheet says; refuses as `save_member` does."""
    _refuse_if_left(member)
    require_permission(by, "change" if member.pk else "add", member)
    if member.pk is None and not member.slug:
        member.slug = free_slug(Member, member.identity.slug)
    saved: Member = import_entry(
        member, seen_version=member.version, by=by, write_related=write_related
    )
    return saved


def _refuse_if_left(member: Member) -> None:
    has_left = member.left_on is not None and member.left_on.latest < clock.today()
    if has_left and member.state != Member.State.WITHDRAWN:
        raise Refusal(
            _("Also set the status to “withdrawn”: a day alone does not end any rights."),
            field="state",
        )


def remove_member(member: Member, *, by: User) -> None:
    """Delete one member as `remove_members` deletes several."""
    remove_members([member], by=by)


@transaction.atomic
def remove_members(members: Sequence[Member], *, by: User) -> None:
    """Delete members that were recorded by mistake; all or none.

    Refuses one that anything refers to.
    """
    for member in members:
        require_permission(by, "delete", member)
    try:
        with transaction.atomic(), acting(by):
            Member.objects.filter(pk__in=[member.pk for member in members]).delete()
    except ProtectedError as error:
        if len(members) > 1:
            # So that it is known which of them stays.
            for member in members:
                remove_member(member, by=by)
            return
        raise Refusal(
            _("“{member}” has entries or designations, and what was recorded stays.").format(
                member=members[0].name
            )
        ) from error
