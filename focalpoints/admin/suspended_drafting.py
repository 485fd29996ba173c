"""Drafters whose right is suspended when a designation ends, or may no longer submit."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from focalpoints.models import DraftingRight
from network.values.lists import listed

MOST_NAMED = 20


def suspension_question(rights: list[DraftingRight]) -> str:
    """For a question: how many drafting rights will be suspended, and whose; empty where none."""
    if not rights:
        return ""
    return ngettext(
        "{number} drafting right is suspended with this, until a focal point of the member who may "
        "submit confirms it: {people}.",
        "{number} drafting rights are suspended with this, until a focal point of the member who "
        "may submit confirms them: {people}.",
        len(rights),
    ).format(number=len(rights), people=_named(rights))


def suspension_notice(rights: list[DraftingRight]) -> str:
    """For a message: how many drafting rights are suspended now or from tomorrow, and whose."""
    if not rights:
        return ""
    return ngettext(
        "With this, {number} drafting right is suspended until it is confirmed: {people}.",
        "With this, {number} drafting rights are suspended until they are confirmed: {people}.",
        len(rights),
    ).format(number=len(rights), people=_named(rights))


def _named(rights: list[DraftingRight]) -> str:
    names = [
        _("{person} ({member})").format(person=right.person, member=right.member.name)
        for right in rights[:MOST_NAMED]
    ]
    return listed([*names, *(["…"] if len(rights) > MOST_NAMED else [])])
