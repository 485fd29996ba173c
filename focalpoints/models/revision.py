"""The versions of entries: a copy of each publication, which never changes."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from focalpoints.models.review import ProposedChange
from network import clock
from network.values.constraints import one_of
from network.values.text_fields import CleanCharField, CleanTextField


class RevisionQuerySet(models.QuerySet["Revision"]):
    def of_model(self, model: type[models.Model]) -> RevisionQuerySet:
        return self.filter(content_type=ContentType.objects.get_for_model(model))

    def of(self, entry: models.Model) -> RevisionQuerySet:
        """The versions of `entry`, the latest first."""
        return self.of_model(type(entry)).filter(object_id=entry.pk).order_by("-number")

    def latest_of_each(self, model: type[models.Model], keys: Any) -> RevisionQuerySet:
        """The latest version of each of the entries of `model` that have these `keys`."""
        rows = self.of_model(model).filter(object_id__in=keys)
        return rows.order_by("object_id", "-number").distinct("object_id")

    def without_values(self) -> RevisionQuerySet:
        """For lists: who, when and why, without the values."""
        return self.defer("values", "names").select_related("restored_from", "content_type")


# A published version never changes, with three exceptions: a deleted account leaves its name
# behind, a person's data may be erased, and so may the name of who published it. Erasing empties
# values (never writes others), only those of the fields that it names, and cannot be undone.
KEEP_WHAT_WAS_SAID = """
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW)
                - ARRAY['by_id', 'by_name', 'label', 'values', 'names', 'erased', 'erased_at']
            = to_jsonb(OLD)
                - ARRAY['by_id', 'by_name', 'label', 'values', 'names', 'erased', 'erased_at']
        AND (NEW.by_id IS NULL OR NEW.by_id = OLD.by_id)
        AND NEW.by_name IN (OLD.by_name, '')
        AND (
            (
                NEW.label = OLD.label AND NEW.values = OLD.values AND NEW.names = OLD.names
                AND NEW.erased = OLD.erased AND NEW.erased_at IS NOT DISTINCT FROM OLD.erased_at
            )
            OR (
                NEW.erased_at IS NOT NULL
                AND NEW.erased @> OLD.erased
                AND NEW.label IN (OLD.label, '')
                AND NEW.values - NEW.erased::text[] = OLD.values - NEW.erased::text[]
                AND NEW.names - NEW.erased::text[] = OLD.names - NEW.erased::text[]
                AND NOT EXISTS (
                    SELECT 1 FROM jsonb_each(NEW.values) AS said
                    WHERE said.key = ANY (NEW.erased::text[])
                        AND said.value NOT IN ('null', '""', '[]', 'false')
                )
                AND NOT jsonb_exists_any(NEW.names, NEW.erased::text[])
            )
        )
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A published version is neither changed nor deleted';
"""


class Revision(models.Model):
    """One publication of an entry: who, when, why, and all its values at that time.

    `number` is the entry's version. `values` maps the name of each column that people edit to its
    JSON value, a many-to-many field to the keys of its rows, and child rows to a list of such maps;
    `names` keeps the names of related rows, which may be deleted later. A version outlives its
    entry: `label` is the entry's name.
    """

    class Source(models.TextChoices):
        REVIEW = "review", _("review")
        DIRECT_EDIT = "direct_edit", _("direct edit by the Secretariat")
        OWN_CONTACT = "own_contact", _("own contact page")
        DRAFTING = "drafting", _("giving of a drafting right")
        IMPORT = "import", _("import")
        REFERENCE = "reference", _("reference data")
        SAMPLE = "sample", _("sample data")
        MERGE = "merge", _("merging of two records")
        RESTORE = "restore", pgettext_lazy("of an earlier version", "restored")

    content_type = models.ForeignKey(ContentType, models.PROTECT, verbose_name=_("type"))
    object_id = models.BigIntegerField(_("entry"))
    number = models.PositiveIntegerField(_("version"))
    label = CleanCharField(_("title"), max_length=250, blank=True)
    at = models.DateTimeField(_("published"), default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    by_name = CleanCharField(_("by"), max_length=150, blank=True)
    source = models.CharField(_("source"), max_length=11, choices=Source)
    reason = CleanTextField(_("reason"), max_length=2_000, blank=True)
    change = models.ForeignKey(
        ProposedChange,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="revisions",
        verbose_name=_("proposed change"),
    )
    restored_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="restorations",
        verbose_name=_("restored from"),
    )
    values = models.JSONField(_("values"), default=dict)
    names = models.JSONField(_("names of related rows"), default=dict, blank=True)
    # The translations that were outdated; whoever published it acknowledged them.
    outdated = models.JSONField(_("outdated translations"), default=list, blank=True)
    erased = ArrayField(
        models.CharField(max_length=100), verbose_name=_("erased fields"), default=list, blank=True
    )
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "number"], name="revision_number_once"
            ),
            models.CheckConstraint(name="revision_number_from_one", condition=Q(number__gte=1)),
            one_of(
                "source",
                "review",
                "direct_edit",
                "own_contact",
                "drafting",
                "import",
                "reference",
                "sample",
                "merge",
                "restore",
            ),
            models.CheckConstraint(
                name="revision_restored_from_one",
                condition=Q(source="restore", restored_from__isnull=False)
                | (~Q(source="restore") & Q(restored_from__isnull=True)),
            ),
            models.CheckConstraint(
                name="revision_erased_says_what",
                condition=Q(erased_at__isnull=True, erased=[])
                | (Q(erased_at__isnull=False) & ~Q(erased=[])),
            ),
        ]
        indexes = [models.Index(fields=["-at", "-id"], name="revision_newest")]
        triggers = [
            pgtrigger.Trigger(
                name="revision_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=KEEP_WHAT_WAS_SAID,
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} v{self.number}".strip()
