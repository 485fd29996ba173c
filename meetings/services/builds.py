"""Building PDFs: requesting them, and working on one under a lease.

A build is a row. Whoever works on it holds a lease by the database's clock and renews it
between steps; a worker that dies stops renewing, and the sweep gives the row to another.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest, Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from meetings.models import Communique, CommuniqueVersion, PdfBuild
from meetings.services.communique import freeze
from network.accounts.models import User
from network.accounts.rights import require_permission
from network.audit.tracking import named_in_trail
from network.documents.pdf.reasons import DISK_FULL
from network.values.refusals import Refusal

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
class Claim:
    """A build that this process holds, by its token, until the lease ends."""

    build: PdfBuild
    token: uuid.UUID

    def renew(self, percent: int) -> None:
        """Renew the lease and record the progress; raise LeaseLost if it is lost."""
        # Progress never decreases while the same build is under way.
        furthest = Greatest(F("percent"), Value(percent))
        if not self._held().update(lease_ends_at=Now() + LEASE, percent=furthest):
            raise LeaseLost

    def _held(self) -> models.QuerySet[PdfBuild]:
        return PdfBuild.objects.filter(
            pk=self.build.pk, lease_token=self.token, state=PdfBuild.State.BUILDING
        )

    def finish(self, data: bytes, *, name: str, sha256: str, pages: int) -> None:
        """Store the file, then record it in the row; raise LeaseLost if too late."""
        self.build.file.name = stored(name, data)
        done = self._held().update(
            state=PdfBuild.State.DONE,
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
            raise LeaseLost

    def retry_later(self, reason: str) -> None:
        """Schedule another attempt; after the last one, give up with `reason`."""
        if self.build.attempts >= MAX_ATTEMPTS:
            self.give_up(reason)
            return
        pause = datetime.timedelta(seconds=5 * self.build.attempts)
        self._held().update(
            state=PdfBuild.State.WAITING,
            due_at=Now() + pause,
            lease_token=None,
            lease_ends_at=None,
            last_error=reason,
            percent=0,
        )

    def wait_for_room(self) -> None:
        """Wait until the disk has room, without a limit: the attempt does not count."""
        self._held().update(
            state=PdfBuild.State.WAITING,
            attempts=F("attempts") - 1,
            due_at=Now() + ROOM_LOOKED_FOR_AFTER,
            lease_token=None,
            lease_ends_at=None,
            last_error=DISK_FULL,
            percent=0,
        )

    def give_up(self, reason: str) -> None:
        """Record that this PDF cannot be built, and why; a person may request it again."""
        self._held().update(
            state=PdfBuild.State.FAILED,
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
    storage = PdfBuild._meta.get_field("file").storage
    if storage.exists(name):
        with storage.open(name) as existing:
            if existing.read() == data:
                return name
        storage.delete(name)
    return str(storage.save(name, ContentFile(data)))


@transaction.atomic
def request_builds(
    communique: Communique, *, by: User, acknowledged: Collection[str] = ()
) -> list[PdfBuild]:
    """Freeze what the communiqué says and ask for a PDF in each complete language.

    Returns the rows that now wait: new ones, and failed ones tried again. Those that are
    ready or under way are left alone, so that pressing twice does no harm. Refuses as `freeze`
    does.
    """
    return request_builds_of(freeze(communique, by=by, acknowledged=acknowledged), by=by)


@transaction.atomic
@named_in_trail
def request_builds_of(version: CommuniqueVersion, *, by: User) -> list[PdfBuild]:
    """Ask for a PDF of a frozen version in each of its languages; return the rows that wait."""
    require_permission(by, "change", version.communique)
    waiting = []
    for language in version.languages:
        build, is_new = PdfBuild.objects.get_or_create(
            version=version, language=language, defaults={"requested_by": by}
        )
        if is_new:
            waiting.append(build)
        elif build.is_failed:
            waiting.append(retry(build, by=by))
    return waiting


@transaction.atomic
@named_in_trail
def retry(build: PdfBuild, *, by: User) -> PdfBuild:
    """Let a failed build wait again, with all its attempts. Refuses any other."""
    # Who may have a PDF built may have it built again.
    require_permission(by, "change", build.version.communique)
    locked: PdfBuild = PdfBuild.objects.select_for_update().get(pk=build.pk)
    if not locked.is_failed:
        raise Refusal(_("This PDF has not failed; there is nothing to repeat."))
    locked.state = PdfBuild.State.WAITING
    locked.attempts = 0
    locked.percent = 0
    locked.last_error = ""
    locked.finished_at = None
    locked.requested_by = by
    locked.due_at = Now()
    locked.save()
    locked.refresh_from_db()
    return locked


@transaction.atomic
def claim(build_id: int) -> Claim | None:
    """Take the build under a lease; None when it is finished or another worker holds it."""
    build: PdfBuild | None = (
        PdfBuild.objects.claimable().filter(pk=build_id).select_for_update(skip_locked=True).first()
    )
    if build is None:
        return None
    if build.attempts >= MAX_ATTEMPTS:
        # Only a dead worker leaves a row without attempts left.
        build.state = PdfBuild.State.FAILED
        build.last_error = ABANDONED
        build.finished_at = Now()
        build.lease_token = build.lease_ends_at = None
        build.save()
        return None
    token = PdfBuild.new_token()
    PdfBuild.objects.filter(pk=build.pk).update(
        state=PdfBuild.State.BUILDING,
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
        PdfBuild.objects.claimable()
        .due()
        .select_for_update(skip_locked=True)
        .order_by("due_at", "pk")
        .values_list("pk", flat=True)[:limit]
    )
    PdfBuild.objects.filter(pk__in=due).update(due_at=Now() + START_AGAIN_AFTER)
    return due
