"""The portal's Celery application in a hurry: leases, patience and waits of seconds.

For tests that kill many workers; nothing else differs (`celery -A tests.faults.hurried worker`).
"""

from __future__ import annotations

import datetime
import importlib
from typing import Any

from celery import signals

from network.celery import app

__all__ = ["app"]


@signals.worker_process_init.connect
def hurry(**_given: Any) -> None:
    attempts, connection, run = (
        importlib.import_module(f"network.mail.{name}")
        for name in ("attempts", "connection", "run")
    )
    run.LEASE = datetime.timedelta(seconds=3)
    run.LONGEST = connection.LONGEST = 1.5
    run._MARGIN = 0.5
    connection.STEP = 1.0
    attempts.FIRST_DELAY = 1.0
