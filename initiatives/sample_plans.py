"""Fictitious plans of the demonstration. None of them exists."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class SamplePlan:
    """One made-up plan; years are counted from this year."""

    slug: str
    country: str
    title: dict[str, str]
    generation: int | None
    state: str = "adopted"
    adopted: int | None = None
    starts: int | None = None
    ends: int | None = None
    facts: dict[str, str] = field(default_factory=dict)


PLANS = (
    SamplePlan(
        slug="germany-action-plan-sample",
        country="DEU",
        title={"en": "Sample plan of Germany on women, peace and security"},
        generation=4,
        adopted=-1,
        starts=-1,
        ends=0,
        facts={
            "lead_institution": "Federal Foreign Office (sample)",
            "monitoring": "A yearly meeting of the ministries with civil society.",
        },
    ),
    SamplePlan(
        slug="uruguay-action-plan-sample",
        country="URY",
        title={
            "en": "Sample plan of Uruguay, being written",
            "es": "Plan de muestra del Uruguay, en preparación",
        },
        generation=None,
        state="preparation",
        facts={"lead_institution": "Ministry of Foreign Affairs (sample)"},
    ),
)
