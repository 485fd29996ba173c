"""What the reference files said of a row when they were last loaded."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedRow(models.Model):
    """The memory that tells a correction by the Secretariat from a correction of the file."""

    model = models.CharField(_("model"), max_length=100)
    key = models.CharField(_("key"), max_length=200)
    values = models.JSONField(_("values"), default=dict)

    class Meta:
        verbose_name = _("loaded row")
        verbose_name_plural = _("loaded rows")
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="loaded_row_once")]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"
