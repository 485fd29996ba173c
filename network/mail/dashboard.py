"""The first page's cards on accounts and mail."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from network.adminsite.dashboard import CardItem, DashboardCard, first_of
from network.mail.models import OutgoingMail

_SHOWN = 3


def dashboard_cards(user: Any) -> list[DashboardCard]:
    """Invitations, password mails and notices that did not arrive."""
    if not user.has_perm("network.view_outgoingmail"):
        return []
    waiting = OutgoingMail.objects.for_a_person().with_text()
    first, count = first_of(waiting.order_by("-pk"), _SHOWN)
    items = [
        CardItem(
            str(mail),
            reverse("admin:network_outgoingmail_change", args=[mail.pk]),
            mail.get_state_display(),
        )
        for mail in first
    ]
    return [
        DashboardCard(
            key="mail-undelivered",
            title=_("Undelivered mail"),
            count=count,
            url=reverse("admin:network_outgoingmail_changelist") + "?waits=person",
            empty=_("Every message was accepted."),
            tone="bad",
            items=items,
        )
    ]
