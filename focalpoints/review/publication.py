"""How an entry is written as its next version, wherever the publication comes from.

A review's publication, a direct edit of the Secretariat, a person's edit of their own contact
data and the restore of an earlier version all end in `publish_entry`, which keeps what was
published (focalpoints.revisions). A direct edit counts as a publication: the version rises, so
that whoever has a draft open learns of the conflict.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from focalpoints.models import Member, ProposedChange, Revision
from focalpoints.review import registry
from focalpoints.review.changes import Overtaken, require_submitter, settle_withdrawn
from focalpoints.revisions import Values, columns_of, json_of, record, saved_values
from focalpoints.rights import may_decide
from network import clock
from network.accounts.models import User
from network.accounts.rights import remove_by, require_permission
from network.audit.tracking import acting, named_in_trail
from network.documents.public import require_files
from network.values.refusals import Refusal
from network.values.translations import FollowsEnglish, check_acknowledged


@transaction.atomic
def publish_entry(
    entry: Any,
    *,
    by: User | None,
    source: str,
    seen_version: int,
    reason: str = "",
    change: ProposedChange | None = None,
    restored_from: Revision | None = None,
    write_related: Callable[[], object] | None = None,
    acknowledged: Collection[str] = (),
    only_if_changed: bool = False,
) -> Any:
    """Write `entry`, changed in memory or new, as its next version, and return it.

    `seen_version` is the version upon which it was changed (any, for a new entry): raises
    Overtaken when another one was published since. `write_related` writes the many-to-many values
    and the child rows, once the entry has its row. `change` is the reviewed change that is
    published, and a review counts as the member's confirmation; `restored_from` is the version
    that is brought back. With `only_if_changed` the row is written, but is no version, where it
    then says what it said before: who has which rights is none of what versions keep. The caller
    has judged whether `by` may publish. Raises OutdatedTranslations unless `acknowledged` holds the
    key of each translation that is outdated in what is published; the version keeps them. Raises
    Refusal where it names an uploaded file that there is not.
    """
    kind = registry.kind_of_entry(entry)
    now = clock.now()
    before = None
    if entry.pk is None:
        number = 1
        if kind.address is not None and not entry.slug:
            entry.slug = kind.address(entry)
    else:
        live = type(entry)._default_manager.select_for_update(of=("self",)).get(pk=entry.pk)
        if live.version != seen_version:
            raise Overtaken(
                _(
                    "Another version of this entry was published while you were editing it. Open "
                    "it again."
                )
            )
        before = saved_values(live) if only_if_changed else None
        number = live.version + 1
        entry.version, entry.published_at = live.version, live.published_at
        entry.confirmed_at = live.confirmed_at
    is_version = before is None or _says_otherwise(entry, before)
    if is_version:
        entry.version, entry.published_at = number, now
    if change is not None:
        entry.confirmed_at = now
    with acting(by):
        _save(entry)
        if write_related is not None:
            write_related()
        if not is_version:
            if saved_values(entry) == before:
                return entry
            # Not the row itself has changed, but what belongs to it.
            entry.version, entry.published_at = number, now
            entry.save(update_fields=["version", "published_at"])
        if kind.after_publication is not None:
            kind.after_publication(entry, by)
    if isinstance(entry, FollowsEnglish):
        check_acknowledged(entry.outdated_texts(), acknowledged)
    version = record(
        entry,
        by=by,
        source=source,
        reason=reason,
        change=change,
        restored_from=restored_from,
        at=now,
    )
    require_files(version.values)
    return entry


def _says_otherwise(entry: Any, before: Values) -> bool:
    """Whether a column of `entry` that versions keep says in memory what it did not."""
    return any(
        json_of(getattr(entry, field.attname)) != before[field.name]
        for field in columns_of(type(entry))
    )


def _save(entry: Any) -> None:
    """Save the row. A constraint that a form could not foresee refuses with a sentence."""
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as error:
        raise Refusal(
            _(
                "An entry with the same web address, or a plan of the same generation, is "
                "already recorded. Check that one first."
            )
        ) from error


def edit_directly(
    entry: Any,
    *,
    seen_version: int,
    by: User,
    reason: str = "",
    write_related: Callable[[], object] | None = None,
    acknowledged: Collection[str] = (),
) -> Any:
    """Write `entry` as the Secretariat changed it outside of review, as its next version.

    What changes nothing that versions keep makes none.
    """
    if not may_decide(by):
        raise Refusal(_("Only the Secretariat may edit a published entry directly."))
    require_permission(by, "add" if entry.pk is None else "change", entry)
    return publish_entry(
        entry,
        by=by,
        source=Revision.Source.DIRECT_EDIT,
        seen_version=seen_version,
        reason=reason,
        write_related=write_related,
        acknowledged=acknowledged,
        only_if_changed=True,
    )


def import_entry(
    entry: Any,
    *,
    seen_version: int,
    by: User | None,
    write_related: Callable[[], object] | None = None,
    acknowledged: Collection[str] = (),
) -> Any:
    """Write `entry` as a spreadsheet of the Secretariat says, as its next version.

    As `edit_directly`, and sends no mail. `by` is None for a command on the server.
    """
    if by is not None and not may_decide(by):
        raise Refusal(_("Only the Secretariat may import entries."))
    require_permission(by, "add" if entry.pk is None else "change", entry)
    return publish_entry(
        entry,
        by=by,
        source=Revision.Source.IMPORT,
        seen_version=seen_version,
        write_related=write_related,
        acknowledged=acknowledged,
        only_if_changed=True,
    )


def take_back_import(
    entry: Any,
    before: Revision,
    *,
    by: User,
    write_related: Callable[[], object],
    acknowledged: Collection[str] = (),
) -> Any:
    """Write `entry`, which says in memory what it said before an import, as its next version.

    `before` is the version that it had then. An import that only changed what versions do not keep,
    such as a member's status, made none, and taking it back makes none either.
    """
    if not may_decide(by):
        raise Refusal(_("Only the Secretariat may undo an import."))
    require_permission(by, "change", entry)
    return publish_entry(
        entry,
        by=by,
        source=Revision.Source.RESTORE,
        seen_version=entry.version,
        restored_from=before,
        write_related=write_related,
        acknowledged=acknowledged,
        only_if_changed=True,
    )


@transaction.atomic
@named_in_trail
def remove_entry(entry: Any, *, by: User) -> None:
    """Delete a published entry; an open draft of it is withdrawn with a reason."""
    if not may_decide(by):
        raise Refusal(_("Only the Secretariat may delete a published entry."))
    require_permission(by, "delete", entry)
    kind = registry.kind_of_entry(entry)
    for change in (
        ProposedChange.objects.open()
        .select_for_update()
        .filter(content_type=kind.content_type, object_id=entry.pk)
    ):
        settle_withdrawn(
            change, by=by, reason=_("The published entry was deleted by the Secretariat.")
        )
    remove_by(entry, by=by)


@transaction.atomic
@named_in_trail
def confirm_up_to_date(entry: Any, *, member: Member, by: User) -> None:
    """The member says that the entry is still right: it is fresh again, and unchanged."""
    require_submitter(by, member)
    kind = registry.kind_of_entry(entry)
    if not kind.entries_of(member).filter(pk=entry.pk).exists():
        raise Refusal(_("This entry does not belong to your member."))
    kind.model._default_manager.filter(pk=entry.pk).update(confirmed_at=clock.now())
