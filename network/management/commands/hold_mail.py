"""`manage.py hold_mail`: after a restore, set aside what may have been sent already."""

from __future__ import annotations

from typing import Any, cast

from django.apps import apps
from django.core.management.base import BaseCommand

from network.mail import engine
from network.mail.models import Sending, SendingQuerySet


class Command(BaseCommand):
    help = (
        "Set aside every unfinished message as uncertain, for a person to decide. Run it after a "
        "restore, before PORTAL_SENDING is switched on again (docs/sending.md)."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for model in apps.get_models():
            if issubclass(model, Sending):
                rows = cast("SendingQuerySet", model._default_manager.all())
                self.stdout.write(f"{model._meta.verbose_name_plural}: {engine.hold(rows)} held")
