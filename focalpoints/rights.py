"""Who may do what for a member: the only module that decides it.

- *May draft*: whom the member designates today, whatever the category, and to whom somebody with
  the right to submit has given a drafting right.
- *May submit*: whom the member designates today for a category that may submit. Those also take
  back and confirm entries, and let colleagues draft.
- *May decide*: the Secretariat, on what was submitted.
- *Reads a notification*: everybody, members, or those to whom it was sent, as it says.

A member that has withdrawn gives nobody a right, and a closed account has none. The day is the
Network's own today: a page for another day shows the facts of that day, never its rights. Another
`day` is only given to show future rights, or in tests.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from focalpoints.models import (
    Designation,
    DraftingRight,
    Member,
    MemberQuerySet,
    Notification,
    NotificationQuerySet,
    NotificationRecipient,
    NotificationRecipientQuerySet,
    ProposedChange,
    ProposedChangeQuerySet,
)
from network import clock
from network.accounts.models import User

Day = datetime.date | None


def may_draft(user: object, member: Member, day: Day = None) -> bool:
    """Whether `user` may start and edit drafts of the entries of `member`."""
    return members_drafted_for(user, day).filter(pk=member.pk).exists()


def may_submit(user: object, member: Member, day: Day = None) -> bool:
    """Whether `user` may hand drafts of `member` to the Secretariat, and confirm its entries."""
    return members_submitted_for(user, day).filter(pk=member.pk).exists()


def may_let_draft(user: object, member: Member, day: Day = None) -> bool:
    """Whether `user` may give, confirm and revoke drafting rights of `member`.

    Whoever may submit answers for what is submitted, and so says who prepares it.
    """
    return may_submit(user, member, day)


def may_decide(user: object, member: Member | None = None, day: Day = None) -> bool:
    """Whether `user` may publish what `member` submitted, send it back, or edit it directly.

    The Secretariat decides for every member on every day; both are arguments so that a rule that
    distinguishes them can be added here.
    """
    return isinstance(user, User) and user.is_secretariat


def members_drafted_for(user: object, day: Day = None) -> MemberQuerySet:
    """The members whose desk is open to `user`."""
    on = day or clock.today()
    designated = Designation.objects.held_by(user, on).values("member")
    let_draft = DraftingRight.objects.held_by(user, on).values("member")
    return Member.objects.filter(Q(pk__in=designated) | Q(pk__in=let_draft)).with_identity()


def members_submitted_for(user: object, day: Day = None) -> MemberQuerySet:
    """The members for which `user` may submit."""
    held = Designation.objects.held_by(user, day or clock.today()).that_may_submit()
    return Member.objects.filter(pk__in=held.values("member")).with_identity()


def members_of(user: object, day: Day = None) -> MemberQuerySet:
    """The members that designate `user`, who sees all data of their officials."""
    held = Designation.objects.held_by(user, day or clock.today())
    return Member.objects.filter(pk__in=held.values("member")).with_identity()


def changes_drafted_by(user: object, day: Day = None) -> ProposedChangeQuerySet:
    """The changes that `user` may read and edit.

    Those of a person's data are for whom the member designates: nobody else sees all data of its
    officials.
    """
    drafted, own = members_drafted_for(user, day), members_of(user, day)
    return ProposedChange.objects.filter(
        Q(member__in=own.values("pk")) | Q(member__in=drafted.values("pk"), is_personal=False)
    )


def changes_submitted_by(user: object, day: Day = None) -> ProposedChangeQuerySet:
    """The changes that `user` may submit and take back."""
    return ProposedChange.objects.filter(member__in=members_submitted_for(user, day).values("pk"))


def notifications_received_by(user: object, day: Day = None) -> NotificationRecipientQuerySet:
    """What was sent to `user` for members that designate them today, as whatever they do.

    Whoever is not designated by that member any more neither reads nor answers for it.
    """
    if not isinstance(user, User):
        return NotificationRecipient.objects.none()
    held = Designation.objects.held_by(user, day or clock.today()).filter(member=OuterRef("member"))
    own = Q(designation__person__user=user) | Q(designation__person__merged_into__user=user)
    return NotificationRecipient.objects.filter(own, Exists(held))


def notifications_read_by(user: object) -> NotificationQuerySet:
    """The sent notifications that `user` may read; drafts are seen in the admin alone.

    Of one that is for its addressees: they, as long as their member designates them, and whoever
    holds the same category of the same member after them.
    """
    if may_decide(user):
        return Notification.objects.sent()
    visible = Notification.Visibility
    seen = Q(visibility=visible.PUBLIC)
    if isinstance(user, User):
        if is_focal_point(user):
            seen |= Q(visibility=visible.MEMBERS)
        own = Q(pk__in=[])
        for held in held_today(user):
            same = Q(designation__person=held.person) | Q(designation__category=held.category)
            own |= Q(same, member=held.member)
        rows = NotificationRecipient.objects.filter(own, notification=OuterRef("pk"))
        seen |= Q(Exists(rows))
    return Notification.objects.sent().filter(seen)


class Held(NamedTuple):
    """A designation that somebody holds today, by the keys of what it joins."""

    member: int
    person: int
    category: int


def held_today(user: object) -> list[Held]:
    """What `user` holds today; asked once per request.

    What a reader sees of others is asked of many tables at once: with these keys in the place of
    the rule, the database plans such a statement in a third of the time.
    """
    cached: list[Held] | None = getattr(user, "_held_today", None)
    if cached is None:
        rows = Designation.objects.held_by(user, clock.today()).order_by("pk")
        cached = [Held(*keys) for keys in rows.values_list("member", "person", "category")]
        if isinstance(user, User):
            _note(user, "_held_today", cached)
    return cached


def own_members(user: object) -> set[int]:
    """The keys of the members that designate `user` today, from what they hold."""
    return {held.member for held in held_today(user)}


def is_focal_point(user: object) -> bool:
    """Whether any member designates `user` today; asked once per request."""
    noted: bool | None = getattr(user, "_is_focal_point", None)
    return bool(held_today(user)) if noted is None else noted


def _note(user: User, name: str, value: object) -> None:
    """Keep on this request's user what was asked."""
    setattr(user, name, value)


