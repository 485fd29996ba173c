"""Members of the Network: how the Secretariat records, corrects and removes them."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from focalpoints.models import Member
from focalpoints.review.publication import edit_directly, import_entry
from network import clock
from network.accounts.models import User
from network.accounts.rights import remove_by, require_permission
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


@transaction.atomic
def remove_member(member: Member, *, by: User) -> None:
    """Delete a member that was recorded by mistake. Refuses one that anything refers to."""
    try:
        with transaction.atomic():
            remove_by(member, by=by)
    except ProtectedError as error:
        raise Refusal(
            _("“{member}” has entries or designations, and what was recorded stays.").format(
                member=member.name
            )
        ) from error
