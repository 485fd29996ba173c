"""Sample data: fictitious rows of the demo, marked wherever they show."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from network.values.text_fields import CleanTextField


class Sampled(models.Model):
    """A row that may be sample data. Production refuses to load any."""

    is_sample = models.BooleanField(
        _("sample data"),
        default=False,
        editable=False,
        help_text=_("Fictitious, for the demonstration only."),
    )

    class Meta:
        abstract = True


class Sourced(models.Model):
    """A fact with its source and how sure we are of it.

    Each of several sources has a line: the title as a person would cite it, then its web address.
    """

    source = CleanTextField(_("source"), max_length=2_000, blank=True)
    confidence = models.CharField(
        _("confidence"),
        max_length=10,
        blank=True,
        choices=[("high", _("high")), ("medium", _("medium"))],
    )

    class Meta:
        abstract = True
