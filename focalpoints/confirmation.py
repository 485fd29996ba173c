"""The yearly confirmation: each official is asked by mail whether their record is still right.

A mail holds a link that opens one page without a password: it shows what other members see of the
record, and its button confirms. Opening it changes nothing (mail scanners open every link), it
never signs anybody in, and it dies with the answer, after thirty days, or with the next mail. Who
confirms from the portal itself, or saves their own contact details, has answered too.

Asked is a year after the last confirmation or, of somebody who never confirmed, a year after the
designation was recorded: what is imported is not written to at once. The Secretariat may ask
earlier. Reminders follow after 30 and 60 days; after 90 the request counts as not answered.
"""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import DateTimeField, Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from focalpoints.freshness import address_of
from focalpoints.models import (
    CONFIRM_RECORD,
    ConfirmationRequest,
    Designation,
    Merge,
    Notification,
    NotificationRecipient,
    NotificationRecipientQuerySet,
    Person,
    PersonQuerySet,
)
from network import clock
from network.accounts.invitations import digest
from network.accounts.models import User
from network.accounts.rights import require_permission
from network.audit.tracking import acting
from network.mail.models import OutgoingMail
from network.mail.outbox import queue_template_mail
from network.values.refusals import Refusal

ASKED_AFTER = datetime.timedelta(days=365)
# After how many days a request of one mail, and of two, gets its next.
REMINDED_AFTER = {1: datetime.timedelta(days=30), 2: datetime.timedelta(days=60)}
UNANSWERED_AFTER = datetime.timedelta(days=90)
LINK_WORKS = datetime.timedelta(days=30)
KEPT = datetime.timedelta(days=2 * 365)
# Of one run of the sweep, so that none holds a worker for long.
MOST_AT_ONCE = 100


def asked_people() -> PersonQuerySet:
    """Those who can be asked: designated today by a current member, with an address."""
    active = Designation.objects.active_on(clock.today()).of_current_members()
    held = active.filter(person=OuterRef("pk"))
    found: PersonQuerySet = (
        Person.objects.annotate(mailbox=address_of()).filter(Exists(held)).exclude(mailbox="")
    )
    return found


def due_people() -> PersonQuerySet:
    """Those whose yearly request is due."""
    year_ago = clock.now() - ASKED_AFTER
    recorded = (
        Designation.objects.active_on(clock.today())
        .filter(person=OuterRef("pk"))
        .values("person")
        .annotate(at=Max(Coalesce("recorded_at", Cast("starts_on", DateTimeField()))))
        .values("at")
    )
    asked_lately = ConfirmationRequest.objects.filter(
        Q(state=ConfirmationRequest.State.OPEN) | Q(asked_at__gt=year_ago), person=OuterRef("pk")
    )
    return (
        asked_people()
        .annotate(said_at=Coalesce("confirmed_at", Subquery(recorded)))
        .filter(~Exists(asked_lately), Q(said_at__lte=year_ago))
    )


def ask_who_is_due() -> int:
    """Send the yearly request to whom it is due; how many."""
    keys = list(
        due_people().order_by(F("said_at").asc(), "pk").values_list("pk", flat=True)[:MOST_AT_ONCE]
    )
    return sum(_ask_if_due(key) for key in keys)


@transaction.atomic
def _ask_if_due(key: int) -> bool:
    person = _held(key)
    # Judged again under the lock: another sweep, or an answer, may have been there first.
    if person is None or not due_people().filter(pk=key).exists():
        return False
    _begin(person, by=None)
    return True


@transaction.atomic
def ask_to_confirm(people: Iterable[Person], *, by: User) -> int:
    """Let the Secretariat ask `people` now; how many are written to.

    Whoever was asked already and has not answered gets a new link, and the earlier one dies. Passed
    by is who cannot be asked (`asked_people`). Raises Refusal without the right to change people.
    """
    return len(_ask({person.pk for person in people}, by=by))


