"""A sweep's turn: one row per job and slot, so that two beats do no harm."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SweepTurn(models.Model):
    job = models.CharField(_("job"), max_length=60)
    slot = models.BigIntegerField(_("slot"))
    taken_at = models.DateTimeField(_("taken"), auto_now_add=True)

    class Meta:
        verbose_name = _("scheduled run")
        verbose_name_plural = _("scheduled runs")
        constraints = [models.UniqueConstraint(fields=["job", "slot"], name="sweep_once_per_slot")]

    def __str__(self) -> str:
        return f"{self.job} {self.slot}"
