"""People in exports. They are imported with their designations (focal_points)."""

from __future__ import annotations

from typing import Any

from focalpoints.models import Person
from focalpoints.spreadsheets.entries import owner_name
from focalpoints.spreadsheets.focal_point_columns import category_name
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


def _members_today(person: Any) -> str:
    return "; ".join(dict.fromkeys(owner_name(held.member) for held in person.current))


def _categories_today(person: Any) -> str:
    return "; ".join(dict.fromkeys(category_name(held) for held in person.current))
