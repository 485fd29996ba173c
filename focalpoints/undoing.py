"""What can be undone of the register and of published entries (network.audit.undo).

Ends of designations are undone by focalpoints.endings, merges by focalpoints.merging, and what was
published, by whatever way, by bringing the version before it back (focalpoints.review.restoration),
on the page that says what comes back and what does not.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from focalpoints.categories import save_category
from focalpoints.designations import change_designation
from focalpoints.endings import why_not_undone
from focalpoints.merging import what_comes_back
from focalpoints.merging import why_not_undone as why_not_taken_apart
from focalpoints.models import (
    Category,
    Designation,
    Ending,
    Member,
    Merge,
    MergeQuerySet,
    Notification,
    Organisation,
    Person,
    Revision,
)
from focalpoints.models.ending import EndingQuerySet
from focalpoints.notifications.writing import save_notification
from focalpoints.organisations import save_organisation
from focalpoints.review import registry as review
from focalpoints.review.versions import restore_url, versions_url
from focalpoints.rights import may_decide
from network.accounts.models import User
from network.audit.undo import (
    MOST_OF_A_KIND,
    NotUndone,
    Undo,
    UndoableChange,
    UndoneByService,
    page_of_row,
)

ENDING = "ending"
MERGE = "merge"
VERSION = "version"
# What the Secretariat itself has written. A review is an act for a member, and an import is undone
# as a whole.
_TAKEN_BACK = (Revision.Source.DIRECT_EDIT, Revision.Source.RESTORE)


# --- Ends of designations ---


def may_undo_endings(user: Any) -> bool:
    return may_decide(user) and user.has_perm("focalpoints.change_designation")


def endings_since(moment: datetime.datetime, user: Any) -> Iterator[Undo]:
    if may_undo_endings(user):
        found = Ending.objects.filter(ended_at__gte=moment).order_by("-ended_at", "-pk")
        yield from _endings(found[:MOST_OF_A_KIND])


def endings_of_row(row: models.Model, user: Any) -> list[Undo]:
    """The newest end of a designation; an older one was overtaken by it."""
    if not isinstance(row, Designation) or not may_undo_endings(user):
        return []
    found = Ending.objects.filter(designation=row, undone_at=None).order_by("-ended_at", "-pk")
    return list(_endings(found[:1]))


def _endings(rows: EndingQuerySet) -> Iterator[Undo]:
    for ending in rows.with_designation().select_related("ended_by"):
        before = ending.previous_ends_on
        yield Undo(
            kind=ENDING,
            key=str(ending.pk),
            at=ending.ended_at,
            by=str(ending.ended_by or ""),
            what=_("ended on {day}").format(day=date_format(ending.ends_on, "DATE_FORMAT")),
            subject=_name_of(ending.designation),
            subject_url=page_of_row(ending.designation),
            effect=_("It was until further notice before, and will be again.")
            if before is None
            else _("Its end was {day} before, and will be again.").format(
                day=date_format(before, "DATE_FORMAT")
            ),
            refusal=capfirst(why_not_undone(ending)),
            until=ending.undoable_until,
            page=reverse(
                "admin:focalpoints_designation_undo_this_end", args=[ending.designation_id]
            ),
        )


def _name_of(designation: Designation) -> str:
    return f"{designation.person}, {designation.category.name}, {designation.member.name}"


# --- Merges of two records of a person ---


def may_undo_merges(user: Any) -> bool:
    return may_decide(user) and user.has_perm("focalpoints.change_person")


def merges_since(moment: datetime.datetime, user: Any) -> Iterator[Undo]:
    if may_undo_merges(user):
        found = Merge.objects.filter(merged_at__gte=moment).order_by("-merged_at", "-pk")
        yield from _merges(found[:MOST_OF_A_KIND])


def merges_of_row(row: models.Model, user: Any) -> list[Undo]:
    """The newest merge into the record of a person; an older one is undone after it."""
    if not isinstance(row, Person) or not may_undo_merges(user):
        return []
    found = Merge.objects.filter(kept=row, undone_at=None).order_by("-merged_at", "-pk")
    return list(_merges(found[:1]))


def _merges(rows: MergeQuerySet) -> Iterator[Undo]:
    for merge in rows.select_related("kept", "other", "merged_by"):
        yield Undo(
            kind=MERGE,
            key=str(merge.pk),
            at=merge.merged_at,
            by=str(merge.merged_by or ""),
            what=_("merged with record {number}").format(number=merge.other_id),
            subject=str(merge.kept),
            subject_url=page_of_row(merge.kept),
            effect=what_comes_back(merge),
            refusal=why_not_taken_apart(merge, merge.kept, merge.other),
            until=merge.undoable_until,
            page=reverse("admin:focalpoints_person_undo_merge_this", args=[merge.kept_id]),
        )


# --- Versions of entries ---


def versions_since(moment: datetime.datetime, user: Any) -> Iterator[Undo]:
    if may_decide(user):
        found = Revision.objects.filter(at__gte=moment, number__gt=1, source__in=_TAKEN_BACK)
        newest = found.without_values().order_by("-at", "-pk")
        yield from _versions(list(newest[:MOST_OF_A_KIND]), user)


def versions_of_row(row: models.Model, user: Any) -> list[Undo]:
    """The present version of an entry; older ones are on the page of its versions."""
    kind = next((kind for kind in review.kinds() if isinstance(row, kind.model)), None)
    if kind is None or not may_decide(user):
        return []
    newest = Revision.objects.of(row).without_values()[:1]
    found = [one for one in newest if one.number > 1 and one.source in _TAKEN_BACK]
    return list(_versions(found, user))


def _versions(revisions: list[Revision], user: Any) -> Iterator[Undo]:
    """Each with its entry, in two queries for each kind of entry."""
    for kind in review.kinds():
        mine = [one for one in revisions if one.content_type_id == kind.content_type.pk]
        options = kind.model._meta
        if not mine or not user.has_perm(f"{options.app_label}.change_{options.model_name}"):
            continue
        rows = kind.model._base_manager.select_related(*kind.related)
        entries = rows.in_bulk({revision.object_id for revision in mine})
        for revision in mine:
            yield _version(kind, entries.get(revision.object_id), revision)


def _version(kind: review.Kind, entry: Any, revision: Revision) -> Undo:
    refusal = ""
    if entry is None:
        refusal = _("The entry was deleted; its versions are kept.")
    elif entry.version != revision.number:
        refusal = _(
            "Version {number} was published since. Compare the versions, and restore one there."
        ).format(number=entry.version)
    return Undo(
        kind=VERSION,
        key=str(revision.pk),
        at=revision.at,
        by=revision.by_name,
        what=_("version {number}, {source}").format(
            number=revision.number, source=revision.get_source_display()
        ),
        subject=f"{kind.label}: {revision.label or _('erased')}",
        subject_url="" if entry is None else versions_url(kind, entry),
        effect=_("Version {number} becomes the next one; what was erased stays erased.").format(
            number=revision.number - 1
        ),
        refusal=refusal,
        page="" if entry is None else restore_url(kind, entry, revision.number - 1),
    )


# --- Rows that a service writes ---


def write_category(category: Category, *, by: User) -> Category:
    has_one_holder = category.one_holder_since is not None
    return save_category(category, has_one_holder=has_one_holder, by=by)


def hold_member_of(designation: Designation) -> None:
    """Before the designation, as in the other writes of designations."""
    Member.objects.select_for_update().get(pk=designation.member_id)


# Why entries with versions get nothing back column by column.
BY_VERSIONS = gettext_lazy("What was published is taken back as a whole version.")

CONTRIBUTIONS = (
    UndoableChange(
        name=ENDING,
        order=10,
        label=gettext_lazy("End of a designation"),
        since=endings_since,
        of_row=endings_of_row,
    ),
    UndoableChange(
        name=MERGE,
        order=15,
        label=gettext_lazy("Merge of two records"),
        since=merges_since,
        of_row=merges_of_row,
    ),
    UndoableChange(
        name=VERSION,
        order=20,
        label=gettext_lazy("Published version"),
        since=versions_since,
        of_row=versions_of_row,
    ),
    UndoneByService(
        name="focalpoints.category",
        model=Category,
        write=write_category,
        acts=("one_holder_since",),
    ),
    UndoneByService(name="focalpoints.organisation", model=Organisation, write=save_organisation),
    UndoneByService(
        name="focalpoints.designation",
        model=Designation,
        write=change_designation,
        # An end is undone as such, and whose it is changes when records are merged.
        acts=("letter", "member", "person", "joined_into", "ends_on"),
        hold=hold_member_of,
    ),
    *(
        NotUndone(name=name, reason=BY_VERSIONS)
        for name in ("focalpoints.member", "focalpoints.person")
    ),
    NotUndone(
        name="focalpoints.country",
        reason=gettext_lazy("Countries follow the reference data and are corrected there."),
    ),
    NotUndone(
        name="focalpoints.draftingright",
        reason=gettext_lazy(
            "Drafting rights are given, confirmed and revoked for a member. Such acts cannot be "
            "undone; give the right again, or revoke it."
        ),
    ),
    NotUndone(
        name="focalpoints.letterrequest",
        reason=gettext_lazy(
            "A letter is an act of a member. What is recorded from it is undone at the designation."
        ),
    ),
    # An edit of a draft; the service refuses what was sent.
    UndoneByService(name="focalpoints.notification", model=Notification, write=save_notification),
    NotUndone(
        name="focalpoints.notificationrecipient",
        reason=gettext_lazy(
            "What was sent cannot be recalled, and what a recipient has done is an act for a "
            "member."
        ),
    ),
    NotUndone(
        name="focalpoints.proposedchange",
        reason=gettext_lazy("Steps of a review are acts for a member and cannot be undone."),
    ),
    NotUndone(
        name="focalpoints.revision",
        reason=gettext_lazy("A published version never changes."),
    ),
)
