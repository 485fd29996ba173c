"""What the register and the review do about the erasure of an account."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from focalpoints.erasure import (
    ERASABLE,
    empty_everywhere,
    erase_person_data,
    hold_records_of,
    is_awaited,
    letter_waits,
)
from focalpoints.models import (
    ChangeAuthor,
    Designation,
    DraftingRight,
    Person,
    ReviewStep,
    Revision,
)
from network import clock
from network.accounts.models import User
from network.audit.erasure import events_of
from network.audit.tracking import named_in_trail


def obstacles(account: User) -> list[str]:
    """Designations and drafting rights that run, or will: a sentence each on how they end."""
    today = clock.today()
    running = Designation.objects.overlapping(today, None).filter(person__user=account)
    found = [
        _(
            "{member} designates {person} as {category}, today or later: the member has to end "
            "the designation first."
        ).format(member=row.member.name, person=row.person, category=row.category.name)
        for row in running.with_people().in_order_of_category()
    ]
    records = Person.everyone.filter(Q(user=account) | Q(merged_into__user=account))
    if is_awaited(*records.order_by("pk")):
        found.append(letter_waits(records.get(user=account)))
    rights = DraftingRight.objects.unexpired_on(today).filter(person__user=account)
    return found + [
        _("{person} may draft for {member}: that right has to be revoked first.").format(
            member=row.member.name, person=row.person
        )
        for row in rights.with_people()
    ]


def invitations_of_others(account: User | None) -> QuerySet[Any, Any]:
    """Keys of invitations that are recorded as those of people without this account."""
    others = Person.objects.filter(invitation__isnull=False)
    if account is not None:
        others = others.exclude(user=account)
    return others.values("invitation")


def kept(account: User) -> list[str]:
    """What stays, with the reason."""
    found = []
    if count := Designation.objects.filter(person__user=account).count():
        found.append(
            ngettext(
                "{number} designation stays without the name: the Network has to know that its "
                "member was represented.",
                "{number} designations stay without the name: the Network has to know that its "
                "member was represented.",
                count,
            ).format(number=count)
        )
    return [
        *found,
        _(
            "Drafts, submissions and entries stay without the name of who wrote them: they are "
            "acts for a member."
        ),
        _(
            "Adopted texts and issued lists stay as they are: what was adopted or sent never "
            "changes."
        ),
    ]


@named_in_trail
def erase(account: User, *, by: User | None) -> None:
    """Empty the person's record, with their letters, and take their name off their acts."""
    person = Person.objects.filter(user=account).first()
    if person is not None:
        if by is not None:
            erase_person_data(person, ERASABLE, by=by)
        else:
            empty_everywhere(hold_records_of([person]), ERASABLE, by=None)
    ReviewStep.objects.filter(by=account).update(by_name="")
    ChangeAuthor.objects.filter(user=account).update(name="")
    Revision.objects.filter(by=account).exclude(by_name="").update(by_name="")
    # Last, since the writes above were recorded too.
    events_of(ReviewStep).filter(by=account.pk).update(by_name="")
    events_of(ChangeAuthor).filter(user=account.pk).update(name="")
