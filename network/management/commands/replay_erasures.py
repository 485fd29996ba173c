"""`manage.py replay_erasures`: after a restore, erase again what was erased since the backup."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from network.journal.replaying import CannotReplay, replay_journal


class Command(BaseCommand):
    help = (
        "Erase again what the journal outside the database says was erased since the backup. "
        "Until it has run, a restored portal shows and sends nothing (docs/operations.md)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--accept-missing",
            action="store_true",
            help="go on where the newest copy of the journal is lost",
        )

        parser.add_argument(
            "--accept-unreadable",
            action="store_true",
            help="go on where the key is lost with which addresses were hashed",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        try:
            for sentence in replay_journal(
                accepts_missing=options["accept_missing"],
                accepts_unreadable=options["accept_unreadable"],
            ):
                self.stdout.write(sentence)
                count += 1
        except CannotReplay as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} erasures done again")
