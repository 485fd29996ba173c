"""What newsletters and opportunities lend to the search."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from network import clock
from network.search.kinds import (
    FoundRow,
    SearchResults,
    Source,
    names_in_each_language,
    texts_of,
)
from network.search.models import Audience
from newsletters.models import Newsletter, Opportunity

_NEWSLETTERS, _OPPORTUNITIES = "newsletters_newsletter", "newsletters_opportunity"


def _newsletters(user: object, keys: list[int]) -> dict[int, FoundRow]:
    rows = Newsletter.objects.in_archive().with_sent_subject().filter(pk__in=keys)
    return {
        row.pk: FoundRow(
            row.sent_subject or str(row),  # type: ignore[attr-defined]
            row.get_absolute_url(),
            date_format(clock.day_of(row.started_at), "DATE_FORMAT") if row.started_at else "",
            row.is_sample,
        )
        for row in rows.order_by("-number")
    }


def _opportunities(user: object, keys: list[int]) -> dict[int, FoundRow]:
    today = clock.today()
    rows = Opportunity.objects.visible_to(user).filter(pk__in=keys)
    return {
        row.pk: FoundRow(
            str(row),
            row.get_absolute_url(),
            str(row.get_kind_display() if row.is_open_on(today) else _("closed")),
            row.is_sample,
        )
        for row in rows
    }


# What was sent, of issues whose sending has begun; a draft stands in no index.
NEWSLETTERS = SearchResults(
    name="newsletters",
    order=70,
    label=_("Newsletters"),
    table=_NEWSLETTERS,
    select=f"""
      SELECT entry.id AS key,
        (SELECT coalesce(
           jsonb_object_agg(sent.language, portal_names_folded(sent.copy ->> 'subject')), '{{}}')
         FROM jsonb_each(entry.sent_content) AS sent(language, copy)) AS names,
        (SELECT concat_ws(' ', entry.slug, string_agg(
           regexp_replace(sent.copy ->> 'body', '<[^>]*>|&[a-z]+;', ' ', 'g'), ' '))
         FROM jsonb_each(entry.sent_content) AS sent(language, copy)) AS texts,
        -entry.number AS rank, {Audience.EVERYBODY} AS audience, NULL AS owner
      FROM {_NEWSLETTERS} AS entry WHERE entry.state IN ('sending', 'sent')
    """,  # noqa: S608
    sources=(Source(_NEWSLETTERS, "SELECT id FROM changed"),),
    rows=_newsletters,
)

OPPORTUNITIES = SearchResults(
    name="opportunities",
    order=80,
    label=_("Opportunities"),
    table=_OPPORTUNITIES,
    select=f"""
      SELECT entry.id AS key, {names_in_each_language("entry.title")} AS names,
        {texts_of("entry.slug", translated=["entry.summary"])} AS texts,
        -extract(epoch FROM coalesce(entry.published_at, 'epoch')) AS rank,
        CASE WHEN entry.published_at IS NULL THEN {Audience.SECRETARIAT}
          ELSE {Audience.EVERYBODY} END AS audience,
        NULL AS owner
      FROM {_OPPORTUNITIES} AS entry
    """,  # noqa: S608
    sources=(Source(_OPPORTUNITIES, "SELECT id FROM changed"),),
    rows=_opportunities,
)
