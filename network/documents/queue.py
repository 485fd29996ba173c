"""The queue of documents: ordering one, and working on one under a lease.

A build is a row. Whoever works on it holds a lease by the database's clock and renews it
between steps; a worker that dies stops renewing, and the sweep gives the row to another.
"""

from __future__ import annotations

import datetime
import logging
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest, Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from network import registry
from network.audit.tracking import named_in_trail
from network.documents.kinds import Content, DocumentKind, kind_named, require_order
from network.documents.models import DocumentBuild, DocumentBuildQuerySet
from network.documents.pdf.reasons import DISK_FULL
from network.jobs.starting import start_on_commit
from network.values.actors import Actor
from network.values.refusals import Refusal

log = logging.getLogger(__name__)

BUILD_DOCUMENT = "network.tasks.build_document"
LEASE = datetime.timedelta(seconds=25)
# A person makes room on a full disk, in minutes or hours.
ROOM_LOOKED_FOR_AFTER = datetime.timedelta(seconds=60)
# A task for a waiting row is not started twice in a moment: a busy worker's queue would
# fill with copies of the same one.
START_AGAIN_AFTER = datetime.timedelta(seconds=15)
MAX_ATTEMPTS = 3

# Kept in English in the row, translated where it shows.
ABANDONED = gettext_noop(
    "The program that builds this PDF stopped three times before it finished. Try again; if it "
    "stops again, inform the administrator."
)


class LeaseLost(Exception):  # noqa: N818 - what happened, not what went wrong
    """Another worker holds the build now, so the result of this one is discarded."""


@dataclass(frozen=True)
class Ordered:
    """The build of what was asked for; `is_started` if it waits because of this order."""

    build: DocumentBuild
    is_started: bool


@transaction.atomic
@named_in_trail
def order(kind_name: str, subject: str, language: str, *, by: Actor | None) -> Ordered:
    """Ask for the document of what `subject` says now in `language`.

    A content that is ready or under way is left alone, so that asking twice does no harm; one that
    failed waits again, and one that is kept for a while only is kept so long from now. Raises
    Refusal where `by` may not order it and where nothing is said.
    """
    kind = kind_named(kind_name)
    require_order(by, kind, subject)
    content = kind.content(subject, language)
    if content is None:
        raise Refusal(_("There is nothing to make this document of."))
    build, is_new = _held(kind, subject, language, content, requested_by=getattr(by, "pk", None))
    if build.is_failed:
        return Ordered(retry(build, by=by), is_started=True)
    if build.is_done and kind.kept is not None:
        DocumentBuild.objects.filter(pk=build.pk).update(finished_at=Now())
        build.refresh_from_db(fields=["finished_at"])
    return Ordered(build, is_started=is_new)


def _held(
    kind: DocumentKind, subject: str, language: str, content: Content, *, requested_by: Any
) -> tuple[DocumentBuild, bool]:
    """The row of a content under a lock, for another may order it at the same moment; if it is new.

    A row that was there and has been deleted meanwhile is made again.
    """
    while True:
        build, is_new = DocumentBuild.objects.get_or_create(
            kind=kind.name,
            subject=subject,
            language=language,
            digest=content.digest,
            defaults={
                "title": content.title[:300],
                "name": content.name,
                "requested_by_id": requested_by,
            },
        )
        locked = DocumentBuild.objects.select_for_update().filter(pk=build.pk).first()
        if locked is not None:
            return locked, is_new


def start_builds(waiting: Iterable[DocumentBuild]) -> None:
    """Start tasks once the rows are committed; the sweep finds what a lost one has left."""
    for build in waiting:
        start_on_commit(BUILD_DOCUMENT, build.pk)


@transaction.atomic
@named_in_trail
def retry(build: DocumentBuild, *, by: Actor | None) -> DocumentBuild:
    """Let a failed build wait again, with all its attempts. Refuses any other."""
    # Who may have a document built may have it built again.
    require_order(by, kind_named(build.kind), build.subject)
    locked: DocumentBuild = DocumentBuild.objects.select_for_update().get(pk=build.pk)
    if not locked.is_failed:
        raise Refusal(_("This PDF has not failed; there is nothing to repeat."))
    locked.state = DocumentBuild.State.WAITING
    locked.attempts = 0
    locked.percent = 0
    locked.last_error = ""
    locked.finished_at = None
    locked.requested_by_id = getattr(by, "pk", None)
    locked.due_at = Now()
    locked.save()
    locked.refresh_from_db()
    return locked