def ask_in_notification(
    keys: Iterable[int], *, official: Notification, by: User
) -> dict[int, OutgoingMail]:
    """The same for an official notification, in its transaction: the message to each, by key."""
    return _ask(keys, by=by, official=official)


def _ask(
    keys: Iterable[int], *, by: User, official: Notification | None = None
) -> dict[int, OutgoingMail]:
    found = {}
    for key in sorted(keys):
        person = _held(key)
        if person is None:
            continue
        require_permission(by, "change", person)
        if not asked_people().filter(pk=key).exists():
            continue
        request = ConfirmationRequest.objects.open().filter(person=person).first()
        if request is None:
            found[key] = _begin(person, by=by, official=official)
        else:
            found[key] = _write(request, by=by, official=official)
    return found


def go_on() -> int:
    """Send reminders that are due, and end what nobody will answer; how many were settled."""
    now = clock.now()
    settled = 0
    for mails, after in REMINDED_AFTER.items():
        waiting = ConfirmationRequest.objects.waiting_since(now - after, mails=mails)
        for key in list(waiting.values_list("pk", flat=True)[:MOST_AT_ONCE]):
            settled += _remind(key, mails=mails)
    old = ConfirmationRequest.objects.open().filter(asked_at__lte=now - UNANSWERED_AFTER)
    for key in list(old.values_list("pk", flat=True)[:MOST_AT_ONCE]):
        settled += _settle(key, ConfirmationRequest.State.UNANSWERED)
    # One whose record was merged into another may come back with an undo.
    resting = Merge.objects.undoable_at(now).values("other")
    left = ConfirmationRequest.objects.open().exclude(
        Q(person__in=asked_people().values("pk")) | Q(person__in=resting)
    )
    for key in list(left.values_list("pk", flat=True)[:MOST_AT_ONCE]):
        settled += _settle(key, ConfirmationRequest.State.WITHDRAWN)
    return settled


@transaction.atomic
def _remind(key: int, *, mails: int) -> bool:
    request = _open_request(key)
    if request is None or request.mails != mails:
        return False
    if not asked_people().filter(pk=request.person_id).exists():
        return False  # Withdrawn below.
    _write(request, by=None)
    return True


@transaction.atomic
def _settle(key: int, state: str) -> bool:
    request = _open_request(key)
    if request is None:
        return False
    _close(request, state)
    return True


def forget_old_requests() -> int:
    """Delete requests of more than KEPT ago; how many. The record keeps when it was confirmed."""
    old = ConfirmationRequest.objects.filter(asked_at__lt=clock.now() - KEPT)
    settled = old.exclude(state=ConfirmationRequest.State.OPEN)
    return settled.delete()[1].get(ConfirmationRequest._meta.label, 0)


def find_request(token: str) -> ConfirmationRequest | None:
    """The request whose link this is, as long as it works; what no longer does is not told apart.

    It works until it expires, as long as the person is designated and has the mailbox to which it
    was sent.
    """
    still_theirs = asked_people().filter(
        Q(mailbox=OuterRef("mail__address")), pk=OuterRef("person")
    )
    return (
        ConfirmationRequest.objects.open()
        .filter(Exists(still_theirs), token_digest=digest(token), expires_at__gt=clock.now())
        .select_related("person")
        .first()
    )


@transaction.atomic
def confirm_by_link(token: str) -> Person:
    """Confirm the record whose link was followed. The actor is whoever reads the mailbox.

    Raises Refusal where the link no longer works.
    """
    request = find_request(token)
    person = None if request is None else _held(request.person_id)
    if person is None or find_request(token) is None:
        raise Refusal(_("This link no longer works."))
    _note_confirmed(person, by=None)
    return person


@transaction.atomic
def confirm_own_record(person: Person, *, by: User) -> Person:
    """Let a person say in the portal that their record is right. Raises Refusal for another's."""
    held = _held(person.pk)
    if held is None or held.user_id != by.pk:
        raise Refusal(_("Only the person themselves may confirm this."))
    _note_confirmed(held, by=by)
    return held


