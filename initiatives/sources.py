"""Loading of the recorded National Action Plans from initiatives/reference/naps.csv.

A row tells of the latest plan found of a State, and of when its first one was adopted. Where the
latest is known to be a later generation, the first becomes a plan of its own, superseded. What a
member has published through review since is never touched.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from focalpoints.models import Country
from initiatives.models import NationalActionPlan
from initiatives.slugs import plan_slug
from network.importing.loading import LoadReport
from network.importing.reference import Row, sure_enough
from network.values.partial_dates import PartialDate

FOLDER = Path(__file__).parent / "reference"
FILE = "naps.csv"


def load(report: LoadReport, folder: Path = FOLDER) -> None:
    """Load the rows that are sure enough; a second load writes nothing.

    Raises network.importing.reference.BrokenRowError, with the place, on the first row that cannot
    be read.
    """
    countries = {row.iso3: row for row in Country.objects.all()}
    for row in sure_enough(folder / FILE, lambda row: row.text("iso3"), report):
        _load_row(report, row.found("iso3", countries), row)
    report.save()


def _load_row(report: LoadReport, country: Country, row: Row) -> None:
    generation = row.read("generation", int)
    first = row.read("first_adopted", PartialDate.parse)
    start = row.read("latest_start", PartialDate.parse)
    end = row.read("latest_end", PartialDate.parse)
    if start and end and end.latest < start.earliest:
        raise row.broken("latest_end", "the plan ends before it starts")
    is_later = generation is not None and generation > 1
    adopted = None
    if first is not None and not is_later:
        if generation == 1 or start is None:
            adopted = first
        else:
            # Of unknown generation: whether it was this one that was adopted then is not told.
            report.leave_out(
                FILE,
                f"{country.iso3}, first_adopted",
                f"the first plan, of {first}, and the one from {start} may be two",
            )
    sure = {"source": row.text("source"), "confidence": row.text("confidence")}
    _put(
        report,
        country,
        plan_slug(country.slug),
        {
            "generation": generation,
            "state": NationalActionPlan.State.ADOPTED,
            "adopted_on": adopted,
            "starts_on": start,
            "ends_on": end,
            **sure,
        },
    )
    if is_later and first is not None:
        _put(
            report,
            country,
            plan_slug(country.slug, 1),
            {
                "generation": 1,
                "state": NationalActionPlan.State.SUPERSEDED,
                "adopted_on": first,
                **sure,
            },
        )


def _put(report: LoadReport, country: Country, slug: str, values: dict[str, Any]) -> None:
    plans = NationalActionPlan.objects.filter(country=country)
    # Reviews and the Secretariat's own edits set the moment of publication; this loader never.
    if plans.filter(slug=slug, published_at__isnull=False).exists():
        report.leave_out(FILE, slug, "the member has published this plan since")
        return
    generation = values["generation"]
    if generation and plans.filter(generation=generation).exclude(slug=slug).exists():
        report.leave_out(FILE, slug, f"the member has entered its plan {generation} itself")
        return
    report.put(
        NationalActionPlan,
        {"slug": slug},
        {"country": country, **values},
        # A draft that was begun on the old values must meet a conflict, not put them back.
        touch=lambda plan: {"version": plan.version + 1},
    )
