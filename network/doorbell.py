"""Tasks as doorbells: a ring that fails or is lost costs nobody anything.

What is to be done stands in a row of PostgreSQL; the ring only saves the wait for the sweep. So
a request that rings is neither broken nor held up by a broker that is away.
"""

from __future__ import annotations

import functools
import logging
import time
from typing import Any

from celery.contrib.django.task import DjangoTask
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)

QUIET_SECONDS = 5.0
_quiet_until = 0.0


class Doorbell(DjangoTask):
    """The base of every task of the portal: `@shared_task(base=Doorbell)`."""

    abstract = True

    def ring(self, *args: Any, **kwargs: Any) -> bool:
        """Ask for the task now; False when the broker could not be told.

        After a failure this process rings no more for some seconds, so that a broker that hangs
        holds up one request and not each of them.
        """
        global _quiet_until
        if time.monotonic() < _quiet_until:
            return False
        try:
            self.apply_async(args, kwargs)
        except (OperationalError, OSError) as error:
            _quiet_until = time.monotonic() + QUIET_SECONDS
            log.warning("Nobody hears %s; the sweep will find its work: %s", self.name, error)
            return False
        return True

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Ring once the transaction is committed; never raises for the broker's sake."""
        transaction.on_commit(functools.partial(self.ring, *args, **kwargs))
