"""Sample plans, initiatives and reviews of the demonstration, every row marked as sample.

What somebody has changed in the demo stays: a row that exists is left as it is.
"""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any

from translated_fields import to_attribute

from focalpoints.models import ChangeAuthor, Country, Member, ProposedChange, ReviewStep, Revision
from focalpoints.review import changes, drafts, registry, submissions
from focalpoints.review.values import values_of_entry
from focalpoints.revisions import record
from focalpoints.rights import may_draft
from initiatives.models import Initiative, NationalActionPlan, Pillar, Support, Theme
from initiatives.sample_entries import INITIATIVES, SampleInitiative
from initiatives.sample_plans import PLANS, SamplePlan
from initiatives.sample_versions import VERSIONS
from network import clock
from network.accounts.models import User
from network.importing.samples import load_once
from network.values.partial_dates import PartialDate

# In the order of the form's choices, so that no draft seems to change them.
_ORDER = [*Pillar.values, *Theme.values, *Support.values]


def load() -> None:
    """Load what was never loaded; what people changed or deleted since stays as they left it."""
    countries = {row.iso3: row for row in Country.objects.all()}
    members = {_code(row): row for row in Member.objects.with_identity()}
    for plan in PLANS:
        # What is not recorded in the reference data has no sample either.
        if plan.country in countries:
            load_once(
                plan.slug,
                NationalActionPlan.objects.filter(slug=plan.slug, is_sample=True),
                partial(_plan, plan, countries[plan.country], countries),
            )
    for entry in INITIATIVES:
        if entry.owner in members:
            load_once(
                entry.slug,
                Initiative.objects.filter(slug=entry.slug, is_sample=True),
                partial(_initiative, entry, members[entry.owner], countries, members),
            )
    for code, make in (
        ("DEU", _germany_in_review),
        ("NAM", _namibia_sent_back),
        ("ESP", _draft_of_spain),
    ):
        if code in members:
            known_as = ProposedChange.objects.filter(member=members[code], is_sample=True)
            load_once(code, known_as, partial(make, members[code]))


def _code(member: Member) -> str:
    """A country's iso3 or an organisation's code; these never coincide."""
    return member.country.iso3 if member.country else str(getattr(member.organisation, "code", ""))


def _moment(days_ago: int) -> datetime.datetime:
    return clock.now() - datetime.timedelta(days=days_ago, hours=3)


def _year(offset: int | None) -> Any:
    """The year so many from this one, as a date known in part; None for None."""
    return None if offset is None else PartialDate(clock.today().year + offset)


def _translated(name: str, texts: dict[str, str]) -> dict[str, str]:
    return {to_attribute(name, code): text for code, text in texts.items()}


def _sorted(values: tuple[str, ...]) -> list[str]:
    return sorted(values, key=_ORDER.index)


def _published(row: Any, countries: dict[str, Country]) -> None:
    """Keep the versions of a sample, the last of which is what `row` says."""
    versions = VERSIONS.get(row.slug, ())
    if not versions:
        record(row, by=None, source=Revision.Source.SAMPLE, at=row.published_at)
    names = {name for version in versions for name in version.values}
    last = {name: getattr(row, name) for name in names - {"countries"}}
    places = list(row.countries.all()) if "countries" in names else []
    for row.version, version in enumerate(versions, start=1):
        for name in last:
            setattr(row, name, version.values.get(name, last[name]))
        row.save()
        if "countries" in names:
            codes = version.values.get("countries")
            row.countries.set(
                places
                if codes is None
                else [countries[code] for code in codes if code in countries]
            )
        record(
            row,
            by=User.objects.filter(email=version.by).first(),
            source=version.source,
            reason=version.reason,
            at=_moment(version.days),
        )


def _plan(plan: SamplePlan, country: Country, countries: dict[str, Country]) -> NationalActionPlan:
    row = NationalActionPlan.objects.create(
        slug=plan.slug,
        country=country,
        generation=plan.generation,
        state=plan.state,
        adopted_on=_year(plan.adopted),
        starts_on=_year(plan.starts),
        ends_on=_year(plan.ends),
        published_at=_moment(200),
        confirmed_at=_moment(200),
        is_sample=True,
        **_translated("title", plan.title),
        **plan.facts,
    )
    _published(row, countries)
    return row


