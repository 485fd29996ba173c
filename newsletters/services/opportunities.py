"""Writing, publishing and withdrawing opportunities."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from network import clock
from network.accounts.models import User
from network.accounts.rights import remove_by, require_permission, save_by
from network.audit.tracking import acting
from network.values.refusals import Refusal
from newsletters.models import Opportunity


def save_opportunity(opportunity: Opportunity, *, by: User) -> Opportunity:
    """Write an opportunity, new or corrected; whether it is public stays as it is."""
    return save_by(opportunity, by=by)


def remove_opportunity(opportunity: Opportunity, *, by: User) -> None:
    """Delete an opportunity, and so its page."""
    remove_by(opportunity, by=by)


@transaction.atomic
def publish_opportunity(opportunity: Opportunity, *, by: User) -> Opportunity:
    """Show the opportunity to everybody. Raises Refusal when it is public or already closed."""
    require_permission(by, "change", opportunity)
    found = Opportunity.objects.select_for_update().get(pk=opportunity.pk)
    if found.published_at is not None:
        raise Refusal(_("“%(title)s” is already published.") % {"title": found})
    if not found.is_open_on(clock.today()):
        raise Refusal(
            _("The deadline of “%(title)s” has passed. Give it a later one to publish it.")
            % {"title": found}
        )
    found.published_at = clock.now()
    with acting(by):
        found.save(update_fields=["published_at"])
    return found


@transaction.atomic
def withdraw_opportunity(opportunity: Opportunity, *, by: User) -> Opportunity:
    """Take the opportunity off the public pages. Raises Refusal when it is not on them."""
    require_permission(by, "change", opportunity)
    found = Opportunity.objects.select_for_update().get(pk=opportunity.pk)
    if found.published_at is None:
        raise Refusal(_("“%(title)s” is not published.") % {"title": found})
    found.published_at = None
    with acting(by):
        found.save(update_fields=["published_at"])
    return found
