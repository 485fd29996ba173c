"""Which changes of opportunities and newsletters are undone one by one (network.audit.undo)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from network.audit.undo import NotUndone, UndoneByService
from newsletters.models import Opportunity
from newsletters.services.opportunities import save_opportunity

CONTRIBUTIONS = (
    UndoneByService(
        name="newsletters.opportunity",
        model=Opportunity,
        write=save_opportunity,
        acts=("published_at",),
    ),
    NotUndone(
        name="newsletters.newsletter",
        reason=_("An issue becomes what its subscribers are sent, and what was sent stays."),
    ),
    NotUndone(
        name="newsletters.subscription",
        reason=_("What a subscriber has chosen, and an unsubscription, is theirs alone to change."),
    ),
    NotUndone(name="newsletters.delivery", reason=_("What was delivered cannot be undone.")),
)
