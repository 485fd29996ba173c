"""Sample terms, meetings and a communiqué of the demo: fictitious, and marked as such.

Nothing is known of the presidency from 2026 on, so the demo gives this year and the next to members
whose accounts it has. All dates are relative to today, and the samples may be loaded again in a
later year: existing ones stay, and past ones get successors.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from translated_fields import to_attribute

from focalpoints.models import Member
from focalpoints.sources import city_names
from meetings.models import (
    Communique,
    Meeting,
    MeetingHost,
    Presidency,
    PresidencySeat,
)
from meetings.models.meeting import MeetingQuerySet
from meetings.sample_texts import (
    COMMUNIQUE_PARAGRAPHS,
    COMMUNIQUE_TITLE,
    DRAFT_PARAGRAPHS,
    DRAFT_REWORDED,
    DRAFT_TITLE,
    TERM_THEMES,
)
from meetings.services.builds import request_builds_of
from meetings.services.communique import adopt, publish
from meetings.services.texts import create_communique, write_paragraph
from meetings.troika import troika_on
from network import clock
from network.accounts.models import SECRETARIAT, User
from network.importing.loading import LoadReport
from network.importing.samples import load_once, was_loaded
from network.values.partial_dates import PartialDate
from network.values.translations import SOURCE_LANGUAGE

# Who holds the sample terms, in turn.
TURNS = [["CAN", "URY"], ["NAM"]]
CAPITALS = {"CAN": "Ottawa", "URY": "Montevideo", "NAM": "Windhoek"}
STAFF = "secretariat@example.org"


@dataclass(frozen=True)
class SampleMeeting:
    """The texts of a sample meeting, and how far from today it begins (days; None: unknown)."""

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


def _city(host: Member) -> dict[str, str]:
    """The columns of the host's capital, in every language in which its name is known."""
    (code,) = _codes([host])
    city = CAPITALS.get(code, "")
    names = {"en": city, **city_names(LoadReport()).get((city, code), {})}
    return {to_attribute("city", code): names.get(code, "") for code, _name in settings.LANGUAGES}


def load() -> None:
    """Load what was never loaded; what people changed or deleted since stays as they left it."""
    today = clock.today()
    for year in (today.year, today.year + 1):
        load_once(
            f"term-{year}",
            Presidency.objects.filter(slug=f"sample-{year}", is_sample=True),
            partial(_term_of, year),
        )
    _load_adopted_communique(today)
    _load_coming_meeting(today)
    load_once(
        "undated",
        _samples_of(UNDATED) | Meeting.objects.filter(is_sample=True).undated(),
        partial(_meeting, UNDATED, today, None),
    )


def _samples_of(sample: SampleMeeting) -> MeetingQuerySet:
    return Meeting.objects.filter(is_sample=True, slug__endswith=sample.slug)


def _term_of(year: int) -> Presidency | None:
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    if Presidency.objects.filter(starts_on__lte=last, ends_on__gte=first).exists():
        return None
    turn = TURNS[0]
    before = Presidency.objects.with_holders().before(first).first()
    if before and _codes(before.members) == TURNS[0]:
        turn = TURNS[1]
    holders = _members(turn)
    if not holders:
        return None
    term = Presidency.objects.create(
        slug=f"sample-{year}",
        starts_on=first,
        ends_on=last,
        is_sample=True,
        **{f"theme_{language}": text for language, text in TERM_THEMES[len(turn) - 1].items()},
    )
    for order, member in enumerate(holders, start=1):
        PresidencySeat.objects.create(presidency=term, member=member, order=order)
    return term


def _load_coming_meeting(today: datetime.date) -> None:
    """A meeting ahead: the first time, and again once the planned days of the last one are over.

    The day stands in the key, because people may move the meeting.
    """
    prefix = "coming-"
    earlier = was_loaded(Meeting, prefix=prefix)
    if earlier:
        planned = datetime.date.fromisoformat(earlier[-1].removeprefix(prefix))
        if planned + datetime.timedelta(days=COMING.days - 1) >= today:
            return
    begins = _day_of(COMING, today)
    # A past one, loaded before keys were recorded, has to be followed by another.
    known = _samples_of(COMING).coming(today) if not earlier else Meeting.objects.none()
    meeting = load_once(f"{prefix}{begins}", known, partial(_meeting, COMING, today, begins))
    if meeting is not None:
        drafts = Communique.objects.filter(is_sample=True).drafts()
        load_once("draft", drafts, partial(_draft_communique, meeting))


