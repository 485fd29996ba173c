"""`manage.py troika 2018-06-01`: who is the Troika on a given day (by default today)."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from meetings.models import Presidency
from meetings.troika import troika_on
from network import clock


class Command(BaseCommand):
    help = "Print the Troika of a day: the former, the current and the following presidency."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("day", nargs="?", help="YYYY-MM-DD; today when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        day = self._day(options["day"])
        troika = troika_on(day)
        self.stdout.write(f"Troika on {day.isoformat()}")
        self.stdout.write(f"former:    {self._name(troika.former)}")
        if troika.current:
            self.stdout.write(f"current:   {self._name(troika.current)}")
        else:
            self.stdout.write("current:   no presidency is recorded for this day")
        self.stdout.write(f"following: {self._name(troika.following)}")

    @staticmethod
    def _day(text: str | None) -> datetime.date:
        if text is None:
            return clock.today()
        try:
            return datetime.date.fromisoformat(text)
        except ValueError as error:
            raise CommandError(
                f"{text!r} is not a day. Write it as YYYY-MM-DD, for example 2018-06-01."
            ) from error

    @staticmethod
    def _name(term: Presidency | None) -> str:
        if term is None:
            return "none recorded"
        sample = ", sample data" if term.is_sample else ""
        return f"{term.holder_names} ({term.years}{sample})"
