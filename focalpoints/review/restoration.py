"""Restoring an earlier version of an entry, as its next one.

Not everything comes back: the web address, whose the entry is and who may see it stay as they are
now, what was erased is gone, what people removed of their own data stays removed, and rows that
no longer exist are gone too. What stays is said before anybody presses the button
(`Restoration.kept`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from focalpoints.models import Member, ProposedChange, Revision, Versioned
from focalpoints.review import registry
from focalpoints.review.changes import Overtaken, edition, is_unedited
from focalpoints.review.comparison import VersionValues, compare, fields_shown_to, label_of
from focalpoints.review.difference import Difference
from focalpoints.review.drafts import save_draft, start_change
from focalpoints.review.outdated import follows_of_version, let_draft_follow
from focalpoints.review.publication import publish_entry
from focalpoints.review.registry import Kind
from focalpoints.review.values import same, values_of_entry
from focalpoints.revisions import (
    Values,
    columns_of,
    links_of,
    names_of,
    part_columns,
    parts_of,
    values_of,
    write_parts,
)
from focalpoints.rights import may_decide
from network.accounts.models import User
from network.accounts.rights import require_permission
from network.values.lists import listed
from network.values.refusals import Refusal
from network.values.translations import FollowsEnglish, follow_each


@dataclass(frozen=True)
class Restoration:
    """What a version would bring back: the values, what they change, and what stays as it is."""

    revision: Revision
    values: Values
    difference: Difference
    kept: list[str] = field(default_factory=list)

    @property
    def changes_something(self) -> bool:
        return bool(self.difference.changed)


def plan_restoration(kind: Kind, entry: Versioned, revision: Revision, *, by: User) -> Restoration:
    """What `revision` would bring back into `entry`, as far as `by` may change it."""
    now = VersionValues(values_of(entry), names_of(entry))
    fields = fields_shown_to(by, kind)
    values, kept = dict(now.values), []
    removed = _removed_since(kind, revision)
    for name in fields:
        value, why = _restored_value(kind, name, now.values.get(name), revision, removed)
        values[name] = value
        kept += [why] if why else []
    then = VersionValues(values, revision.names)
    return Restoration(revision, values, compare(kind, now, then, fields=fields), kept)


def _removed_since(kind: Kind, revision: Revision) -> set[str]:
    """The fields that a person has emptied on their own contact page after `revision`.

    What they may have entered there again is theirs too: an older value does not replace it.
    """
    if not kind.is_personal:
        return set()
    since = Revision.objects.of_model(kind.model).filter(
        object_id=revision.object_id, number__gte=revision.number
    )
    said = list(since.order_by("number").values_list("source", "values"))
    return {
        name
        for (_source, before), (source, after) in pairwise(said)
        if source == Revision.Source.OWN_CONTACT
        for name in after
        if same(after[name], None) and not same(before.get(name), None)
    }


def _restored_value(
    kind: Kind, name: str, now: Any, revision: Revision, removed: set[str]
) -> tuple[Any, str]:
    """The value of one field after a restore, and a sentence if it is not what the version says."""
    label = label_of(kind, name)
    if name not in revision.values:
        why = _("{field}: not recorded in that version; it stays as it is now.")
        return now, "" if same(now, None) else why.format(field=label)
    then = revision.values[name]
    if name in revision.erased:
        why = _("{field}: erased from that version; it stays as it is now.")
        return now, why.format(field=label)
    if name in removed:
        why = _("{field}: the person removed it after that version; it stays as it is now.")
        return now, "" if same(now, then) else why.format(field=label)
    if name in ("slug", *kind.model.whose, *kind.model.seen_by):
        why = _("{field}: stays as it is now.")
        return now, "" if same(now, then) else why.format(field=label)
    return _still_possible(kind, name, now, then, revision)


def _still_possible(
    kind: Kind, name: str, now: Any, then: Any, revision: Revision
) -> tuple[Any, str]:
    """`then` without what no longer exists: related rows, and choices."""
    label = label_of(kind, name)
    if name in parts_of(kind.model):
        return _parts_still_possible(kind, name, then)
    column = kind.model._meta.get_field(name)
    if column.is_relation:
        model: type[models.Model] = column.related_model  # type: ignore[assignment]
        wanted = then if isinstance(then, list) else [] if then is None else [then]
        there = set(model._base_manager.filter(pk__in=wanted).values_list("pk", flat=True))
        gone = [revision.names.get(name, {}).get(str(k), str(k)) for k in wanted if k not in there]
        if not gone:
            return then, ""
        why = _("{field}: without {gone}, which the portal no longer records.").format(
            field=label, gone=listed(gone)
        )
        return ([key for key in then if key in there] if isinstance(then, list) else now), why
    if isinstance(column, ArrayField):
        known = {key for key, _label in column.base_field.flatchoices}
        left = [item for item in then if item in known] if known else then
        gone = [str(item) for item in then if item not in left]
    else:
        known = {key for key, _label in column.flatchoices}  # type: ignore[union-attr]
        gone = [str(then)] if known and then not in known and then not in (None, "") else []
        left = now if gone else then
    if not gone:
        return then, ""
    why = _("{field}: without “{gone}”, which is no longer among the choices.")
    return left, why.format(field=label, gone=listed(gone))


def _parts_still_possible(kind: Kind, name: str, then: list[Values]) -> tuple[list[Values], str]:
    """Child rows with the columns that there are today."""
    columns = {column.name for column in part_columns(kind.model, name)}
    return [{key: row[key] for key in row if key in columns} for row in then], ""


@transaction.atomic
def restore(
    entry: Versioned,
    revision: Revision,
    *,
    seen_version: int,
    reason: str = "",
    by: User,
    acknowledged: Collection[str] = (),
) -> Any:
    """Publish what `revision` says as the next version of `entry`, and return the entry.

    For the Secretariat. Raises Overtaken when another version was published since `seen_version`
    was on the screen, and Refusal when nothing would change or when what the version says no
    longer passes its checks. A draft that is open meets the conflict, as after any publication.
    What was outdated in the version is so again: raises OutdatedTranslations as `publish_entry`.
    """
    kind = registry.kind_of_entry(entry)
    if not may_decide(by):
        raise Refusal(_("Only the Secretariat may restore a version directly."))
    require_permission(by, "change", entry)
    live = _held(kind, entry, revision)
    _require_version_seen(live, seen_version)
    plan = plan_restoration(kind, live, revision, by=by)
    if not plan.changes_something:
        raise Refusal(_("Nothing would change: the entry already says this."))
    _set_columns(live, plan)
    return publish_entry(
        live,
        by=by,
        source=Revision.Source.RESTORE,
        seen_version=seen_version,
        reason=reason,
        restored_from=revision,
        write_related=lambda: _write_related(live, plan),
        acknowledged=acknowledged,
    )


@transaction.atomic
def propose_restoration(
    entry: Versioned, revision: Revision, *, member: Member, seen_version: int, by: User
) -> ProposedChange:
    """A draft of `member` with what `revision` says, for the ordinary review.

    For whom the member lets draft. Raises Refusal where a draft is open in which somebody has
    written, and otherwise as `restore` does.
    """
    kind = registry.kind_of_entry(entry)
    change = start_change(kind, entry, member=member, by=by)
    if not is_unedited(change):
        raise Refusal(
            _("There is already a draft of this entry. Submit or withdraw that draft first.")
        )
    live = _held(kind, entry, revision)
    _require_version_seen(live, seen_version)
    plan = plan_restoration(kind, live, revision, by=by)
    if not plan.changes_something:
        raise Refusal(_("Nothing would change: the entry already says this."))
    draft = values_of_entry(kind, live)
    changed = {line.name for line in plan.difference.changed}
    for name in changed:
        children = kind.children_named(name)
        value = plan.values[name]
        draft[name] = value if children is None else children.keyed(value, draft[name])
    change = save_draft(change, draft, seen=edition(change), by=by)
    let_draft_follow(change, follows_of_version(kind.model, revision, changed))
    return change


def _held(kind: Kind, entry: Versioned, revision: Revision) -> Any:
    """The entry as it is now, held until its next version is written."""
    if (revision.content_type_id, revision.object_id) != (kind.content_type.pk, entry.pk):
        raise Refusal(_("This is a version of another entry."))
    live = kind.model._default_manager.select_for_update(of=("self",)).filter(pk=entry.pk).first()
    if live is None:
        raise Refusal(_("The published entry no longer exists; it was deleted."))
    return live


def _require_version_seen(live: Versioned, seen_version: int) -> None:
    if live.version != seen_version:
        raise Overtaken(
            _("Another version of the entry was published in the meantime. Check it again.")
        )


def _set_columns(entry: Any, plan: Restoration) -> None:
    """Write the columns that change into `entry`, in memory, and check them."""
    changed = {line.name for line in plan.difference.changed}
    columns = columns_of(type(entry))
    for column in columns:
        if column.name in changed:
            setattr(entry, column.attname, column.to_python(plan.values[column.name]))
    # What stays is not judged: it may be older than a rule of today.
    stays = {column.name for column in entry._meta.concrete_fields} - changed
    try:
        entry.clean_fields(exclude=stays)
        entry.validate_unique()
        entry.validate_constraints()
    except ValidationError as error:
        raise Refusal(
            _("This version no longer passes the checks: {reasons}").format(
                reasons=" ".join(error.messages)
            )
        ) from error


def _write_related(entry: Any, plan: Restoration) -> None:
    values = plan.values
    if isinstance(entry, FollowsEnglish):
        changed = {line.name for line in plan.difference.changed}
        follow_each(entry, follows_of_version(type(entry), plan.revision, changed))
    for link in links_of(type(entry)):
        getattr(entry, link.name).set(values[link.name])
    for name in parts_of(type(entry)):
        write_parts(entry, name, values[name])
