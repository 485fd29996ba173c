"""Asking for erasure, and what the Secretariat decides about it."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from network import clock
from network.accounts.changes import hold_administrators, require_standing
from network.accounts.models import User
from network.accounts.rights import require_permission
from network.audit.tracking import acting, named_in_trail
from network.mail.models import OutgoingMail
from network.mail.outbox import queue_template_mail
from network.privacy.erasing import erase_account, obstacles_of
from network.privacy.models import ErasureRequest
from network.values.refusals import Refusal

# As long as an unsent message is tried; then the address goes whether it was reached or not.
FAREWELL_KEPT = datetime.timedelta(days=5)


@named_in_trail
def ask_for_erasure(*, note: str, by: User) -> ErasureRequest:
    """Ask the Secretariat to erase the data of `by`.

    Refuses as long as something must end first, and a second request while one waits.
    """
    _require_no_obstacles(by)
    try:
        with transaction.atomic():
            return ErasureRequest.objects.create(account=by, note=note)
    except IntegrityError as error:
        raise Refusal(_("You have asked already; the Secretariat will decide.")) from error


@transaction.atomic
def withdraw_request(request: ErasureRequest, *, by: User) -> ErasureRequest:
    """Take one's own request back while it waits."""
    request = _waiting(request)
    if request.account_id != by.pk:
        raise Refusal(_("Only the person themselves may take a request back."))
    return _settle(request, ErasureRequest.Outcome.WITHDRAWN, by=by)


@transaction.atomic
def refuse_request(request: ErasureRequest, *, reason: str, by: User) -> ErasureRequest:
    """Refuse a request, with a reason that is sent to the person."""
    require_permission(by, "change", request)
    request = _waiting(request)
    if not reason.strip():
        raise Refusal(_("Give a reason: the person is informed of it."))
    request = _settle(request, ErasureRequest.Outcome.REFUSED, reason=reason.strip(), by=by)
    _tell(request.account, "network/email/erasure_refused", reason=request.reason)
    return request


@transaction.atomic
def grant_request(request: ErasureRequest, *, by: User) -> ErasureRequest:
    """Erase what identifies the person, after telling them at the address that goes too.

    Refuses as long as something must end first, whatever was so when they asked.
    """
    require_permission(by, "change", request)
    request = _waiting(request)
    account = request.account
    if account.pk == by.pk:
        raise Refusal(_("A colleague decides about your own request."))
    require_standing(account, by)
    hold_administrators()
    _require_no_obstacles(account)
    request.farewell = _tell(account, "network/email/erased")
    request.note = ""
    request = _settle(request, ErasureRequest.Outcome.ERASED, by=by)
    erase_account(account, by=by, spared=request.farewell)
    return request


def forget_farewells() -> int:
    """Delete messages that told of an erasure, once they are sent or were tried for long enough."""
    told = ErasureRequest.objects.filter(farewell__isnull=False).values("farewell")
    over = Q(due_at=None) | Q(created_at__lt=Now() - FAREWELL_KEPT)
    deleted, _by_model = OutgoingMail.objects.filter(over, pk__in=told).delete()
    return deleted


def _require_no_obstacles(account: User) -> None:
    if obstacles := obstacles_of(account):
        raise Refusal(" ".join(obstacles))


def _waiting(request: ErasureRequest) -> ErasureRequest:
    """The request under a lock; raises Refusal where it is settled."""
    found = ErasureRequest.objects.select_for_update(of=("self",)).select_related("account")
    request = found.get(pk=request.pk)
    if not request.is_waiting:
        raise Refusal(_("This request is settled already."))
    return request


def _settle(
    request: ErasureRequest, outcome: ErasureRequest.Outcome, *, by: User, reason: str = ""
) -> ErasureRequest:
    request.outcome, request.reason = outcome, reason
    request.settled_at, request.settled_by = clock.now(), by
    with acting(by):
        request.save()
    return request


def _tell(account: User, template: str, **context: str) -> OutgoingMail:
    return queue_template_mail(
        template,
        kind=OutgoingMail.Kind.NOTICE,
        address=account.email,
        language=account.language,
        holds_link=False,
        context={"secretariat_email": settings.SECRETARIAT_EMAIL, **context},
    )
