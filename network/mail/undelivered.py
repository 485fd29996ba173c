"""Mail of the outbox that did not arrive: what staff may do, and when it is deleted."""

from __future__ import annotations

import datetime
import logging

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from network.jobs.starting import start_on_commit
from network.mail.engine import send_again
from network.mail.models import OutgoingMail, OutgoingMailQuerySet, SendingState
from network.mail.outbox import SEND_OUTBOX
from network.values.actors import Actor
from network.values.permissions import require_permission
from network.values.refusals import Refusal

log = logging.getLogger(__name__)

# A day longer than any link in a mail works (an invitation's and a confirmation's: seven).
LINKS_KEPT = datetime.timedelta(days=8)


@transaction.atomic
def try_again(mail: OutgoingMail, *, by: Actor) -> OutgoingMail:
    """Send a message that failed, or was set aside, again, for five more days at most.

    Raises Refusal when it does not wait for a person, and when its text was deleted.
    """
    require_permission(by, "change", mail)
    mail = OutgoingMail.objects.select_for_update().get(pk=mail.pk)
    if not OutgoingMail.objects.filter(pk=mail.pk).for_a_person().exists():
        raise Refusal(_("This message has been sent, or will be retried automatically."))
    if not try_all_again(OutgoingMail.objects.filter(pk=mail.pk), by=by):
        raise Refusal(
            _("The link in this message no longer works, so its text was deleted. Start again.")
        )
    return mail


@transaction.atomic
def try_all_again(mails: OutgoingMailQuerySet, *, by: Actor) -> int:
    """Let those of `mails` that wait for a person, and still have their text, be sent again.

    Raises Refusal where `by` has no permission to change messages.
    """
    require_permission(by, "change", OutgoingMail())
    count = send_again(mails & OutgoingMail.objects.with_text())
    if count:
        log.info("Account %s lets %s messages be sent again", by.pk, count)
        start_on_commit(SEND_OUTBOX)
    return count


def forget_dead_links() -> int:
    """Delete texts whose one-time link no longer works, unsent; return how many."""
    links = (
        OutgoingMail.objects.with_text()
        .filter(holds_link=True, created_at__lt=Now() - LINKS_KEPT)
        .exclude(state=SendingState.IN_FLIGHT)
    )
    with transaction.atomic():
        links.filter(due_at__isnull=False).update(
            state=SendingState.FAILED,
            due_at=None,
            last_error=gettext_noop("Not sent in time: the link in it no longer works."),
        )
        return links.update(body_text="", body_html="")
