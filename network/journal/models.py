"""What was written into the journal, or is about to be."""

from __future__ import annotations

import uuid

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from network import clock

# What an entry says never changes: only that it was written is noted.
STAYS = """
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'written_at' = to_jsonb(OLD) - 'written_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'An entry of the journal is neither changed nor deleted';
"""


class JournalEntry(models.Model):
    """One erasure: the key of what was erased, and keyed hashes in place of addresses.

    It is written with the erasure itself, and into the file once that is committed. A line of the
    file without its row here tells that the database is older than the file: it was restored.
    """

    identity = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The name of a `network.journal.kinds.JournalKind`, and a key that this kind understands.
    kind = models.CharField(_("type"), max_length=40)
    key = models.CharField(_("key"), max_length=100)
    said = models.JSONField(_("what was erased"), default=dict)
    happened_at = models.DateTimeField(_("erased"), default=clock.now, editable=False)
    written_at = models.DateTimeField(
        _("written into the journal"), null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("entry of the journal of erasures")
        verbose_name_plural = _("journal of erasures")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="journalentry_has_kind", condition=~models.Q(kind="")),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="journalentry_not_written",
                condition=models.Q(written_at=None),
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="journalentry_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=STAYS,
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
