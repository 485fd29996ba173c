"""`manage.py demo_mail_server`: the mail server of the demo, in the foreground."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from network.demo.mailbox.server import serve
from network.demo.mailbox.store import Mailbox


class Command(BaseCommand):
    help = "Receive the demo's mail over SMTP and keep it for /mailbox/. Never in production."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=settings.EMAIL_PORT)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("The demo's mail server is refused in production.")
        host, port = options["host"], options["port"]

        def ready() -> None:
            self.stdout.write(f"The mail server listens on {host}:{port}.")
            self.stdout.flush()

        try:
            serve(host, port, Mailbox(), ready=ready)
        except OSError as error:
            raise CommandError(
                f"The mail server cannot listen on {host}:{port}: {error.strerror}. Another "
                "program uses the port, or it may not be used; choose one with --port."
            ) from error
