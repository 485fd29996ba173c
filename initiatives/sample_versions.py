"""Fictitious earlier versions of sample entries: how each differs from the last one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class SampleVersion:
    """A version that was published so many `days` ago by the sample account `by`.

    `values` holds the columns, and perhaps `countries` by their codes, in which it differs from the
    present entry.
    """

    days: int
    by: str
    source: str
    reason: str = ""
    values: dict[str, Any] = field(default_factory=dict)


# By the entry's web address, the first version first.
VERSIONS: dict[str, tuple[SampleVersion, ...]] = {
    "sample-mediators-school": (
        SampleVersion(
            days=402,
            by="secretariat@example.org",
            source="review",
            values={
                "title_en": "Course for women mediators of the Mediterranean",
                "title_fr": "",
                "title_ar": "",
                "summary_en": "A course every year brings together women who mediate in local "
                "conflicts round the Mediterranean.",
                "summary_es": "Un curso al año reúne a mujeres que median en conflictos locales "
                "en torno al Mediterráneo.",
                "summary_fr": "",
                "summary_ar": "",
                "themes": ["mediation"],
                "partners": "",
                "starts_on": "2024",
                "offers": [],
                "countries": ("ESP", "MAR"),
            },
        ),
        SampleVersion(
            days=151,
            by="editor@example.org",
            source="direct_edit",
            reason="Two countries and the second course added, as Spain announced at the meeting.",
            values={
                "title_en": "Course for women mediators of the Mediterranean",
                "summary_en": "Two courses a year bring together women who mediate in local "
                "conflicts round the Mediterranean. They practise with experienced negotiators.",
                "summary_fr": "",
                "summary_ar": "",
                "partners": "A university of Andalusia",
                "offers": [],
                "countries": ("ESP", "MAR", "TUN", "ITA"),
            },
        ),
        SampleVersion(
            days=12,
            by="secretariat@example.org",
            source="review",
            reason="The courses are a school by now, and open to participants of other members.",
        ),
    ),
    "germany-action-plan-sample": (
        SampleVersion(
            days=338,
            by="secretariat@example.org",
            source="review",
            values={
                "title_en": "Sample plan of Germany",
                "lead_institution": "Foreign Office (sample)",
                "monitoring": "",
                "ends_on": None,
            },
        ),
        SampleVersion(
            days=287,
            by="editor@example.org",
            source="direct_edit",
            reason="The name of the ministry corrected, and the end of the plan added.",
            values={"title_en": "Sample plan of Germany", "monitoring": ""},
        ),
        SampleVersion(
            days=200,
            by="secretariat@example.org",
            source="review",
            reason="How the plan is monitored has been agreed with civil society.",
        ),
    ),
}
