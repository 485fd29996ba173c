"""Who is in the register for the members of a file, and not in the file."""

from __future__ import annotations

from django.urls import reverse

from focalpoints.models import Designation
from network import clock
from network.importing.kinds import MissingEntry
from network.importing.models import ImportedRow, SpreadsheetImport


def missing_focal_points(spreadsheet: SpreadsheetImport) -> list[MissingEntry]:
    """Designations of today and later of members that the file names, about which no row is.

    Who may be meant by a row with a problem is not among them.
    """
    members: set[int] = set()
    named: set[int | None] = set()
    unclear: set[tuple[int, int]] = set()
    rows = spreadsheet.rows.exclude(about={}).values_list("outcome", "object_id", "about")
    for outcome, key, about in rows.iterator():
        members.add(about["member_key"])
        named |= {key, about.get("designation")}
        if outcome == ImportedRow.Outcome.PROBLEM:
            unclear |= {(about["member_key"], person) for person in about.get("people", ())}
    found = Designation.objects.overlapping(clock.today(), None).filter(member__in=members)
    held = found.with_people().order_by("member", "category__order", "starts_on", "pk")
    return [
        MissingEntry(
            label=f"{one.member.name}, {one.category}: {one.person}",
            url=reverse("admin:focalpoints_designation_change", args=[one.pk]),
        )
        for one in held
        if one.pk not in named and (one.member_id, one.person_id) not in unclear
    ]
