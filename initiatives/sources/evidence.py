"""What sources say about plans: where they disagree, what they found, how many they counted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from focalpoints.sources import countries_by_code
from initiatives.models import NationalActionPlan, PlanCount, PlanFinding, SourceDifference
from network.importing.loading import LoadReport
from network.importing.reference import Row, read_rows
from network.values.partial_dates import PartialDate

DIFFERENCES = "source_contradictions.csv"
FINDINGS = "nap_without_or_in_preparation.csv"
COUNTS = "nap_counts.csv"


def load_differences(
    folder: Path, plans: Mapping[str, NationalActionPlan | None], report: LoadReport
) -> None:
    """Load the disagreements about `plans`, which are by name; None stands for a removed one."""
    listed = set()
    for row in read_rows(folder / DIFFERENCES):
        about = row.required("about", SourceDifference.About)
        for name in row.several("plans"):
            if name not in plans:
                report.leave_out(DIFFERENCES, f"{name}/{about}", "this plan is not loaded")
                continue
            listed.add(f"{name}/{about}")
            plan = plans[name]
            if plan is None:
                continue
            report.put(
                SourceDifference,
                {"plan": plan, "about": about},
                {
                    "first_value": row.filled("value_a"),
                    "first_source": row.filled("source_a"),
                    "second_value": row.filled("value_b"),
                    "second_source": row.filled("source_b"),
                    "taken": row.text("taken"),
                    "reason": row.text("why"),
                },
                name=f"{name}/{about}",
            )
    report.delete_unlisted(SourceDifference, listed)


def load_findings(folder: Path, report: LoadReport) -> None:
    """Load what sources say of States without a plan, and of plans that are being written."""
    countries = countries_by_code(report)
    listed = set()
    for row in read_rows(folder / FINDINGS):
        iso3, country = row.filled("iso3"), row.found("iso3", countries)
        listed.add(iso3)
        if country is None:
            continue
        report.put(
            PlanFinding,
            {"country": country},
            {
                "subject": row.required("subject", PlanFinding.Subject),
                "said": row.filled("said"),
                "source": row.citations(),
            },
            name=iso3,
        )
    report.delete_unlisted(PlanFinding, listed)


def load_counts(folder: Path, report: LoadReport) -> None:
    """Load the totals that others have published, each known by the day that it is of."""
    listed: dict[str, Row] = {}
    for row in read_rows(folder / COUNTS):
        as_of = row.filled("as_of")
        if as_of in listed:
            raise row.broken("as_of", f"{as_of} is listed twice")
        listed[as_of] = row
    report.delete_unlisted(PlanCount, listed)
    for as_of, row in listed.items():
        report.put(
            PlanCount,
            {"as_of": row.required("as_of", PartialDate.parse)},
            {
                "states": row.required("states_with_nap", int),
                "source": row.filled("source"),
                "note": row.text("note"),
            },
            name=as_of,
        )
