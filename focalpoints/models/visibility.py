"""Who may see which contact data of an official: the levels, and the rule as SQL.

A level belongs to a value of a person and says how far they share it; until they have said so,
members see member, category and institution alone (the defaults of `Person`). A category of
designation can hide what its holders share, and never show more. What a reader may not see is left
out by the database (`DesignationQuerySet.as_seen`), so that no search, order, filter, count or
export of theirs hangs on it.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """How far a person shares a value."""

    PUBLIC = "public", _("everybody")
    MEMBERS = "members", _("members of the Network")
    SECRETARIAT = "secretariat", _("my member and the Secretariat")


class Reader(IntEnum):
    """The relation of a reader to a member: each level sees what the one before sees, and more."""

    PUBLIC = 0
    MEMBER = 1
    OWN = 2


# What a person shares together: the columns of each part, and whether everybody may ever see it.
PARTS: dict[str, tuple[tuple[str, ...], bool]] = {
    "name": (("title", "given_name", "family_name"), False),
    "position": (("position",), True),
    "institution": (("institution",), True),
    "email": (("email",), False),
    "phone": (("phone",), False),
}
# Lists that a person shares together, with members or not: what they speak, and what they know.
SKILLS = ("languages", "expertise")
CONSENTS = (*(f"{part}_visibility" for part in PARTS), "skills_visibility")
SKILLS_LEVELS = (Visibility.SECRETARIAT, Visibility.MEMBERS)


def levels_of(part: str) -> list[tuple[str, Any]]:
    """The levels at which a person may share a part, the narrowest first."""
    _names, may_be_public = PARTS[part]
    levels = [Visibility.SECRETARIAT, Visibility.MEMBERS]
    return [(level.value, level.label) for level in levels + [Visibility.PUBLIC] * may_be_public]


def level_field(part: str, label: Any, default: Visibility) -> models.CharField[Any, Any]:
    """How far a person shares a part."""
    return models.CharField(
        label, max_length=11, choices=levels_of(part), default=default, db_default=default
    )


def skills_level_field() -> models.CharField[Any, Any]:
    """Whether a person shares with members what they speak and know."""
    return models.CharField(
        _("who sees my languages and expertise"),
        max_length=11,
        choices=[(level.value, level.label) for level in SKILLS_LEVELS],
        default=Visibility.SECRETARIAT,
        db_default=Visibility.SECRETARIAT,
    )


def level_valid(part: str) -> models.CheckConstraint:
    """The database refuses any other level."""
    field = f"{part}_visibility"
    return models.CheckConstraint(
        name=f"person_{field}_valid",
        condition=Q(**{f"{field}__in": [value for value, _label in levels_of(part)]}),
    )


def known_to(reader: Reader) -> Q:
    """The designations of which `reader` may know that somebody holds them."""
    if reader is Reader.PUBLIC:
        return Q(category__is_public=True)
    return Q(category__is_for_members=True) if reader is Reader.MEMBER else Q()


def shared_with(reader: Reader, part: str) -> Q:
    """The designations whose person shares `part` with `reader`, who is none of their own."""
    levels = [Visibility.PUBLIC] if PARTS[part][1] else []
    if reader is Reader.MEMBER:
        levels.append(Visibility.MEMBERS)
    return Q(**{f"person__{part}_visibility__in": levels})


def shared_texts(*names: str) -> list[Case]:
    """Columns of a person as members see them: empty where the person keeps one from them."""
    part_of = {name: part for part, (columns, _public) in PARTS.items() for name in columns}
    return [
        Case(
            When(**{f"{part_of[name]}_visibility": Visibility.SECRETARIAT.value}, then=Value("")),
            default=F(name),
            output_field=models.TextField(),
        )
        for name in names
    ]


def seen_columns(reader: Reader, *, own: Q, shared: Q) -> dict[str, Any]:
    """`seen_*` of each column, empty where `reader` may not see it, and `name_is_seen`.

    Rows of `own` are seen whole; the others only where `shared` holds too.
    """
    found: dict[str, Any] = {}
    for part, (names, _public) in PARTS.items():
        if reader is Reader.OWN:
            found |= {f"seen_{name}": F(f"person__{name}") for name in names}
            continue
        is_seen = own | (shared & shared_with(reader, part))
        for name in names:
            found[f"seen_{name}"] = Case(
                When(is_seen, then=F(f"person__{name}")),
                # Cast, for PostgreSQL sorts by no bare constant: it may be all that is left.
                default=Cast(Value(""), models.TextField()),
                output_field=models.TextField(),
            )
        if part == "name":
            found["name_is_seen"] = Case(
                When(is_seen, then=Value(True)),
                default=Value(False),
                output_field=models.BooleanField(),
            )
    if reader is Reader.OWN:
        found["name_is_seen"] = Value(True, output_field=models.BooleanField())
    return found | _seen_skills(reader, own=own, shared=shared)


def _seen_skills(reader: Reader, *, own: Q, shared: Q) -> dict[str, Any]:
    """The lists of SKILLS, empty where `reader` may not see them; never seen by the public."""
    if reader is Reader.OWN:
        return {f"seen_{name}": F(f"person__{name}") for name in SKILLS}
    is_seen = own
    if reader is Reader.MEMBER:
        is_seen = own | (shared & Q(person__skills_visibility=Visibility.MEMBERS))
    texts: ArrayField[Any, Any] = ArrayField(models.CharField())
    return {
        f"seen_{name}": Case(
            When(is_seen, then=F(f"person__{name}")),
            default=Value([], output_field=texts),
            output_field=texts,
        )
        for name in SKILLS
    }
