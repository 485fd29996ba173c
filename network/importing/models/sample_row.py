"""Which row of the database is which sample."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SampleRow(models.Model):
    """The record of a loaded sample: its key never changes, whatever people edit.

    `object_id` is empty if the sample was skipped because people entered something in its place.
    """

    model = models.CharField(_("model"), max_length=100)
    key = models.CharField(_("key"), max_length=100)
    object_id = models.BigIntegerField(_("row"), null=True, blank=True)

    class Meta:
        verbose_name = _("sample row")
        verbose_name_plural = _("sample rows")
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="sample_row_once")]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"
