"""A person's whole file as one timeline: what the portal recorded of them, whoever wrote it.

Each app lends its parts as `PersonFilePart`. All of them read the trail and the rows as they are,
and an erasure empties both: what was erased is on no line.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from focalpoints.models import (
    ConfirmationRequest,
    Designation,
    DraftingRight,
    Merge,
    Person,
    ProposedChange,
    ReviewStep,
    Revision,
)
from network import registry
from network.accounts.models import Invitation, User
from network.audit.erasure import events_of
from network.audit.row_history import NEWEST, Alteration, HistoryStep, history_of_rows
from network.audit.undo import page_of_row
from network.documents.models import PrivateFile
from network.importing.models import ListExport


@dataclass(frozen=True, kw_only=True)
class FileLine:
    """One thing that happened: when, what, by whom ("" for the portal itself), and its page."""

    at: datetime.datetime
    what: str
    by: str = ""
    url: str = ""
    alterations: list[Alteration] = field(default_factory=list)
    is_first: bool = False
    label: Any = ""


@dataclass(frozen=True, kw_only=True)
class PersonFilePart(registry.Contribution):
    """A part of the file of a person: the newest of its lines, in a constant number of queries.

    Shown to who may see rows of `model` in the admin.
    """

    label: Any
    model: type[Model]
    lines: Callable[[Person], Iterable[FileLine]]


def file_of(person: Person, user: Any) -> list[FileLine]:
    """All lines of the parts that `user` may see, the latest first."""
    found = [
        FileLine(
            at=line.at,
            what=line.what,
            by=line.by,
            url=line.url,
            alterations=line.alterations,
            is_first=line.is_first,
            label=part.label,
        )
        for part in registry.of(PersonFilePart)
        if _may_view(user, part.model)
        for line in part.lines(person)
    ]
    return sorted(found, key=lambda line: line.at, reverse=True)


def _may_view(user: Any, model: type[Model]) -> bool:
    options = model._meta
    return bool(user.has_perm(f"{options.app_label}.view_{options.model_name}"))


def _of_trail(
    model: type[Model], events: Any, rows: dict[str, Any], url: Callable[[Any], str] = page_of_row
) -> Iterator[FileLine]:
    """Events of a tracked model as lines; those of which nothing is left to say are left out."""
    for step in history_of_rows(model, events, rows):
        if step.alterations:
            yield _line(step, url)


def _line(step: HistoryStep, url: Callable[[Any], str]) -> FileLine:
    return FileLine(
        at=step.at,
        what=step.what,
        by=step.by,
        url="" if step.row is None else url(step.row),
        alterations=step.alterations,
        is_first=step.is_first,
    )


def keys_of(person: Person) -> list[int]:
    """The record itself, and those that were merged into it (focalpoints.merging)."""
    return [person.pk, *Person.everyone.filter(merged_into=person).values_list("pk", flat=True)]


def record(person: Person) -> Iterator[FileLine]:
    """Every state of the record and of what was merged into it, and the erasures."""
    history = reverse("admin:focalpoints_person_history", args=[person.pk])
    keys = keys_of(person)
    events = events_of(Person).filter(pgh_obj_id__in=keys)
    rows = {str(row.pk): row for row in Person.everyone.filter(pk__in=keys)}
    yield from _of_trail(Person, events, rows, lambda _row: history)
    erased = Revision.objects.of(person).exclude(erased_at=None)
    moments = {moment for moment in erased.values_list("erased_at", flat=True) if moment}
    for moment in sorted(moments):
        yield FileLine(at=moment, what=_("personal data erased"))


def versions(person: Person) -> Iterator[FileLine]:
    """What was published of the record."""
    for revision in Revision.objects.of(person).without_values()[:NEWEST]:
        yield FileLine(
            at=revision.at,
            what=_("version {number}, {source}").format(
                number=revision.number, source=revision.get_source_display()
            ),
            by=revision.by_name,
            url=reverse("admin:focalpoints_revision_change", args=[revision.pk]),
        )


def merges(person: Person) -> Iterator[FileLine]:
    """What was merged into the record, or the record into another, and taken apart again."""
    for merge in Merge.objects.of_people([person.pk]).select_related("merged_by", "undone_by"):
        two = _("record {other} into record {kept}").format(
            other=merge.other_id, kept=merge.kept_id
        )
        yield FileLine(
            at=merge.merged_at,
            what=_("merged: {records}").format(records=two),
            by=str(merge.merged_by or ""),
        )
        if merge.undone_at is not None:
            yield FileLine(
                at=merge.undone_at,
                what=_("merge undone: {records}").format(records=two),
                by=str(merge.undone_by or ""),
            )


def designations(person: Person) -> Iterator[FileLine]:
    """Designations and their ends, also of those that were deleted."""
    events = events_of(Designation).filter(person__in=keys_of(person))
    keys = set(events.values_list("pgh_obj_id", flat=True))
    rows = Designation.all_rows.filter(pk__in=keys).with_people()
    yield from _of_trail(Designation, events, {str(row.pk): row for row in rows})


def letters(person: Person) -> Iterator[FileLine]:
    """When letters of the designations were stored and discarded; never what they are called."""
    keys = events_of(Designation).filter(person__in=keys_of(person), letter__isnull=False)
    files = set(keys.values_list("letter", flat=True))
    events = events_of(PrivateFile).filter(pgh_obj_id__in=files)
    yield from _of_trail(PrivateFile, events, {})


def drafting_rights(person: Person) -> Iterator[FileLine]:
    events = events_of(DraftingRight).filter(person__in=keys_of(person))
    keys = set(events.values_list("pgh_obj_id", flat=True))
    rows = DraftingRight.objects.filter(pk__in=keys).with_people()
    yield from _of_trail(DraftingRight, events, {str(row.pk): row for row in rows})


def confirmations(person: Person) -> Iterator[FileLine]:
    """When the person was asked to confirm the record, and what came of it."""
    events = events_of(ConfirmationRequest).filter(person__in=keys_of(person))
    yield from _of_trail(ConfirmationRequest, events, {})


def account(person: Person) -> Iterator[FileLine]:
    if person.user_id is not None:
        events = events_of(User).filter(pgh_obj_id=person.user_id)
        rows = {str(person.user_id): person.user}
        yield from _of_trail(User, events, rows)


def invitations(person: Person) -> Iterator[FileLine]:
    """Invitations that were recorded as the person's, and that which made the account."""
    kept = events_of(Person).filter(pgh_obj_id=person.pk, invitation__isnull=False)
    wanted = Q(pk__in=set(kept.values_list("invitation", flat=True)))
    if person.user_id is not None:
        wanted |= Q(account=person.user_id)
    rows = {str(row.pk): row for row in Invitation.objects.filter(wanted)}
    events = events_of(Invitation).filter(pgh_obj_id__in=list(rows))
    yield from _of_trail(Invitation, events, rows)


