"""A focal point sends in a letter of designation; the Secretariat records it without retyping.

A focal point never changes a designation: that takes a letter. What they enter beside it is what
the form of the Secretariat begins with (`focalpoints.admin.letter_page`).
"""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from focalpoints import letters
from focalpoints.models import Designation, LetterRequest, Member
from focalpoints.rights import may_decide, may_submit, members_of
from focalpoints.unrecorded_letters import content_of
from network import clock
from network.accounts.models import User
from network.audit.tracking import acting, named_in_trail
from network.documents.models import PrivateFile
from network.documents.private import discard_file, keeping
from network.mail.models import OutgoingMail
from network.mail.outbox import queue_template_mail
from network.values.actors import Actor
from network.values.refusals import Refusal

KIND = "requested_letter"
# How long a settled request is kept, for the member to see what came of it.
KEPT = datetime.timedelta(days=90)

State = LetterRequest.State


def may_read(user: object, owner: str) -> bool:
    """The Secretariat, and whom the member designates today."""
    return may_decide(user) or members_of(user).filter(pk=int(owner)).exists()


def may_keep(user: Actor, owner: str) -> bool:
    """Who may submit for the member, and the Secretariat, which removes what it has recorded."""
    member = Member.objects.filter(pk=int(owner)).first()
    return member is not None and (may_decide(user) or may_submit(user, member))


def owner_names(owners: Collection[str]) -> dict[str, str]:
    return letters.owner_names(owners)


@transaction.atomic
@named_in_trail
def send_letter(request: LetterRequest, *, upload: PrivateFile, by: User) -> LetterRequest:
    """Send a letter, with whom it designates, to the Secretariat; `request` is not saved yet.

    `upload` is the letter as it was kept until now (`unrecorded_letters`), which goes. Raises
    Refusal for somebody who may not submit for the member, for a letter that was sent already, and
    where the disk is full.
    """
    if not may_submit(by, request.member):
        raise Refusal(_("Only the focal points of this member who may submit may do this."))
    if not PrivateFile.objects.kept().select_for_update().filter(pk=upload.pk).exists():
        raise Refusal(_("This letter has been sent already."))
    request.sent_by, request.sent_at = by, clock.now()
    letter = content_of(upload)
    with (
        letters.refusing_full_disk(),
        keeping(letter, kind=KIND, owner=str(request.member_id), by=by, field="letter") as file,
    ):
        request.letter = file
        request.save()
        discard_file(upload, by=by)
    _tell_secretariat(request)
    return request


@transaction.atomic
@named_in_trail
def withdraw_letter(request: LetterRequest, *, by: User) -> LetterRequest:
    """Let the member take back a letter that nobody has recorded. The file goes."""
    request = _waiting(request)
    if not may_submit(by, request.member):
        raise Refusal(_("Only the focal points of this member who may submit may do this."))
    return _settle(request, State.WITHDRAWN, by=by)


@transaction.atomic
@named_in_trail
def send_letter_back(request: LetterRequest, *, reason: str, by: User) -> LetterRequest:
    """Send a letter back with a reason, by mail to who sent it. The file goes."""
    if not may_decide(by, request.member):
        raise Refusal(_("Only the Secretariat may decide on a submission."))
    request = _waiting(request)
    if not reason.strip():
        raise Refusal(
            _("Say what is missing, so that the member can send it again."), field="reason"
        )
    request.reason = reason.strip()
    _settle(request, State.SENT_BACK, by=by)
    _tell_sender(request, "sent_back")
    return request


def settle_recorded(request: LetterRequest, designation: Designation, *, by: User) -> None:
    """The designation of the letter is recorded; in the transaction that did it."""
    request = _waiting(request)
    if not may_decide(by, request.member):
        raise Refusal(_("Only the Secretariat may decide on a submission."))
    request.designation = designation
    _settle(request, State.RECORDED, by=by)
    _tell_sender(request, "recorded")


def forget_settled() -> int:
    """Delete what was settled more than KEPT ago; how many."""
    old = LetterRequest.objects.filter(decided_at__lt=clock.now() - KEPT)
    return old.delete()[1].get(LetterRequest._meta.label, 0)


def _waiting(request: LetterRequest) -> LetterRequest:
    """The request as it is now, locked. Raises Refusal where it is settled already."""
    found = (
        LetterRequest.objects.with_names()
        .select_for_update(of=("self",))
        .filter(pk=request.pk)
        .first()
    )
    if found is None or found.state != State.WAITING:
        raise Refusal(_("This letter is no longer waiting: somebody has dealt with it."))
    return found


def _settle(request: LetterRequest, state: str, *, by: User) -> LetterRequest:
    request.state, request.decided_by, request.decided_at = state, by, clock.now()
    with acting(by):
        request.save()
    # Of what is recorded, the designation has a copy.
    if request.letter.is_kept:
        discard_file(request.letter, by=by)
    return request


def _tell_secretariat(request: LetterRequest) -> None:
    path = reverse("admin:focalpoints_letterrequest_change", args=[request.pk])
    queue_template_mail(
        "focalpoints/email/letter_sent",
        kind=OutgoingMail.Kind.NOTICE,
        address=settings.SECRETARIAT_EMAIL,
        language=settings.LANGUAGE_CODE,
        holds_link=False,
        context={"request": request, "url": settings.SITE_URL + path},
    )


def _tell_sender(request: LetterRequest, what: str) -> None:
    """Tell who sent it, as long as they may submit for the member."""
    sender = request.sent_by
    if sender is None or not sender.is_active or not may_submit(sender, request.member):
        return
    with translation.override(sender.language):
        path = reverse("focalpoints:desk-member", args=[request.member.slug])
    queue_template_mail(
        "focalpoints/email/letter_decided",
        kind=OutgoingMail.Kind.NOTICE,
        address=sender.email,
        language=sender.language,
        holds_link=False,
        context={"request": request, "what": what, "url": settings.SITE_URL + path},
    )
