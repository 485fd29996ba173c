"""Letters that were uploaded on a page where letters are recorded or sent in, until that is done.

The page may be shown again, with a question or with what is wrong, and nobody chooses the file
twice. It belongs to who uploaded it, and goes when the letter is recorded or sent, or on the day
after next.
"""

from __future__ import annotations

from collections.abc import Collection

from django.core.files.base import ContentFile, File

from focalpoints.letters import refusing_full_disk
from focalpoints.rights import members_submitted_for
from network.accounts.models import User
from network.documents.models import PrivateFile
from network.documents.private import keep_file
from network.values.actors import Actor
from network.values.primary_keys import at_key

KIND = "unrecorded_letter"


def may_read(user: object, owner: str) -> bool:
    """Whoever uploaded it, for as long as they may record it or send it in."""
    return isinstance(user, User) and may_keep(user, owner)


def may_keep(user: Actor, owner: str) -> bool:
    if str(user.pk) != owner:
        return False
    may_record = any(user.has_perm(f"focalpoints.{verb}_designation") for verb in ("add", "change"))
    return may_record or members_submitted_for(user).exists()


def owner_names(owners: Collection[str]) -> dict[str, str]:
    """The accounts by their keys."""
    rows = User.objects.filter(pk__in=[int(owner) for owner in owners])
    return {str(row.pk): row.get_full_name() for row in rows}


def keep_unrecorded(letter: File[bytes], *, by: User) -> PrivateFile:
    """Keep an uploaded letter until it is recorded.

    Raises Refusal for a file that is none, and where the disk is full.
    """
    with refusing_full_disk():
        return keep_file(letter, kind=KIND, owner=str(by.pk), by=by, field="letter")


def unrecorded(key: str, uploader: User) -> PrivateFile | None:
    """The letter that `uploader` has uploaded, by the key of its file; nothing once it is gone."""
    return at_key(PrivateFile.objects.kept().filter(kind=KIND, owner=str(uploader.pk)), key).first()


def content_of(file: PrivateFile) -> File[bytes]:
    """The letter as it was uploaded."""
    with file.file.open("rb") as stored:
        return ContentFile(stored.read(), name=file.original_name)