def _day_of(sample: SampleMeeting, today: datetime.date) -> datetime.date | None:
    """The first day of a sample meeting: the Tuesday before, as meetings avoid weekends."""
    if sample.begins_in is None:
        return None
    day = today + datetime.timedelta(days=sample.begins_in)
    return day - datetime.timedelta(days=(day.weekday() - 1) % 7)


def _meeting(
    sample: SampleMeeting, today: datetime.date, begins: datetime.date | None
) -> Meeting | None:
    first: Any = None
    last: Any = None
    when = "undated"
    if begins is not None:
        first = PartialDate.of(begins)
        last = PartialDate.of(begins + datetime.timedelta(days=sample.days - 1))
        when = f"{begins:%Y-%m}"
    # No real presidency is named as the host of a fictitious meeting.
    terms = (troika_on(day).current for day in (begins or today, today))
    members = next((term.members for term in terms if term and term.is_sample), [])
    members = members or _members(TURNS[0])
    if not members:
        return None
    is_online = sample.format == Meeting.Format.ONLINE
    host = members[0]
    meeting = Meeting.objects.create(
        slug=f"sample-{when}-{sample.slug}",
        kind=sample.kind,
        starts_on=first,
        ends_on=last,
        format=sample.format,
        **({} if is_online else _city(host)),
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


def _load_adopted_communique(today: datetime.date) -> None:
    """A public communiqué in three languages; its PDFs wait for the worker."""
    known = Communique.objects.filter(is_sample=True)
    meeting = load_once(
        "past",
        _samples_of(PAST) | Meeting.objects.filter(is_sample=True, pk__in=known.values("meeting")),
        partial(_meeting, PAST, today, _day_of(PAST, today)),
    )
    if meeting is not None:
        load_once("adopted", known, partial(_adopted_communique, meeting, today))


def _adopted_communique(meeting: Meeting, today: datetime.date) -> Communique | None:
    staff = _staff()
    if staff is None:
        return None
    communique = Communique(
        meeting=meeting,
        is_sample=True,
        **{f"title_{language}": text for language, text in COMMUNIQUE_TITLE.items()},
    )
    create_communique(communique, COMMUNIQUE_PARAGRAPHS, by=staff)
    ended_on = meeting.ends_on.latest if meeting.ends_on else today
    version = adopt(communique, on=min(ended_on, today), by=staff)
    publish(communique, by=staff)
    request_builds_of(version, by=staff)
    return communique


def _draft_communique(meeting: Meeting) -> Communique | None:
    """A draft whose English was reworded after it was translated: two languages are behind."""
    staff = _staff()
    if staff is None:
        return None
    draft = Communique(
        meeting=meeting,
        is_sample=True,
        **{f"title_{language}": text for language, text in DRAFT_TITLE.items()},
    )
    create_communique(draft, DRAFT_PARAGRAPHS, by=staff)
    for number, text in DRAFT_REWORDED.items():
        write_paragraph(draft.paragraphs.get(number=number), SOURCE_LANGUAGE, text, by=staff)
    return draft


def _staff() -> User | None:
    """The sample's member of staff; an account nobody can sign in with where it is missing.

    None where people have taken its rights: nothing is written in its name.
    """
    staff = User.objects.filter(email=STAFF).first()
    if staff is None:
        staff = User.objects.create_user(STAFF, is_sample=True, name="Sample Secretariat")
        staff.groups.add(Group.objects.get(name=SECRETARIAT))
    may = staff.has_perms(["meetings.add_communique", "meetings.change_communique"])
    return staff if may else None


def _members(codes: list[str]) -> list[Member]:
    """The members of these States, in this order; none when one of them is not recorded."""
    found = {
        row.country.iso3: row for row in Member.objects.with_identity().states() if row.country
    }
    return [found[code] for code in codes] if found.keys() >= set(codes) else []


def _codes(members: list[Member]) -> list[str]:
    return [member.country.iso3 for member in members if member.country]
