"""What the register lends to the search: members for everybody, people for members,
notifications for whoever reads them."""

from __future__ import annotations

import datetime

from django.db.models import Prefetch, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from focalpoints.contacts import contacts, directory_of, people_named_to
from focalpoints.models import Member
from focalpoints.rights import (
    is_member,
    may_decide,
    members_drafted_for,
    notifications_read_by,
)
from network import clock
from network.search.kinds import (
    FoundRow,
    Readership,
    SearchResults,
    Source,
    names_in_each_language,
    texts_of,
)
from network.search.models import Audience
from network.values.translated import joined

# SQL: what a country and an organisation are called; under no language, what nothing shows.
COUNTRY_ALSO = "ARRAY[country.formal_name_en, country.iso3]::text[] || country.aliases::text[]"
ORGANISATION_ALSO = "ARRAY[organisation.code]::text[] || organisation.aliases::text[]"
COUNTRY_NAMES = names_in_each_language("country.name", also=COUNTRY_ALSO)
ORGANISATION_NAMES = names_in_each_language(
    "organisation.name", "organisation.short", also=ORGANISATION_ALSO
)


def of_owner(table: str) -> tuple[Source, Source]:
    """The names of the country and the organisation that a row of `table` belongs to."""
    return tuple(  # type: ignore[return-value]
        Source(
            f"focalpoints_{owner}",
            f"SELECT id FROM {table} WHERE {owner}_id IN (SELECT id FROM changed)",  # noqa: S608
        )
        for owner in ("country", "organisation")
    )


def audience(user: object) -> Audience:
    """Up to which audience `user` finds entries."""
    if may_decide(user):
        return Audience.SECRETARIAT
    return Audience.MEMBERS if is_member(user) else Audience.EVERYBODY


def drafts_for(user: object) -> list[int]:
    """The members of which `user` sees what members see, being one or not."""
    if not getattr(user, "is_authenticated", False) or is_member(user):
        return []
    return list(members_drafted_for(user).values_list("pk", flat=True))


def _members(user: object, keys: list[int]) -> dict[int, FoundRow]:
    rows = Member.objects.belonging_on(clock.today()).filter(pk__in=keys).with_identity()
    return {
        row.pk: FoundRow(
            row.name,
            row.get_absolute_url(),
            str(row.country.get_region_display()) if row.country else str(_("Organisation")),
        )
        for row in rows.in_protocol_order()
    }


def _people(user: object, keys: list[int]) -> dict[int, FoundRow]:
    named = (
        directory_of(user)
        .filter(Q(name_is_seen=True), person_id__in=keys)
        .select_related("category")
        # By themselves: a join of all these tables takes the database longer to plan than to do.
        .prefetch_related(Prefetch("member", Member.objects.with_identity()))
        .in_order_of_category()
    )
    found: dict[int, FoundRow] = {}
    for contact in contacts(named):
        member = contact.designation.member
        found.setdefault(
            contact.designation.person_id,
            FoundRow(
                contact.name,
                member.get_absolute_url(),
                joined(" · ", (contact.category, member.name)),
                contact.is_sample,
            ),
        )
    return found


READERSHIP = Readership(name="focalpoints", audience=audience, drafts_for=drafts_for)

MEMBERS = SearchResults(
    name="members",
    order=10,
    label=_("Members"),
    table="focalpoints_member",
    select=f"""
      SELECT entry.id AS key,
        CASE WHEN country.id IS NULL THEN {ORGANISATION_NAMES} ELSE {COUNTRY_NAMES} END AS names,
        '' AS texts, 0 AS rank, {Audience.EVERYBODY} AS audience, NULL AS owner
      FROM focalpoints_member AS entry
      LEFT JOIN focalpoints_country AS country ON country.id = entry.country_id
      LEFT JOIN focalpoints_organisation AS organisation ON organisation.id = entry.organisation_id
    """,  # noqa: S608
    sources=(
        Source("focalpoints_member", "SELECT id FROM changed"),
        *of_owner("focalpoints_member"),
    ),
    rows=_members,
    list_name="focalpoints:members",
)

# By their names alone: of what else is recorded, people choose who sees it.
PEOPLE = SearchResults(
    name="people",
    order=20,
    label=_("People"),
    table="focalpoints_person",
    select=f"""
      SELECT entry.id AS key,
        jsonb_build_object('', portal_names_folded(
          concat_ws(' ', entry.given_name, entry.family_name),
          concat_ws(' ', entry.family_name, entry.given_name)
        )) AS names,
        '' AS texts, 0 AS rank, {Audience.MEMBERS} AS audience, NULL AS owner
      FROM focalpoints_person AS entry
      WHERE entry.merged_into_id IS NULL
    """,  # noqa: S608
    sources=(Source("focalpoints_person", "SELECT id FROM changed"),),
    rows=_people,
    is_for=is_member,
    among=people_named_to,
)


def _day_of(moment: datetime.datetime | None) -> str:
    return date_format(clock.day_of(moment), "DATE_FORMAT") if moment else ""


def _notifications(user: object, keys: list[int]) -> dict[int, FoundRow]:
    rows = notifications_read_by(user).filter(pk__in=keys)
    return {
        row.pk: FoundRow(
            row.subject,
            row.get_absolute_url(),
            joined(" · ", (row.number, _day_of(row.sent_at))),
            row.is_sample,
        )
        for row in rows.latest_first()
    }


# Those for their addressees alone stand among what members find; `among` leaves the others' out.
NOTIFICATIONS = SearchResults(
    name="notifications",
    order=25,
    label=_("Official notifications"),
    table="focalpoints_notification",
    select=f"""
      SELECT entry.id AS key,
        {names_in_each_language("entry.subject", also="ARRAY[entry.year || '/' || entry.serial]")}
          AS names,
        {texts_of(translated=["entry.body", "entry.action"])} AS texts,
        -(entry.year * 100000 + entry.serial) AS rank,
        CASE WHEN entry.visibility = 'public' THEN {Audience.EVERYBODY}
          ELSE {Audience.MEMBERS} END AS audience,
        NULL AS owner
      FROM focalpoints_notification AS entry WHERE entry.state = 'sent'
    """,  # noqa: S608
    sources=(Source("focalpoints_notification", "SELECT id FROM changed"),),
    rows=_notifications,
    among=notifications_read_by,
    list_name="focalpoints:notifications",
)
