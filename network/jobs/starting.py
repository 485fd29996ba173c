"""Starting Celery tasks: a start that fails or is lost does no harm.

The work is recorded in a row of PostgreSQL; starting its task only saves the wait for the sweep. So
a request that starts a task is neither broken nor held up by a broker that is away.

A service starts a task by its name, which Celery looks up in the worker: tasks are in a layer above
the services that they call.
"""

from __future__ import annotations

import functools
import logging
import time
from typing import Any

from celery import Celery, current_app
from celery.contrib.django.task import DjangoTask
from django.db import transaction
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


def start(name: str, *args: Any) -> bool:
    """Ask a worker for the task of that name now; False when the broker could not be reached.

    After a failure this process starts no task for some seconds, so that a broker that hangs
    holds up one request and not each of them.
    """
    global _quiet_until
    if time.monotonic() < _quiet_until:
        return False
    try:
        with _producers(current_app).acquire(block=True, timeout=_PATIENCE) as producer:
            current_app.send_task(name, args, producer=producer)
    except (KombuError, RedisError, OSError) as error:
        _quiet_until = time.monotonic() + QUIET_SECONDS
        log.warning("No broker took %s; the sweep will find its work: %s", name, error)
        return False
    return True


def start_on_commit(name: str, *args: Any) -> None:
    """Start the task of that name once the transaction is committed.

    Never raises because of the broker.
    """
    transaction.on_commit(functools.partial(start, name, *args))


class PortalTask(DjangoTask):
    """The base of every task of the portal: `@shared_task(base=PortalTask)`."""

    abstract = True

    def start(self, *args: Any) -> bool:
        """Ask a worker for this task now; False when the broker could not be reached."""
        return start(self.name, *args)

    def delay_on_commit(self, *args: Any) -> None:  # type: ignore[override]
        """Start this task once the transaction is committed."""
        start_on_commit(self.name, *args)
