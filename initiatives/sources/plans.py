"""Plans of States, one row a generation, and plans of organisations.

A row is known by its State and its generation (`ESP/2`), or, while no source numbers it, by the
year in which it begins (`BFA/2023`); where that is unknown too, by its State alone (`ESP/`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from translated_fields import to_attribute

from focalpoints.models import Country, Organisation
from focalpoints.sources import countries_by_code
from initiatives.models import NationalActionPlan
from initiatives.slugs import plan_slug
from network import clock
from network.importing.loading import LoadReport
from network.importing.reference import Row, reliable_rows
from network.values.partial_dates import PartialDate
from network.values.slugs import free_slug

NATIONAL = "nap_generations.csv"
REGIONAL = "regional_action_plans.csv"

State = NationalActionPlan.State


@dataclass
class PlanRow:
    """A row of a file: its name, which never changes, and the columns that it gives."""

    name: str
    row: Row
    values: dict[str, Any]

    @property
    def generation(self) -> int | None:
        return self.values.get("generation")

    @property
    def begins_on(self) -> PartialDate | None:
        begins: PartialDate | None = self.values["starts_on"] or self.values["adopted_on"]
        return begins


def load_national_plans(folder: Path, report: LoadReport) -> dict[str, NationalActionPlan | None]:
    """Load the plans of States; returned by name, None where staff removed one."""
    countries = countries_by_code(report)
    by_owner: dict[str, list[PlanRow]] = defaultdict(list)
    for row in reliable_rows(folder / NATIONAL, _national_name, report):
        if row.found("iso3", countries) is None:
            report.leave_out(NATIONAL, _national_name(row), "its State was removed in the portal")
            continue
        values = _values(row) | {"generation": row.read("generation", int)}
        plan = PlanRow(_national_name(row), row, values)
        if plan.name in {other.name for other in by_owner[row.text("iso3")]}:
            raise row.broken("generation", f"{plan.name} is listed twice")
        if not report.knows(NationalActionPlan, plan.name):
            # The same row from before a source numbered it.
            by_year = f"{row.text('iso3')}/{_year(row)}"
            if report.knows(NationalActionPlan, by_year):
                report.rename(NationalActionPlan, by_year, plan.name)
        by_owner[row.text("iso3")].append(plan)
    for iso3, rows in by_owner.items():
        _name_what_was_removed(iso3, rows, report)
    existing: dict[Any, list[NationalActionPlan]] = defaultdict(list)
    for found in NationalActionPlan.objects.filter(country__isnull=False):
        existing[found.country_id].append(found)
    loaded: dict[str, NationalActionPlan | None] = {}
    taken = set(NationalActionPlan.objects.values_list("slug", flat=True))
    for iso3, rows in by_owner.items():
        country = countries[iso3]
        assert country is not None, "left out above"
        _supersede(rows, existing[country.pk])
        loaded |= _load_plans_of(country, rows, existing[country.pk], taken, report)
    report.insert(NationalActionPlan)
    return loaded


def _name_what_was_removed(iso3: str, rows: list[PlanRow], report: LoadReport) -> None:
    """Take a plan that staff removed before its number or year was known for the newest one.

    `_matched` does the same for a plan that is still there.
    """
    vague = f"{iso3}/"
    newest = _newest(rows)
    if (
        report.knows(NationalActionPlan, vague)
        and report.remembered(NationalActionPlan, vague) is None
        and vague not in {plan_row.name for plan_row in rows}
        and not report.knows(NationalActionPlan, newest.name)
    ):
        report.rename(NationalActionPlan, vague, newest.name)


def load_regional_plans(folder: Path, report: LoadReport) -> None:
    """Load the plans of organisations."""
    organisations = {row.code: row for row in Organisation.objects.all()}
    by_owner: dict[str, list[PlanRow]] = defaultdict(list)
    for row in reliable_rows(folder / REGIONAL, _regional_name, report):
        code = row.filled("organisation")
        if code not in organisations:
            report.leave_out(REGIONAL, _regional_name(row), f"no organisation has the code {code}")
            continue
        values = _values(row)
        values["state"] = State.SUPERSEDED if row.flag("superseded") else State.ADOPTED
        by_owner[code].append(PlanRow(_regional_name(row), row, values))
    existing: dict[Any, list[NationalActionPlan]] = defaultdict(list)
    for found in NationalActionPlan.objects.filter(organisation__isnull=False):
        existing[found.organisation_id].append(found)
    taken = set(NationalActionPlan.objects.values_list("slug", flat=True))
    for code, rows in by_owner.items():
        owner = organisations[code]
        _load_plans_of(owner, rows, existing[owner.pk], taken, report)
    report.insert(NationalActionPlan)


def _national_name(row: Row) -> str:
    return f"{row.text('iso3')}/{row.text('generation') or _year(row)}"


def _regional_name(row: Row) -> str:
    return f"{row.text('organisation')}/{_year(row)}"


def _year(row: Row) -> str:
    return (row.text("period_start") or row.text("adopted_on"))[:4]


def _values(row: Row) -> dict[str, Any]:
    """The columns of a plan that the files of States and of organisations give."""
    start = row.read("period_start", PartialDate.parse)
    end = row.read("period_end", PartialDate.parse)
    if start and end and end.latest < start.earliest:
        raise row.broken("period_end", "the plan ends before it starts")
    values: dict[str, Any] = {
        **_title(row),
        "state": State.ADOPTED,
        "adopted_on": row.read("adopted_on", PartialDate.parse),
        "starts_on": start,
        "ends_on": end,
        "source": row.citations(),
        "source_note": row.text("what_the_source_said"),
        "confidence": row.text("confidence"),
    }
    if "lead_institution" in row.cells:
        values |= {
            "is_extended": row.flag("extended"),
            "lead_institution": row.text("lead_institution"),
            "has_budget": _answer(row, "budget"),
            "has_monitoring": _answer(row, "monitoring"),
        }
    return values


def _title(row: Row) -> dict[str, str]:
    """The title in the column of its language, or as the one in its original language."""
    title, language = row.text("title"), row.cells.get("title_language") or "en"
    spoken = {code.split("-")[0]: code for code, _name in settings.LANGUAGES}
    columns = {to_attribute("title", code): "" for code in spoken.values()}
    if language in spoken:
        columns[to_attribute("title", spoken[language])] = title
        return {**columns, "original_title": "", "original_language": ""}
    return {**columns, "original_title": title, "original_language": language}


def _answer(row: Row, column: str) -> str:
    answer = row.text(column)
    if answer not in NationalActionPlan.Answer.values:
        raise row.broken(column, f"{answer!r} is neither yes, no nor empty")
    return answer


def _supersede(rows: list[PlanRow], existing: list[NationalActionPlan]) -> None:
    """Call a plan superseded once a later one of the same State has begun."""
    today = clock.today()
    published = [
        plan
        for plan in existing
        if plan.published_at and not plan.is_sample and plan.state != State.PREPARATION
    ]
    begins = [plan.begins_on for plan in rows] + [plan.begins_on for plan in published]
    begun = [day.isoformat for day in begins if day is not None and day.earliest <= today]
    newest = max((plan.generation or 0 for plan in rows), default=0)
    for plan in rows:
        if plan.begins_on is not None:
            is_followed = any(day > plan.begins_on.isoformat for day in begun)
        else:
            is_followed = plan.generation is not None and plan.generation < newest
        if is_followed:
            plan.values["state"] = State.SUPERSEDED


def _load_plans_of(
    owner: Country | Organisation,
    rows: list[PlanRow],
    existing: list[NationalActionPlan],
    taken: set[str],
    report: LoadReport,
) -> dict[str, NationalActionPlan | None]:
    """Load `rows` beside the plans of the same owner; `taken` holds the web addresses in use."""
    column = "country" if isinstance(owner, Country) else "organisation"
    samples = [plan for plan in existing if plan.is_sample]
    matched = _matched(rows, [plan for plan in existing if not plan.is_sample], report)
    names = {plan_row.name for plan_row in rows}
    for name, found in matched.items():
        if report.knows(NationalActionPlan, name):
            continue
        before = report.name_of(found)
        if before and before not in names:
            # What this file says of it replaces what an older one said.
            report.rename(NationalActionPlan, before, name)
    loaded: dict[str, NationalActionPlan | None] = {}
    for plan_row in rows:
        plan = matched.get(plan_row.name)
        if plan is not None and plan.published_at is not None:
            # Only reviews and edits by the Secretariat set the moment of publication.
            report.recognise(plan, plan_row.name)
            why = "this plan was published in the portal since"
            report.leave_out(plan_row.row.file, plan_row.name, why)
            loaded[plan_row.name] = plan
            continue
        _keep_numbers_apart(plan_row, plan, existing, samples, report)
        loaded[plan_row.name] = report.put(
            NationalActionPlan,
            {column: owner},
            plan_row.values,
            name=plan_row.name,
            known_as=NationalActionPlan.objects.filter(pk__in=[plan.pk] if plan else []),
            once={"slug": _slug(owner, plan_row, taken)} if plan is None else None,
            # A draft that was begun on the old values must meet a conflict, not put them back.
            touch=lambda plan: {"version": plan.version + 1},
        )
    return loaded


def _keep_numbers_apart(
    plan_row: PlanRow,
    plan: NationalActionPlan | None,
    existing: list[NationalActionPlan],
    samples: list[NationalActionPlan],
    report: LoadReport,
) -> None:
    """A generation is given once: what people numbered keeps its number, a sample gives it up."""
    if plan_row.generation is None:
        return
    for other in existing:
        if other.generation != plan_row.generation or (plan is not None and other.pk == plan.pk):
            continue
        if other in samples:
            # A demo that has run for long may hold a sample where a fact is known by now.
            NationalActionPlan.objects.filter(pk=other.pk).update(generation=None)
        else:
            report.leave_out(
                plan_row.row.file,
                f"{plan_row.name}, generation",
                "another plan in the portal has this number",
            )
            plan_row.values["generation"] = None
            return


def _slug(owner: Country | Organisation, plan_row: PlanRow, taken: set[str]) -> str:
    wanted = plan_slug(owner.slug, int(plan_row.name.rpartition("/")[2] or 0))
    slug = free_slug(NationalActionPlan, wanted) if wanted in taken else wanted
    taken.add(slug)
    return slug


def _matched(
    rows: list[PlanRow], existing: list[NationalActionPlan], report: LoadReport
) -> dict[str, NationalActionPlan]:
    """Which plan of the portal each row describes, by the row's name.

    First the one that was loaded for it; then, of what is left, one that begins in the same year,
    one of the same generation, and at last, for the newest row, a plan of which neither is known.
    So a plan that people entered is never doubled.
    """
    found: dict[str, NationalActionPlan] = {}
    free = {plan.pk: plan for plan in existing}
    for plan_row in rows:
        plan = report.remembered(NationalActionPlan, plan_row.name)
        if plan is not None and plan.pk in free:
            found[plan_row.name] = free.pop(plan.pk)
    rules: list[Callable[[PlanRow, NationalActionPlan], bool]] = [
        lambda plan_row, plan: _begin(plan_row) is not None and _begin(plan_row) == _begin(plan),
        lambda plan_row, plan: (
            plan_row.generation is not None and plan_row.generation == plan.generation
        ),
    ]
    for rule in rules:
        for plan_row in rows:
            alike = next((plan for plan in free.values() if rule(plan_row, plan)), None)
            if plan_row.name not in found and alike is not None:
                found[plan_row.name] = free.pop(alike.pk)
    left = [plan_row for plan_row in rows if plan_row.name not in found]
    vague = [plan for plan in free.values() if plan.generation is None and _begin(plan) is None]
    if left and vague:
        found[_newest(left).name] = vague[0]
    return found


def _newest(rows: list[PlanRow]) -> PlanRow:
    return max(rows, key=lambda plan_row: (_begin(plan_row) or 0, plan_row.generation or 0))


def _begin(plan: PlanRow | NationalActionPlan) -> int | None:
    """The year in which it begins, as far as is known."""
    return plan.begins_on.year if plan.begins_on else None
