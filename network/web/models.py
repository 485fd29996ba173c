"""What the pages that are kept for visitors hang on, and what tells this portal from others."""

from __future__ import annotations

import uuid

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


class PortalIdentity(models.Model):
    """The one row that tells this portal from every other, whatever its address is by now.

    It goes with the database: a portal that moves keeps it (network.web.lasting_names).
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    identity = models.UUIDField(_("identity"), default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = _("identity of the portal")
        verbose_name_plural = _("identity of the portal")
        constraints = [
            models.CheckConstraint(name="portalidentity_is_one", condition=models.Q(id=1)),
        ]

    def __str__(self) -> str:
        return str(self.identity)
