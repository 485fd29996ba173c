"""Background work: leases on rows, sweeps, and starting Celery tasks."""