def is_member(user: object) -> bool:
    """Whether `user` reads what members read: a focal point, or the Secretariat.

    A drafter is neither: they see the desk and the entries of the member that they draft for.
    """
    return may_decide(user) or is_focal_point(user)


def has_desk(user: object) -> bool:
    """Whether the desk of some member is open to `user` today."""
    return is_focal_point(user) or DraftingRight.objects.held_by(user, clock.today()).exists()


def has_desk_page(user: object) -> bool:
    """Whether the page of the desk has something to show `user`, for now or another day."""
    if not isinstance(user, User) or not user.is_active:
        return False
    if is_focal_point(user):
        return True
    # The Secretariat's desk is the admin; its pages need not ask.
    return not may_decide(user) and (
        Designation.objects.filter(person__user=user).exists()
        or DraftingRight.objects.filter(person__user=user).exists()
    )


def may_see_officials(user: object, member: Member, day: Day = None) -> bool:
    """Whether `user` sees all that is recorded of the officials of `member`."""
    return may_decide(user, member, day) or members_of(user, day).filter(pk=member.pk).exists()


def sees_and_submits(user: User, member: Member, day: Day = None) -> tuple[bool, bool]:
    """`may_see_officials` and `may_submit` of a page that shows both; one query."""
    on = day or clock.today()
    held = Designation.objects.held_by(user, on).filter(member=member)
    submits = list(held.values_list("category__may_submit", flat=True))
    if submits and on == clock.today():
        _note(user, "_is_focal_point", True)
    return bool(submits) or may_decide(user, member, on), any(submits)


def people_to_notify(
    member: Member, authors: Iterable[User], *, is_personal: bool = False, day: Day = None
) -> list[User]:
    """Whom a decision on a change of `member` concerns, once each.

    Those who may submit for it, and its authors as long as they may draft: a mail shows what the
    member writes and why it came back, which is nobody else's. What is said of a person's data is
    for those alone whom the member designates.
    """
    on = day or clock.today()
    held = Designation.objects.active_on(on).of_current_members().filter(member=member)
    submitting = Q(person__designations__in=held.that_may_submit())
    people = list(User.objects.filter(submitting, is_active=True).distinct().order_by("pk"))
    for author in authors:
        if author in people or not may_draft(author, member, on):
            continue
        if is_personal and not may_see_officials(author, member, on):
            continue
        people.append(author)
    return people
