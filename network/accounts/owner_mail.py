"""Mail to the owner of an account that somebody else has changed."""

from __future__ import annotations

from enum import Enum

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from network.accounts.models import User
from network.mail.models import OutgoingMail
from network.mail.outbox import queue_template_mail


class AccountEvent(Enum):
    """What happened: a subject and a sentence, in the language of the mail."""

    RIGHTS_GIVEN = (
        _("You have the rights of Secretariat staff"),
        _("Your account in the portal now has the rights of Secretariat staff."),
    )
    RIGHTS_ENDED = (
        _("Your rights as Secretariat staff have ended"),
        _("Your account in the portal no longer has the rights of Secretariat staff."),
    )
    CHANGED = (
        _("Your account was changed"),
        _("The Secretariat changed the name or the language of your account in the portal."),
    )
    DEACTIVATED = (
        _("Your account was deactivated"),
        _("The Secretariat deactivated your account in the portal. Nobody can sign in with it."),
    )
    ACTIVATED = (
        _("Your account is active again"),
        _("The Secretariat activated your account in the portal. Your password is as it was."),
    )


def notify_owner(account: User, event: AccountEvent) -> OutgoingMail:
    """Write to the owner of `account`, in their language."""
    subject, sentence = event.value
    with translation.override(account.language):
        url = settings.SITE_URL + reverse("account_login")
    return queue_template_mail(
        "network/email/account_notice",
        kind=OutgoingMail.Kind.NOTICE,
        address=account.email,
        language=account.language,
        holds_link=False,
        context={
            "account": account,
            "url": url,
            "subject": subject,
            "sentence": sentence,
            "may_sign_in": account.is_active,
            "secretariat_email": settings.SECRETARIAT_EMAIL,
        },
    )
