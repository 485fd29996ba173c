"""What the pages that are kept for visitors hang on."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from network import clock


class DataChange(models.Model):
    """A transaction that changed what public pages show (network.web.data_version).

    Written by triggers alone. `changes` is more than one where rows were folded together.
    """

    changes = models.BigIntegerField(_("changes"), default=1)
    at = models.DateTimeField(_("time"), default=clock.now)

    class Meta:
        verbose_name = _("change of the data")
        verbose_name_plural = _("changes of the data")

    def __str__(self) -> str:
        return f"{self.changes} · {self.at}"