def note_confirmed(person: Person, *, by: User) -> None:
    """A person who saved their own record has confirmed it; the caller holds the row."""
    _note_confirmed(person, by=by)


def _note_confirmed(person: Person, *, by: User | None) -> None:
    person.confirmed_at = clock.now()
    with acting(by):
        person.save(update_fields=["confirmed_at"])
        request = ConfirmationRequest.objects.open().filter(person=person).first()
        if request is not None:
            _close(request, ConfirmationRequest.State.CONFIRMED)
        # Whoever confirms has done what every official request asked; by link nobody is signed in.
        _asked_officially(person).update(acknowledged_at=person.confirmed_at, acknowledged_by=by)


def _asked_officially(person: Person) -> NotificationRecipientQuerySet:
    """The notifications that asked the person to confirm, and are not answered."""
    own = Q(designation__person=person) | Q(designation__joined_into__person=person)
    rows = NotificationRecipient.objects.filter(own, acknowledged_at=None)
    return rows.filter(notification__kind=CONFIRM_RECORD)


def _held(key: int) -> Person | None:
    """The person, whose row is locked: all that concerns a confirmation queues up there."""
    return Person.everyone.select_for_update(of=("self",)).filter(pk=key).first()


def _open_request(key: int) -> ConfirmationRequest | None:
    """The request with its person locked, if it is still open."""
    found = ConfirmationRequest.objects.filter(pk=key).first()
    if found is None or _held(found.person_id) is None:
        return None
    return ConfirmationRequest.objects.open().filter(pk=key).first()


def _begin(
    person: Person, *, by: User | None, official: Notification | None = None
) -> OutgoingMail:
    with acting(by):
        request = ConfirmationRequest.objects.create(person=person, asked_by=by)
    return _write(request, by=by, official=official)


def _close(request: ConfirmationRequest, state: str) -> None:
    _withdraw_mail(request)
    request.state, request.token_digest = state, None
    if state == ConfirmationRequest.State.CONFIRMED:
        request.answered_at = clock.now()
    request.save(update_fields=["state", "token_digest", "answered_at"])


def _withdraw_mail(request: ConfirmationRequest) -> None:
    """A message that still waits would hold a dead link."""
    if request.mail_id is not None:
        OutgoingMail.objects.filter(pk=request.mail_id).withdraw()


def _write(
    request: ConfirmationRequest, *, by: User | None, official: Notification | None = None
) -> OutgoingMail:
    """Send the request, or its reminder, with a new link; the earlier link dies.

    It names the notification with which it goes out, and is a reminder of all before it.
    """
    person = (
        Person.objects.select_related("user")
        .annotate(mailbox=address_of())
        .get(pk=request.person_id)
    )
    now = clock.now()
    token = secrets.token_urlsafe(32)
    _withdraw_mail(request)
    request.token_digest, request.expires_at = digest(token), now + LINK_WORKS
    request.mails, request.mailed_at = request.mails + 1, now
    language = person.user.language if person.user is not None else settings.LANGUAGE_CODE
    with translation.override(language):
        held = person.designations.active_on(clock.today()).with_people().in_order_of_category()
        mail = queue_template_mail(
            "focalpoints/email/confirm_record",
            kind=OutgoingMail.Kind.NOTICE,
            address=person.mailbox,
            language=language,
            holds_link=True,
            context={
                "person": person,
                "designations": list(held),
                "url": _url("focalpoints:confirm-record", token),
                "correct_url": _url("focalpoints:own-contact") if person.user_id else "",
                "official": official,
                "official_url": settings.SITE_URL + official.get_absolute_url()
                if official is not None and person.user_id
                else "",
                "expires_at": request.expires_at,
                "is_reminder": request.mails > 1,
                "secretariat_email": settings.SECRETARIAT_EMAIL,
            },
        )
    request.mail = mail
    with acting(by):
        request.save()
        _asked_officially(person).update(
            reminder=mail, reminded_at=now, reminders=F("reminders") + 1
        )
    return mail


def _url(name: str, *args: str) -> str:
    return settings.SITE_URL + reverse(name, args=args)
