"""How an entry is written as its next version, wherever the publication comes from.

A review's publication, a direct edit of the Secretariat, a person's edit of their own contact
data and the restore of an earlier version all end in `publish_all`, which keeps what was
published (focalpoints.revisions). A direct edit counts as a publication: the version rises, so
that whoever has a draft open learns of the conflict.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoints.models import Member, ProposedChange, Revision
from focalpoints.review import registry
from focalpoints.review.changes import Overtaken, require_submitter, settle_withdrawn
from focalpoints.revisions import Values, columns_of, json_of, record_all, saved_values
from focalpoints.rights import may_decide
from network import clock
from network.accounts.models import User
from network.accounts.rights import require_permission
from network.audit.tracking import acting, named_in_trail
from network.documents.public import require_files
from network.values.refusals import Refusal
from network.values.saving import save_all
from network.values.translations import FollowsEnglish, check_acknowledged


@dataclass(frozen=True, kw_only=True)
class Publication:
    """An entry, changed in memory or new, that is to be its next version.

    `seen_version` is the version upon which it was changed (any, for a new entry). `write_related`
    writes the many-to-many values and the child rows, once the entry has its row. `change` is the
    reviewed change that is published, and a review counts as the member's confirmation;
    `restored_from` is the version that is brought back. `acknowledged` holds the key of each
    translation that is outdated in what is published.
    """

    entry: Any
    seen_version: int
    change: ProposedChange | None = None
    restored_from: Revision | None = None
    write_related: Callable[[], object] | None = None
    acknowledged: Collection[str] = ()


def publish_entry(
    entry: Any,
    *,
    by: User | None,
    source: str,
    reason: str = "",
    only_if_changed: bool = False,
    **more: Any,
) -> Any:
    """Write one entry as `publish_all` writes several, and return it.

    `more` is what a Publication says besides the entry.
    """
    publication = Publication(entry=entry, **more)
    publish_all([publication], by=by, source=source, reason=reason, only_if_changed=only_if_changed)
    return entry


@transaction.atomic
def publish_all(
    publications: Sequence[Publication],
    *,
    by: User | None,
    source: str,
    reason: str = "",
    only_if_changed: bool = False,
) -> None:
    """Write different entries of one kind, each as its next version; all of them, or none.

    With `only_if_changed` a row is written, but is no version, where it then says what it said
    before: who has which rights is none of what versions keep. The caller has judged whether `by`
    may publish. Raises Overtaken where another version was published since the one that was seen,
    and OutdatedTranslations where not each that is outdated is acknowledged; the versions keep
    them. Raises Refusal where an entry names an uploaded file that there is not, and RefusedRows
    for what the database does not take. Those that are new, and the versions, are written by one
    statement each.
    """
    if not publications:
        return
    kind = registry.kind_of_entry(publications[0].entry)
    now = clock.now()
    live = _prepare(publications, kind)
    before = saved_values(list(live.values())) if only_if_changed else {}
    numbers = {key: row.version + 1 for key, row in live.items()}
    versions: list[Any] = []
    unchanged: list[Any] = []
    for one in publications:
        is_version = one.entry.pk not in before or _says_otherwise(one.entry, before)
        (versions if is_version else unchanged).append(one.entry)
    for entry in versions:
        entry.version, entry.published_at = numbers.get(entry.pk, 1), now
    for one in publications:
        if one.change is not None:
            one.entry.confirmed_at = now
    with acting(by):
        entries = [one.entry for one in publications]
        save_all(entries, why=_refused_by_database, names=_changed_columns(entries, live))
        for one in publications:
            if one.write_related is not None:
                one.write_related()
        saved = saved_values(unchanged)
        for entry in unchanged:
            if saved[entry.pk] == before[entry.pk]:
                continue
            # Not the row itself has changed, but what belongs to it.
            entry.version, entry.published_at = numbers[entry.pk], now
            entry.save(update_fields=["version", "published_at"])
            versions.append(entry)
        if kind.after_publication is not None:
            for entry in versions:
                kind.after_publication(entry, by)
    said = {one.entry.pk: one for one in publications}
    for entry in versions:
        if isinstance(entry, FollowsEnglish):
            check_acknowledged(entry.outdated_texts(), said[entry.pk].acknowledged)
    if not versions:
        return
    more = {
        key: {"change": one.change, "restored_from": one.restored_from} for key, one in said.items()
    }
    for version in record_all(versions, by=by, source=source, reason=reason, more=more, at=now):
        require_files(version.values)


def _prepare(publications: Sequence[Publication], kind: registry.Kind) -> dict[int, Any]:
    """Lock the rows of entries that have one, and give them by their keys, as they are stored.

    A new entry gets its web address, and a known one what only a publication changes.
    """
    known = {one.entry.pk: one for one in publications if one.entry.pk is not None}
    live = {}
    if known:
        rows = kind.model._default_manager.select_for_update(of=("self",)).filter(pk__in=known)
        live = {row.pk: row for row in rows.order_by("pk")}
    for key, one in known.items():
        if key not in live:
            raise kind.model.DoesNotExist
        if live[key].version != one.seen_version:
            raise Overtaken(
                _(
                    "Another version of this entry was published while you were editing it. Open "
                    "it again."
                )
            )
        one.entry.version = live[key].version
        one.entry.published_at = live[key].published_at
        one.entry.confirmed_at = live[key].confirmed_at
    for one in publications:
        if one.entry.pk is None and kind.address is not None and not one.entry.slug:
            one.entry.slug = kind.address(one.entry)
    return live


def _changed_columns(entries: Sequence[Any], live: Mapping[int, Any]) -> set[str]:
    """The columns that any of `entries` says otherwise than its stored row."""
    return {
        field.name
        for entry in entries
        if entry.pk in live
        for field in entry._meta.concrete_fields
        if not field.generated
        and getattr(entry, field.attname) != getattr(live[entry.pk], field.attname)
    }


def _says_otherwise(entry: Any, before: Mapping[int, Values]) -> bool:
    """Whether a column of `entry` that versions keep says in memory what it did not."""
    said = before[entry.pk]
    return any(
        json_of(getattr(entry, field.attname)) != said[field.name]
        for field in columns_of(type(entry))
    )


def _refused_by_database(entry: Any) -> Refusal:
    """A constraint that a form could not foresee refuses with a sentence."""
    return Refusal(
        _(
            "An entry with the same web address, or a plan of the same generation, is already "
            "recorded. Check that one first."
        )
    )


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
    """Write one entry as `import_all` writes several, and return it."""
    publication = Publication(
        entry=entry,
        seen_version=seen_version,
        write_related=write_related,
        acknowledged=acknowledged,
    )
    import_all([publication], by=by)
    return entry


def import_all(publications: Sequence[Publication], *, by: User | None) -> None:
    """Write entries of one kind as a spreadsheet of the Secretariat says, each as its next version.

    As `edit_directly`, and sends no mail. `by` is None for a command on the server.
    """
    if by is not None and not may_decide(by):
        raise Refusal(_("Only the Secretariat may import entries."))
    for one in publications:
        require_permission(by, "add" if one.entry.pk is None else "change", one.entry)
    publish_all(publications, by=by, source=Revision.Source.IMPORT, only_if_changed=True)


def take_back_import(publications: Sequence[Publication], *, by: User) -> None:
    """Write entries that say in memory what they said before an import, as their next versions.

    Each is `restored_from` the version that it had then. An import that only changed what versions
    do not keep, such as a member's status, made none, and taking it back makes none either.
    """
    if not may_decide(by):
        raise Refusal(_("Only the Secretariat may undo an import."))
    for one in publications:
        require_permission(by, "change", one.entry)
    publish_all(publications, by=by, source=Revision.Source.RESTORE, only_if_changed=True)


def remove_entry(entry: Any, *, by: User) -> None:
    """Delete one published entry as `remove_entries` deletes several."""
    remove_entries([entry], by=by)


@transaction.atomic
@named_in_trail
def remove_entries(entries: Sequence[Any], *, by: User) -> None:
    """Delete published entries of one kind; an open draft of one is withdrawn with a reason."""
    if not may_decide(by):
        raise Refusal(_("Only the Secretariat may delete a published entry."))
    for entry in entries:
        require_permission(by, "delete", entry)
    kind, keys = registry.kind_of_entry(entries[0]), [entry.pk for entry in entries]
    drafts = ProposedChange.objects.open().select_for_update()
    for change in drafts.filter(content_type=kind.content_type, object_id__in=keys).order_by("pk"):
        settle_withdrawn(
            change, by=by, reason=_("The published entry was deleted by the Secretariat.")
        )
    kind.model._default_manager.filter(pk__in=keys).delete()


@transaction.atomic
@named_in_trail
def confirm_up_to_date(entry: Any, *, member: Member, by: User) -> None:
    """The member says that the entry is still right: it is fresh again, and unchanged."""
    require_submitter(by, member)
    kind = registry.kind_of_entry(entry)
    if not kind.entries_of(member).filter(pk=entry.pk).exists():
        raise Refusal(_("This entry does not belong to your member."))
    kind.model._default_manager.filter(pk=entry.pk).update(confirmed_at=clock.now())
