"""Tasks as doorbells: a ring that fails or is lost costs nobody anything.

What is to be done stands in a row of PostgreSQL; the ring only saves the wait for the sweep. So
a request that rings is neither broken nor held up by a broker that is away.
"""

from __future__ import annotations

import functools
import logging
import time
from typing import Any

from celery import Celery
from celery.contrib.django.task import DjangoTask
from django.db import transaction
from django.utils.module_loading import import_string
from kombu import pools
from kombu.exceptions import KombuError
from redis import RedisError

log = logging.getLogger(__name__)

QUIET_SECONDS = 5.0
_PATIENCE = 2.0  # seconds
_quiet_until = 0.0


def _producers(app: Celery) -> Any:
    """A pool of connections to the broker that give up soon, unlike a worker's."""
    brief = app.connection_for_write(
        transport_options={
            "socket_timeout": _PATIENCE,
            "socket_connect_timeout": _PATIENCE,
            "max_retries": 0,
        }
    )
    return pools.producers[brief]


def start_on_commit(name: str, *args: Any) -> None:
    """Ring for the task of that name: a service names by string what stands above it."""
    task: PortalTask = import_string(name)
    task.delay_on_commit(*args)


class PortalTask(DjangoTask):
    """The base of every task of the portal: `@shared_task(base=Doorbell)`."""

    abstract = True

    def start(self, *args: Any, **kwargs: Any) -> bool:
        """Ask for the task now; False when the broker could not be told.

        After a failure this process rings no more for some seconds, so that a broker that hangs
        holds up one request and not each of them.
        """
        global _quiet_until
        if time.monotonic() < _quiet_until:
            return False
        try:
            with _producers(self.app).acquire(block=True, timeout=_PATIENCE) as producer:
                self.apply_async(args, kwargs, producer=producer)
        except (KombuError, RedisError, OSError) as error:
            _quiet_until = time.monotonic() + QUIET_SECONDS
            log.warning("Nobody hears %s; the sweep will find its work: %s", self.name, error)
            return False
        return True

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Ring once the transaction is committed; never raises for the broker's sake."""
        transaction.on_commit(functools.partial(self.start, *args, **kwargs))