@dataclass(frozen=True)
class Claim:
    """A build that this process holds, by its token, until the lease ends."""

    build: DocumentBuild
    token: uuid.UUID

    def renew(self, percent: int) -> None:
        """Renew the lease and record the progress; raise LeaseLost if it is lost."""
        # Progress never decreases while the same build is under way.
        furthest = Greatest(F("percent"), Value(percent))
        if not self._held().update(lease_ends_at=Now() + LEASE, percent=furthest):
            raise LeaseLost

    def _held(self) -> models.QuerySet[DocumentBuild]:
        return DocumentBuild.objects.filter(
            pk=self.build.pk, lease_token=self.token, state=DocumentBuild.State.BUILDING
        )

    def finish(self, data: bytes, *, name: str, sha256: str, pages: int) -> None:
        """Store the file, then record it in the row; raise LeaseLost if too late."""
        self.build.file.name = stored(name, data)
        done = self._held().update(
            state=DocumentBuild.State.DONE,
            percent=100,
            file=self.build.file.name,
            sha256=sha256,
            size=len(data),
            pages=pages,
            finished_at=Now(),
            lease_token=None,
            lease_ends_at=None,
            last_error="",
        )
        if not done:
            if not DocumentBuild.objects.filter(pk=self.build.pk).exists():
                # Deleted meanwhile, as with a person's data: then nothing of it stays.
                _remove_unused(self.build.file.name)
            raise LeaseLost

    def retry_later(self, reason: str) -> None:
        """Schedule another attempt; after the last one, give up with `reason`."""
        if self.build.attempts >= MAX_ATTEMPTS:
            self.give_up(reason)
            return
        pause = datetime.timedelta(seconds=5 * self.build.attempts)
        self._held().update(
            state=DocumentBuild.State.WAITING,
            due_at=Now() + pause,
            lease_token=None,
            lease_ends_at=None,
            last_error=reason,
            percent=0,
        )

    def wait_for_room(self) -> None:
        """Wait until the disk has room, without a limit: the attempt does not count."""
        self._held().update(
            state=DocumentBuild.State.WAITING,
            attempts=F("attempts") - 1,
            due_at=Now() + ROOM_LOOKED_FOR_AFTER,
            lease_token=None,
            lease_ends_at=None,
            last_error=DISK_FULL,
            percent=0,
        )

    def give_up(self, reason: str) -> None:
        """Record that this document cannot be built, and why; a person may order it again."""
        self._held().update(
            state=DocumentBuild.State.FAILED,
            finished_at=Now(),
            lease_token=None,
            lease_ends_at=None,
            last_error=reason,
        )


def stored(name: str, data: bytes) -> str:
    """Write `data` under `name` and return the name it got.

    The name holds the digest of the data, so a file that is already there is either the same or the
    incomplete file of a worker that died while writing: that one is replaced.
    """
    storage = DocumentBuild._meta.get_field("file").storage
    if storage.exists(name):
        with storage.open(name) as existing:
            if existing.read() == data:
                return name
        storage.delete(name)
    return str(storage.save(name, ContentFile(data)))


@transaction.atomic
def claim(build_id: int) -> Claim | None:
    """Take the build under a lease; None when it is finished or another worker holds it."""
    build: DocumentBuild | None = (
        DocumentBuild.objects.claimable()
        .filter(pk=build_id)
        .select_for_update(skip_locked=True)
        .first()
    )
    if build is None:
        return None
    if build.attempts >= MAX_ATTEMPTS:
        # Only a dead worker leaves a row without attempts left.
        build.state = DocumentBuild.State.FAILED
        build.last_error = ABANDONED
        build.finished_at = Now()
        build.lease_token = build.lease_ends_at = None
        build.save()
        return None
    token = DocumentBuild.new_token()
    DocumentBuild.objects.filter(pk=build.pk).update(
        state=DocumentBuild.State.BUILDING,
        lease_token=token,
        lease_ends_at=Now() + LEASE,
        attempts=F("attempts") + 1,
        percent=5,
    )
    build.refresh_from_db()
    return Claim(build, token)


@transaction.atomic
def take_due(limit: int = 20) -> list[int]:
    """The builds that nobody works on, to start tasks for; oldest first.

    A row that waits is not returned again for a while, unless its lease has run out.
    """
    due = list(
        DocumentBuild.objects.claimable()
        .due()
        .select_for_update(skip_locked=True)
        .order_by("due_at", "pk")
        .values_list("pk", flat=True)[:limit]
    )
    DocumentBuild.objects.filter(pk__in=due).update(due_at=Now() + START_AGAIN_AFTER)
    return due


def forget_expired() -> int:
    """Delete the finished documents of kinds that keep them for a while only; return how many."""
    forgotten = 0
    for kind in registry.of(DocumentKind):
        if kind.kept is not None:
            expired = Now() - kind.kept
            forgotten += forget_builds(
                DocumentBuild.objects.filter(kind=kind.name, finished_at__lt=expired)
            )
    if forgotten:
        log.info("Deleted %s documents that are kept for a while only", forgotten)
    return forgotten


@transaction.atomic
def forget_builds(builds: DocumentBuildQuerySet) -> int:
    """Delete these builds and, once that is committed, their files; return how many.

    A worker that is at one of them finds that it is no longer its own.
    """
    rows = list(builds.select_for_update())
    DocumentBuild.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for name in {row.file.name for row in rows if row.file}:
        # A file that stays behind is no reason to fail what was committed.
        transaction.on_commit(partial(_remove_unused, name), robust=True)
    return len(rows)


def forget_builds_of_people() -> None:
    """Delete what was built of kinds that list people, before and again after the commit.

    Whatever erases data of a person calls it: which of these files name them, nobody can tell. A
    worker that has read the data before the commit finds afterwards that the build is gone.
    """
    kinds = [kind.name for kind in registry.of(DocumentKind) if kind.lists_people]

    def forget() -> None:
        forget_builds(DocumentBuild.objects.filter(kind__in=kinds))

    forget()
    transaction.on_commit(forget, robust=True)


def _remove_unused(name: str) -> None:
    """Remove a file that no row has: two builds of one content share theirs."""
    if not DocumentBuild.objects.filter(file=name).exists():
        DocumentBuild._meta.get_field("file").storage.delete(name)
