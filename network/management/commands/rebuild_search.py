"""`manage.py rebuild_search`: make the index of the search anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from network.search.indexing import rebuild


class Command(BaseCommand):
    help = "Make the index of the search anew; triggers keep it, so this is for repairs alone."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild()} entries can be found.")
