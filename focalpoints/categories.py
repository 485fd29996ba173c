"""Categories of designation: how the Secretariat adds, changes and removes them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from focalpoints.models import Category, Designation, DesignationQuerySet
from network import clock
from network.accounts.models import User
from network.accounts.rights import remove_by, save_by
from network.values.lists import listed
from network.values.refusals import Refusal

MOST_NAMED = 5


@transaction.atomic
def save_category(category: Category, *, has_one_holder: bool, by: User) -> Category:
    """Write a category; with `has_one_holder` a member has at most one active holder from today.

    Raises Refusal, naming the members, where some have several now or will have: no rule ends a
    designation.
    """
    if not has_one_holder:
        category.one_holder_since = None
    elif category.one_holder_since is None:
        category.one_holder_since = clock.today()
    if category.pk is not None:
        # In the same order as changes of a designation, which read its category's rule.
        held = Designation.objects.filter(category=category).order_by("pk")
        list(held.select_for_update().values_list("pk"))
        if has_one_holder:
            _require_one_holder_each(category)
    try:
        with transaction.atomic():
            save_by(category, by=by)
    except IntegrityError:
        # A designation that was written while this waited.
        if has_one_holder and category.pk is not None:
            _require_one_holder_each(category)
        raise
    return category


@transaction.atomic
def remove_category(category: Category, *, by: User) -> None:
    """Delete a category that nobody was ever designated for. Raises Refusal for others."""
    category = Category.objects.select_for_update().get(pk=category.pk)
    if category.designations.exists():
        raise Refusal(
            _("“{category}” has designations, and what was recorded stays.").format(
                category=category
            )
        )
    remove_by(category, by=by)


def held_at_once(category: Category) -> DesignationQuerySet:
    """Designations of which a member has several at once, today or later."""
    return (
        Designation.objects.filter(category=category)
        .with_overlapping_others(clock.today())
        .with_people()
        .order_by("member", "starts_on", "pk")
    )


def holders_by_member(designations: Iterable[Designation]) -> dict[str, list[str]]:
    """The names of the people designated, by the name of their member."""
    found: dict[str, list[str]] = {}
    for designation in designations:
        found.setdefault(designation.member.name, []).append(str(designation.person))
    return found


def _require_one_holder_each(category: Category) -> None:
    several = holders_by_member(held_at_once(category))
    if not several:
        return
    lines = [
        _("{member}: {people}").format(member=member, people=listed(people))
        for member, people in list(several.items())[:MOST_NAMED]
    ]
    if len(several) > MOST_NAMED:
        lines.append("…")
    raise Refusal(
        _("Some members have several holders today or later. End those first: {members}.").format(
            members="; ".join(lines)
        ),
        field="has_one_holder",
    )
