"""Terms of the presidency: how the Secretariat records, corrects and removes them."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import Presidency
from network import clock
from network.accounts.models import User
from network.accounts.rights import remove_by, save_by
from network.values.periods import period
from network.values.refusals import Refusal


def require_free_period(term: Presidency, starts_on: datetime.date, ends_on: datetime.date) -> None:
    """Refuses a term that ends before it starts, and one that covers days of another, by name."""
    if ends_on < starts_on:
        raise Refusal(_("A term cannot end before it starts."), field="ends_on")
    others = Presidency.objects.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)
    for other in others.exclude(pk=term.pk).with_holders()[:1]:
        raise Refusal(
            _("The term of %(holders)s (%(period)s) covers part of this period.")
            % {"holders": other.holder_names, "period": period(other)},
            field="starts_on",
        )


def has_begun(term: Presidency) -> bool:
    return term.starts_on <= clock.today()


@transaction.atomic
def save_presidency(
    term: Presidency, *, by: User, write_related: Callable[[], object] | None = None
) -> Presidency:
    """Write a term, new or corrected, with its holders. Refuses as `require_free_period` does."""
    require_free_period(term, term.starts_on, term.ends_on)
    return save_by(term, by=by, write_related=write_related)


@transaction.atomic
def remove_presidency(term: Presidency, *, by: User) -> None:
    """Delete a term to come. Refuses one that has begun: the Troika of its days depends on it."""
    term = Presidency.objects.select_for_update().get(pk=term.pk)
    if has_begun(term):
        raise Refusal(_("This term has begun, and the Troika is computed from it."))
    remove_by(term, by=by)