def _initiative(
    entry: SampleInitiative,
    owner: Member,
    countries: dict[str, Country],
    members: dict[str, Member],
) -> Initiative:
    row = Initiative.objects.create(
        slug=entry.slug,
        owner=owner,
        scope=entry.scope,
        pillars=_sorted(entry.pillars),
        themes=_sorted(entry.themes),
        seeks=_sorted(entry.seeks),
        offers=_sorted(entry.offers),
        partners=entry.partners,
        starts_on=entry.starts_on or None,
        ends_on=entry.ends_on or None,
        status=entry.status,
        contact=entry.contact,
        visibility=entry.visibility,
        published_at=_moment(entry.published),
        confirmed_at=_moment(entry.published if entry.confirmed is None else entry.confirmed),
        is_sample=True,
        **_translated("title", entry.title),
        **_translated("summary", entry.summary),
    )
    row.countries.set([countries[iso3] for iso3 in entry.countries if iso3 in countries])
    row.members.set([members[code] for code in entry.members if code in members])
    _published(row, countries)
    return row


def _drafted(
    member: Member, email: str, key: str, slug: str | None, new: dict[str, Any]
) -> tuple[ProposedChange, User]:
    """A draft of the member's entry `slug` (None: a new entry) with `new` values."""
    author = User.objects.get(email=email)
    kind = registry.kind(key)
    assert kind is not None
    entry = kind.entries_of(member).get(slug=slug) if slug else None
    change = drafts.start_change(kind, entry, member=member, by=author)
    values = values_of_entry(kind, entry or kind.blank(member)) | new
    seen = changes.edition(change)
    change = drafts.save_draft(change, values, seen=seen, by=author)
    ProposedChange.objects.filter(pk=change.pk).update(is_sample=True)
    return change, author


def _backdate(change: ProposedChange, days: list[int]) -> None:
    """Date the steps of `change` back by so many days, in their order."""
    for step, days_ago in zip(change.steps.order_by("pk"), days, strict=True):
        ReviewStep.objects.filter(pk=step.pk).update(at=_moment(days_ago))
    ChangeAuthor.objects.filter(change=change).update(
        first_at=_moment(days[0] + 1), last_at=_moment(days[0])
    )
    ProposedChange.objects.filter(pk=change.pk).update(
        created_at=_moment(days[0] + 1),
        edited_at=_moment(days[0]),
        submitted_at=_moment(days[0]),
    )


def _germany_in_review(germany: Member) -> ProposedChange:
    until = clock.today().year + 3
    change, author = _drafted(
        germany,
        "germany@example.org",
        "plan",
        "germany-action-plan-sample",
        {
            "ends_on": str(until),
            "is_extended": True,
            "has_budget": "yes",
            "budget_note": "EUR 12 million a year (sample)",
            "monitoring": "A yearly meeting of the ministries with civil society, and a public "
            "report every two years.",
        },
    )
    submissions.submit(
        change,
        seen=changes.edition(change),
        note="The cabinet has extended the plan; the budget is new in this entry.",
        by=author,
    )
    _backdate(change, [3])
    return change


def _namibia_sent_back(namibia: Member) -> ProposedChange:
    change, author = _drafted(
        namibia,
        "namibia@example.org",
        "initiative",
        "sample-women-in-peacekeeping-namibia",
        {
            "summary_en": "A preparatory course and child care during training help more women "
            "to pass the selection for formed police units. Since last year 40 % more have passed.",
            "seeks": ["funding", "expertise"],
        },
    )
    submissions.submit(change, seen=changes.edition(change), by=author)
    change.refresh_from_db()
    submissions.send_back(
        change,
        reason="Thank you. Please say 40 % of how many, and name the source of the figure, so "
        "that other members can compare.",
        seen=changes.edition(change),
        by=User.objects.get(email="secretariat@example.org"),
    )
    _backdate(change, [6, 2])
    return change


def _draft_of_spain(spain: Member) -> ProposedChange:
    # By the drafter of the focal point, as long as her right lasts.
    colleague = User.objects.filter(email="colleague.spain@example.org").first()
    is_hers = colleague is not None and may_draft(colleague, spain)
    change, _author = _drafted(
        spain,
        "colleague.spain@example.org" if is_hers else "spain@example.org",
        "initiative",
        None,
        {
            "title_en": "Women in the reconstruction of ports",
            "title_es": "Mujeres en la reconstrucción de puertos",
            "pillars": ["relief"],
            "status": "planned",
        },
    )
    ProposedChange.objects.filter(pk=change.pk).update(created_at=_moment(5), edited_at=_moment(4))
    return change