def proposals(person: Person) -> Iterator[FileLine]:
    """What was proposed of the record, and what the person did in the review."""
    kind = ContentType.objects.get_for_model(Person)
    of_record = Q(change__content_type=kind, change__object_id=person.pk)
    own = Q(by=person.user_id) if person.user_id is not None else Q()
    steps = ReviewStep.objects.filter(of_record | own if own else of_record)
    for step in steps.select_related("change").defer("draft").order_by("-at", "-pk")[:NEWEST]:
        change = step.change
        is_of_record = (change.content_type_id, change.object_id) == (kind.pk, person.pk)
        about = _("of this record") if is_of_record else change.label
        yield FileLine(
            at=step.at,
            what=f"{capfirst(step.get_action_display())}: {about}",
            by=step.by_name,
            url=reverse("admin:focalpoints_proposedchange_change", args=[change.pk]),
        )


def exports(person: Person) -> Iterator[FileLine]:
    """Exports of people and designations since there is this record.

    An export keeps its filters and not its rows: what was filtered may have named the person.
    """
    first = events_of(Person).filter(pgh_obj_id=person.pk).order_by("pgh_id")
    since = first.values_list("pgh_created_at", flat=True).first()
    labels = [model._meta.label_lower for model in (Person, Designation)]
    found = ListExport.objects.filter(model__in=labels, at__gte=since) if since else []
    for export in list(found)[:NEWEST]:
        is_whole = not export.filters
        yield FileLine(
            at=export.at,
            what=_("a whole list was exported, with this person")
            if is_whole
            else _("a part of a list was exported, perhaps with this person"),
            by=export.by_name,
            url=reverse("admin:network_listexport_change", args=[export.pk]),
        )


PARTS = tuple(
    PersonFilePart(name=name, order=order, label=label, model=model, lines=lines)
    for order, (name, label, model, lines) in enumerate(
        (
            ("record", gettext_lazy("Record"), Person, record),
            ("versions", gettext_lazy("Version"), Revision, versions),
            ("merges", gettext_lazy("Merge"), Person, merges),
            ("designations", gettext_lazy("Designation"), Designation, designations),
            ("letters", gettext_lazy("Letter"), PrivateFile, letters),
            ("drafting", gettext_lazy("Drafting right"), DraftingRight, drafting_rights),
            ("confirmations", gettext_lazy("Request to confirm"), Person, confirmations),
            ("account", gettext_lazy("Account"), User, account),
            ("invitations", gettext_lazy("Invitation"), Invitation, invitations),
            ("proposals", gettext_lazy("Review"), ProposedChange, proposals),
            ("exports", gettext_lazy("Export"), ListExport, exports),
        )
    )
)
