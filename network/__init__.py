"""The ground floor: settings, users and roles, mail, PDF, history, embedded services."""

from network.celery import app as celery_app

__all__ = ["celery_app"]
