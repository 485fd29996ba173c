"""People and designations in exports; neither is imported."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import override

from focalpoints.models import Designation, Person
from focalpoints.spreadsheets.entries import owner_name
from network.importing.exports import ListResource
from network.importing.spreadsheets.columns import Column, computed, exported


class PersonResource(ListResource):
    """What the Secretariat records of people; the list's rows carry who they speak for today."""

    def columns(self) -> list[Column]:
        return [
            *exported(
                Person,
                is_office="Office",
                title="Title",
                given_name="Given name",
                family_name="Family name",
                position="Position",
                institution="Institution",
                email="Email",
                phone="Telephone",
            ),
            computed("members", "Member today", _members_today),
            computed("categories", "Designated today as", _categories_today),
        ]


class DesignationResource(ListResource):
    """Who was designated by which member, as what, from when until when."""

    def with_related(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related(
            "category", "person", "recorded_by", "member__country", "member__organisation"
        )

    def columns(self) -> list[Column]:
        return [
            computed("code", "Portal code", lambda held: held.member.natural_key()[0]),
            computed("member", "Member", lambda held: owner_name(held.member)),
            computed("category", "Category", _category),
            computed("person", "Person", lambda held: held.person.full_name),
            computed("email", "Email", lambda held: held.person.email),
            *exported(
                Designation,
                starts_on="From",
                ends_on="Until",
                letter_authority="Issuing authority",
                letter_reference="Letter's reference",
                letter_dated_on="Letter's date",
            ),
            computed("recorded_by", "Recorded by", _recorder),
            *exported(Designation, recorded_at="Recorded"),
        ]


def _members_today(person: Any) -> str:
    return "; ".join(dict.fromkeys(owner_name(held.member) for held in person.current))


def _categories_today(person: Any) -> str:
    return "; ".join(dict.fromkeys(_category(held) for held in person.current))


def _recorder(held: Designation) -> str:
    return "" if held.recorded_by is None else held.recorded_by.get_full_name()


def _category(held: Designation) -> str:
    with override("en"):
        return str(held.category.name)
