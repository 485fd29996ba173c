"""The Celery application: tasks for work whose truth is a row in PostgreSQL.

Tasks carry an id, may run twice, and end within 30 seconds or renew a lease; the sweeps in
`CELERY_BEAT_SCHEDULE` find what a lost message left undone.
"""

import os
from typing import Any

from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")

app = Celery("network", task_cls="network.jobs.starting:PortalTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.setup_logging.connect
def keep_our_logging(**_given: Any) -> None:
    """With a receiver Celery sets up no logging of its own: LOGGING of the settings holds."""
