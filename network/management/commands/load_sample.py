"""`manage.py load_sample`: the demo's fictitious people and entries."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from network.importing.loading import load_samples
from network.importing.samples import SampleError


class Command(BaseCommand):
    help = "Load sample people and entries, each marked as sample (refused in production)."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            load_samples()
        except (ImproperlyConfigured, SampleError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("Sample data loaded.")
