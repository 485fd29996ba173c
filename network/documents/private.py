"""Private files: keeping what was uploaded, discarding it, and who may read it.

An app that takes such files adds a `PrivateFileKind` in its `contributions.py`.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from network import clock, registry
from network.audit.tracking import acting, named_in_trail
from network.documents.models import PrivateFile
from network.documents.uploads import UploadRule, shown_name
from network.values.actors import Actor
from network.values.refusals import Refusal

log = logging.getLogger(__name__)


def _keys_alone(owners: Collection[str]) -> Mapping[str, str]:
    return {owner: owner for owner in owners}


@dataclass(frozen=True, kw_only=True)
class PrivateFileKind(registry.Contribution):
    """A kind of private file.

    `may_read` and `may_keep` judge an account and the owner of a file, a key of at most 100
    characters that the kind understands: who may download it, and who may upload and remove it.
    `owner_names` gives what owners are called, by their keys, for whoever looks after the files.
    `days_kept` says for how many days from today an upload is kept; None for as long as it is
    needed.
    """

    label: Any
    rule: UploadRule
    may_read: Callable[[Any, str], bool]
    may_keep: Callable[[Any, str], bool]
    owner_names: Callable[[Collection[str]], Mapping[str, str]] = _keys_alone
    days_kept: int | None = None


def _kind_named(name: str) -> PrivateFileKind:
    kind = registry.named(PrivateFileKind, name)
    if kind is None:
        raise LookupError(f"No app declares private files of the kind {name!r}.")
    return kind


def may_read(user: object, file: PrivateFile) -> bool:
    """Whether `user` may download `file` now, by the rule of its kind."""
    kind = registry.named(PrivateFileKind, file.kind)
    return kind is not None and file.is_kept and kind.may_read(user, file.owner)


def require_keeping(by: Actor | None, kind_name: str, owner: str) -> None:
    """Refuse `by` where they may not upload or remove files of the owner; nobody is the portal."""
    if by is not None and not _kind_named(kind_name).may_keep(by, owner):
        raise Refusal(_("Your account has no permission for this."))


@contextmanager
def keeping(
    upload: Any, *, kind: str, owner: str, by: Actor | None, field: str | None = None
) -> Iterator[PrivateFile]:
    """Store an upload and its row; what is done with them inside the block belongs to it.

    If the block fails, the file does not stay behind. Raises Refusal, beside `field`, for a file
    that the kind does not take, and OSError where it cannot be stored.
    """
    file = keep_file(upload, kind=kind, owner=owner, by=by, field=field)
    try:
        yield file
    except BaseException:
        _remove(file)
        raise


@named_in_trail
def keep_file(
    upload: Any, *, kind: str, owner: str, by: Actor | None, field: str | None = None
) -> PrivateFile:
    """Store an upload of a kind for an owner; raises as `keeping` does."""
    require_keeping(by, kind, owner)
    known = _kind_named(kind)
    try:
        content_type = known.rule.type_of(upload)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages), field=field) from error
    days = known.days_kept
    row = PrivateFile(
        kind=kind,
        owner=owner,
        original_name=shown_name(upload),
        content_type=content_type,
        size=upload.size,
        keep_until=None if days is None else clock.today() + datetime.timedelta(days=days),
        uploaded_by_id=getattr(by, "pk", None),
    )
    row.file.save("", upload, save=False)
    try:
        with transaction.atomic():
            row.save()
    except BaseException:
        _remove(row)
        raise
    return row


def _remove(row: PrivateFile) -> None:
    """Remove the file of a row that is not committed."""
    row.file.storage.delete(str(row.file.name))


@transaction.atomic
def discard_file(file: PrivateFile, *, by: Actor | None) -> None:
    """Remove the content of a private file; its row stays, emptied."""
    require_keeping(by, file.kind, file.owner)
    with acting(by):
        _emptied(file.pk)


def _emptied(key: int) -> bool:
    """Empty the row and, once that is committed, remove the file; False where it was done."""
    row = PrivateFile.objects.kept().select_for_update().filter(pk=key).first()
    if row is None:
        return False
    name, storage = str(row.file.name), row.file.storage
    row.file = row.original_name = ""
    row.discarded_at = clock.now()
    row.save(update_fields=["file", "original_name", "discarded_at"])
    # A file that stays behind is no reason to fail what was committed.
    transaction.on_commit(lambda: storage.delete(name), robust=True)
    return True


def discard_past_their_date() -> int:
    """Discard what was to be kept until a day before today; return how many."""
    keys = PrivateFile.objects.past_their_date(clock.today()).values_list("pk", flat=True)
    discarded = 0
    for key in list(keys):
        with transaction.atomic(), acting(None):
            discarded += _emptied(key)
    if discarded:
        log.info("Discarded %s private files past their date", discarded)
    return discarded
