"""Writing an issue before it is sent."""

from __future__ import annotations

from django.db.models import Max
from django.utils.translation import gettext as _

from network.values.refusals import Refusal
from newsletters.models import Newsletter


def lock_draft(newsletter: Newsletter) -> Newsletter:
    """Lock an issue that is about to be changed, inside the caller's transaction.

    Whoever presses "Send" meanwhile waits, and freezes what was just saved. Raises Refusal once
    the sending has begun: what was sent never changes.
    """
    found = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
    if not found.is_draft:
        raise Refusal(_("This newsletter has been sent; its texts can no longer be changed."))
    return found


def next_number() -> int:
    """The number that follows the highest one; two drafts may be offered the same."""
    last: int | None = Newsletter.objects.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
