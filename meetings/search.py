"""What meetings lend to the search: themselves, and what was adopted there."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from focalpoints.search import COUNTRY_ALSO
from meetings.models import Communique, Meeting
from network.search.kinds import (
    FoundRow,
    SearchResults,
    Source,
    names_in_each_language,
    texts_of,
)
from network.search.models import Audience
from network.values.translated import joined

_MEETINGS, _COMMUNIQUES = "meetings_meeting", "meetings_communique"
_MEETING_TEXTS = texts_of(
    "entry.slug",
    "entry.venue",
    f"array_to_string({COUNTRY_ALSO}, ' ')",
    translated=["entry.theme", "country.name"],
)
# A date known in part, as a number; without one it is still to come.
_DAY = "rpad(replace(coalesce(entry.starts_on, entry.ends_on, '9999'), '-', ''), 8, '0')"
_COMMUNIQUE_TEXTS = texts_of("meeting.slug", translated=["meeting.title", "meeting.city"])


def _meetings(user: object, keys: list[int]) -> dict[int, FoundRow]:
    rows = Meeting.objects.visible_to(user).filter(pk__in=keys).select_related("country")
    return {
        row.pk: FoundRow(
            str(row),
            row.get_absolute_url(),
            joined(" · ", (part for part in (row.period, row.place) if part)),
            row.is_sample,
        )
        for row in rows.latest_first()
    }


def _communiques(user: object, keys: list[int]) -> dict[int, FoundRow]:
    rows = Communique.objects.visible_to(user).filter(pk__in=keys).select_related("meeting")
    return {
        row.pk: FoundRow(
            str(row),
            row.meeting.get_absolute_url(),
            date_format(row.adopted_on, "DATE_FORMAT")
            if row.adopted_on
            else str(row.get_state_display()),
            row.is_sample,
        )
        for row in rows
    }


MEETINGS = SearchResults(
    name="meetings",
    order=50,
    label=_("Meetings"),
    table=_MEETINGS,
    select=f"""
      SELECT entry.id AS key,
        {names_in_each_language("entry.title", "entry.city")} AS names,
        {_MEETING_TEXTS} AS texts, -{_DAY}::bigint AS rank,
        CASE WHEN entry.is_announced THEN {Audience.EVERYBODY} ELSE {Audience.SECRETARIAT} END
          AS audience,
        NULL AS owner
      FROM {_MEETINGS} AS entry
      LEFT JOIN focalpoints_country AS country ON country.id = entry.country_id
    """,  # noqa: S608
    sources=(
        Source(_MEETINGS, "SELECT id FROM changed"),
        Source(
            "focalpoints_country",
            f"SELECT id FROM {_MEETINGS} WHERE country_id IN (SELECT id FROM changed)",  # noqa: S608
        ),
    ),
    rows=_meetings,
)

# The paragraphs are those of the version that was adopted: no draft stands in the index.
COMMUNIQUES = SearchResults(
    name="communiques",
    order=60,
    label=_("Communiqués"),
    table=_COMMUNIQUES,
    select=f"""
      SELECT entry.id AS key, {names_in_each_language("entry.title")} AS names,
        concat_ws(' ', {_COMMUNIQUE_TEXTS},
          (SELECT string_agg(said.text #>> '{{}}', ' ')
           FROM jsonb_path_query(adopted.content, '$.paragraphs[*].text.*') AS said(text))
        ) AS texts,
        -coalesce(entry.adopted_on - DATE '1970-01-01', 99999) AS rank,
        CASE WHEN entry.is_public AND meeting.is_announced
          THEN {Audience.EVERYBODY} ELSE {Audience.SECRETARIAT} END AS audience,
        NULL AS owner
      FROM {_COMMUNIQUES} AS entry
      JOIN {_MEETINGS} AS meeting ON meeting.id = entry.meeting_id
      LEFT JOIN meetings_communiqueversion AS adopted ON adopted.id = entry.adopted_version_id
    """,  # noqa: S608
    sources=(
        Source(_COMMUNIQUES, "SELECT id FROM changed"),
        Source(
            _MEETINGS,
            f"SELECT id FROM {_COMMUNIQUES} WHERE meeting_id IN (SELECT id FROM changed)",  # noqa: S608
        ),
    ),
    rows=_communiques,
)
