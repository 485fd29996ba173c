"""Sample terms, meetings and a communiqué of the demo: fictitious, and marked as such.

Nothing is known of the presidency from 2026 on, so the demo gives this year and the next to
members whose accounts it has. Everything is reckoned from today, and may be loaded again in a
later year: what is there stays, what has run out is followed by something new.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from focalpoints.models import Member
from meetings.models import (
    Communique,
    Meeting,
    MeetingHost,
    Paragraph,
    Presidency,
    PresidencySeat,
)
from meetings.sample_texts import COMMUNIQUE_PARAGRAPHS, COMMUNIQUE_TITLE, TERM_THEMES
from meetings.services.builds import request_builds_of
from meetings.services.communique import adopt, publish
from meetings.troika import troika_on
from network.fields import PartialDate
from network.models import User

# Who holds the sample terms, in turn.
TURNS = [["CAN", "URY"], ["NAM"]]
CAPITALS = {"CAN": "Ottawa", "URY": "Montevideo", "NAM": "Windhoek"}
STAFF = "secretariat@example.org"


@dataclass(frozen=True)
class SampleMeeting:
    """What a sample meeting says, and how far from today it begins (days; None: unknown)."""

    slug: str
    kind: Meeting.Kind
    title: dict[str, str]
    theme: dict[str, str]
    begins_in: int | None
    days: int = 2
    format: Meeting.Format = Meeting.Format.IN_PERSON


PAST = SampleMeeting(
    slug="peace-table",
    kind=Meeting.Kind.CAPITAL,
    title={
        "en": "Capital-level meeting: Women at the peace table",
        "fr": "Réunion au niveau des capitales : les femmes à la table de paix",
        "es": "Reunión a nivel de capitales: las mujeres en la mesa de paz",
        "ar": "اجتماع على مستوى العواصم: المرأة على طاولة السلام",
    },
    theme={
        "en": "From invitation to influence in peace processes",
        "fr": "De l'invitation à l'influence dans les processus de paix",
        "es": "De la invitación a la influencia en los procesos de paz",
        "ar": "من الدعوة إلى التأثير في عمليات السلام",
    },
    begins_in=-75,
)
COMING = SampleMeeting(
    slug="peace-operations",
    kind=Meeting.Kind.EXPERT,
    title={
        "en": "Expert meeting: Women in peace operations",
        "fr": "Réunion d'experts : les femmes dans les opérations de paix",
        "es": "Reunión de expertos: las mujeres en las operaciones de paz",
        "ar": "اجتماع خبراء: المرأة في عمليات السلام",
    },
    theme={
        "en": "What deployment asks of families, ranks and camps",
        "fr": "Ce que le déploiement demande aux familles, aux rangs et aux camps",
        "es": "Lo que el despliegue exige a familias, mandos y campamentos",
        "ar": "ما يتطلبه الانتشار من الأسر والرتب والمعسكرات",
    },
    begins_in=40,
)
UNDATED = SampleMeeting(
    slug="financing-plans",
    kind=Meeting.Kind.VIRTUAL,
    title={
        "en": "Virtual session: Paying for a National Action Plan",
        "fr": "Séance virtuelle : financer un plan d'action national",
        "es": "Sesión virtual: financiar un plan de acción nacional",
        "ar": "جلسة افتراضية: تمويل خطة عمل وطنية",
    },
    theme={},
    begins_in=None,
    format=Meeting.Format.ONLINE,
)


def load() -> None:
    """Load what is missing; the members and accounts of the sample must be there."""
    today = timezone.localdate()
    for year in (today.year, today.year + 1):
        _term_of(year)
    if not Communique.objects.filter(is_sample=True).exists():
        _adopted_communique(_meeting(PAST, today), today)
    samples = Meeting.objects.filter(is_sample=True)
    if not samples.coming(today).exists():
        _meeting(COMING, today)
    if not samples.undated().exists():
        _meeting(UNDATED, today)


def _term_of(year: int) -> None:
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    if Presidency.objects.filter(starts_on__lte=last, ends_on__gte=first).exists():
        return
    turn = TURNS[0]
    before = Presidency.objects.with_holders().before(first).first()
    if before and _codes(before.members) == TURNS[0]:
        turn = TURNS[1]
    term = Presidency.objects.create(
        slug=f"sample-{year}",
        starts_on=first,
        ends_on=last,
        is_sample=True,
        **{f"theme_{language}": text for language, text in TERM_THEMES[len(turn) - 1].items()},
    )
    for order, member in enumerate(_members(turn), start=1):
        PresidencySeat.objects.create(presidency=term, member=member, order=order)


def _meeting(sample: SampleMeeting, today: datetime.date) -> Meeting:
    first: Any = None
    last: Any = None
    when = "undated"
    begins = today
    if sample.begins_in is not None:
        begins = _tuesday(today + datetime.timedelta(days=sample.begins_in))
        first = PartialDate.of(begins)
        last = PartialDate.of(begins + datetime.timedelta(days=sample.days - 1))
        when = f"{begins:%Y-%m}"
    # No real presidency is said to have hosted what never took place.
    terms = (troika_on(day).current for day in (begins, today))
    members = next((term.members for term in terms if term and term.is_sample), [])
    members = members or _members(TURNS[0])
    is_online = sample.format == Meeting.Format.ONLINE
    host = members[0]
    meeting = Meeting.objects.create(
        slug=f"sample-{when}-{sample.slug}",
        kind=sample.kind,
        starts_on=first,
        ends_on=last,
        format=sample.format,
        city="" if is_online else CAPITALS.get(_codes([host])[0], ""),
        country=None if is_online else host.country,
        outcome="joint communiqué" if sample is PAST else "",
        is_announced=True,
        is_sample=True,
        **{f"title_{language}": text for language, text in sample.title.items()},
        **{f"theme_{language}": text for language, text in sample.theme.items()},
    )
    for order, member in enumerate(members, start=1):
        MeetingHost.objects.create(meeting=meeting, member=member, order=order)
    return meeting


def _tuesday(day: datetime.date) -> datetime.date:
    """The Tuesday on or before `day`: nobody meets at a weekend."""
    return day - datetime.timedelta(days=(day.weekday() - 1) % 7)


def _adopted_communique(meeting: Meeting, today: datetime.date) -> None:
    """A public communiqué in three languages; its PDFs wait for the worker."""
    staff = _staff()
    communique = Communique.objects.create(
        meeting=meeting,
        is_sample=True,
        **{f"title_{language}": text for language, text in COMMUNIQUE_TITLE.items()},
    )
    for number, texts in enumerate(COMMUNIQUE_PARAGRAPHS, start=1):
        Paragraph.objects.create(
            communique=communique,
            number=number,
            **{f"text_{language}": text for language, text in texts.items()},
        )
    ended_on = meeting.ends_on.latest if meeting.ends_on else today
    version = adopt(communique, on=min(ended_on, today), by=staff)
    publish(communique, by=staff)
    request_builds_of(version, by=staff)


def _staff() -> User:
    """The sample's member of staff; an account nobody can sign in with where it is missing."""
    staff = User.objects.filter(email=STAFF).first()
    return staff or User.objects.create_user(STAFF, is_sample=True, name="Sample Secretariat")


def _members(codes: list[str]) -> list[Member]:
    found = {
        row.country.iso3: row for row in Member.objects.with_identity().states() if row.country
    }
    return [found[code] for code in codes]


def _codes(members: list[Member]) -> list[str]:
    return [member.country.iso3 for member in members if member.country]
