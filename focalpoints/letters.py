"""Letters of designation: which files are taken, who may read them, what a download is called."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from focalpoints.models import Designation, Member
from network import clock
from network.accounts.models import User
from network.documents import disk
from network.documents.uploads import ENDINGS, JPEG, PDF, PNG, UploadRule
from network.values.actors import Actor

# The kind that letters are among private files (focalpoints/contributions.py); their owner is the
# member, by its key.
KIND = "letter"
RULE = UploadRule(
    types=(PDF, JPEG, PNG),
    largest=10 * 1024 * 1024,
    wrong_type=_("A letter is a PDF, JPEG or PNG file."),
    too_large=_("A letter may not be larger than 10 MB."),
)


def refusing_full_disk() -> AbstractContextManager[None]:
    """Raise a Refusal beside the letter's field where the disk has no room for it."""
    return disk.refusing_full_disk(
        _(
            "The letter cannot be stored: the portal's disk is full. Nothing was saved. Save "
            "without the letter, or again when the administrator has made room."
        ),
        field="letter",
    )


def owner_of(member: Member) -> str:
    return str(member.pk)


def owner_names(owners: Collection[str]) -> dict[str, str]:
    """The members by their keys."""
    rows = Member.objects.filter(pk__in=[int(owner) for owner in owners]).with_identity()
    return {owner_of(row): str(row.name) for row in rows}


def may_read(user: object, owner: str) -> bool:
    """The Secretariat reads every letter, a focal point the letters of the member."""
    if not isinstance(user, User):
        return False
    return (
        Designation.objects.with_letter_for(user, clock.today())
        .filter(member_id=int(owner))
        .exists()
    )


def may_keep(user: Actor, _owner: str) -> bool:
    """Whoever may write or delete designations; the service asks for each."""
    return any(
        user.has_perm(f"focalpoints.{action}_designation") for action in ("add", "change", "delete")
    )


def download_name(designation: Designation) -> str:
    """A readable file name: `spain-national-focal-point-2024-03-01.pdf`."""
    assert designation.letter is not None
    with override("en"):
        parts = (designation.member.slug, designation.category.name)
        day = designation.letter_dated_on or designation.starts_on
        ending = ENDINGS[designation.letter.content_type][0]
        return f"{slugify(' '.join(parts))}-{day:%Y-%m-%d}{ending}"
