"""An import of a spreadsheet: its rows, what became of each, and how far it is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from network.audit.tracking import tracked
from network.values.constraints import one_of
from network.values.states import transitions
from network.values.text_fields import CleanCharField, CleanTextField


class SpreadsheetImportQuerySet(models.QuerySet["SpreadsheetImport"]):
    def unfinished(self) -> SpreadsheetImportQuerySet:
        """Those on which the portal has work to do."""
        state = SpreadsheetImport.State
        return self.filter(state__in=[state.READING, state.CONFIRMED, state.UNDOING])


IMPORT_TRANSITIONS = transitions(
    {
        "reading": {"ready", "failed"},
        "ready": {"reading", "confirmed", "discarded"},
        "confirmed": {"written", "reading", "failed"},
        "written": {"undoing"},
        "undoing": {"undone", "written", "failed"},
        "undone": set(),
        "failed": {"reading", "confirmed", "undoing", "written", "discarded"},
        "discarded": set(),
    }
)


@tracked(exclude=("judged", "attempts"))
class SpreadsheetImport(models.Model):
    """One file that somebody chose to import: read, looked at, confirmed, written, undone.

    Its file is not kept: the rows hold what was read of it.
    """

    class State(models.TextChoices):
        READING = "reading", _("being checked")
        READY = "ready", _("to be confirmed")
        CONFIRMED = "confirmed", _("being imported")
        WRITTEN = "written", _("imported")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")
        FAILED = "failed", _("failed")
        DISCARDED = "discarded", _("discarded")

    TRANSITIONS = IMPORT_TRANSITIONS

    kind = models.CharField(_("list"), max_length=30)
    file_name = CleanCharField(_("file"), max_length=200)
    read_as = CleanCharField(_("read as"), max_length=60, blank=True)
    separator = models.CharField(_("separator"), max_length=1, blank=True)
    # The names of the columns that were read, as the file calls them, and what was not read.
    headings = models.JSONField(_("headings"), default=dict)
    unread = models.JSONField(_("headings that are not read"), default=list, blank=True)
    # What was answered to ambiguous names, by the folded text.
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    state = models.CharField(_("status"), max_length=9, choices=State, default=State.READING)
    # Its sentences are in the language of whoever imports.
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    judged = models.PositiveIntegerField(_("rows checked"), default=0)
    # How often the present step has met an error that nobody foresaw, and in which it gave up.
    attempts = models.PositiveSmallIntegerField(_("failed attempts"), default=0, db_default=0)
    failed_in = models.CharField(
        _("failed while"),
        max_length=9,
        choices=[(s.value, s.label) for s in (State.READING, State.CONFIRMED, State.UNDOING)],
        blank=True,
        default="",
        db_default="",
    )
    only_good = models.BooleanField(_("only the rows without a problem"), default=False)
    # The rows that an undo leaves as they are, for somebody has changed them since.
    left = models.JSONField(_("rows left by the undo"), default=list, blank=True)
    message = CleanTextField(_("message"), max_length=2_000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("imported by"),
    )
    by_name = CleanCharField(_("by"), max_length=150, blank=True)
    created_at = models.DateTimeField(_("chosen"), db_default=Now(), editable=False)
    written_at = models.DateTimeField(_("imported at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = SpreadsheetImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        constraints = [
            one_of(
                "state",
                *("reading", "ready", "confirmed", "written", "undoing", "undone"),
                *("failed", "discarded"),
            ),
            one_of("failed_in", "", "reading", "confirmed", "undoing"),
        ]
        triggers = [IMPORT_TRANSITIONS.trigger()]

    def __str__(self) -> str:
        return self.file_name

    def counts(self) -> dict[str, int]:
        """How many rows became what; also `all`."""
        found: dict[str, Any] = self.rows.aggregate(
            all=Count("pk"),
            **{
                outcome.value: Count("pk", filter=Q(outcome=outcome.value))
                for outcome in ImportedRow.Outcome
            },
        )
        return found

    def questions(self) -> dict[str, tuple[Any, list[Any]]]:
        """What is ambiguous, once each: the folded name, how it was written, and the choices."""
        found: dict[str, tuple[Any, list[Any]]] = {}
        for row in self.rows.filter(outcome=ImportedRow.Outcome.PROBLEM):
            for problem in row.problems:
                if "asked" in problem:
                    found.setdefault(problem["asked"], (problem["value"], problem["choices"]))
        return found


class ImportedRowQuerySet(models.QuerySet["ImportedRow"]):
    def chosen(self) -> ImportedRowQuerySet:
        """Those that are written once their import is confirmed."""
        return self.to_choose().filter(is_left_out=False)

    def to_choose(self) -> ImportedRowQuerySet:
        """Those that can be written or left out."""
        return self.filter(outcome__in=["new", "changed"])


class ImportedRow(models.Model):
    """A row of an import: what its cells said, and what it is beside what is recorded."""

    class Outcome(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        UNCHANGED = "unchanged", _("unchanged")
        PROBLEM = "problem", _("problem")
        VACANCY = "vacancy", _("vacancy")

    spreadsheet = models.ForeignKey(
        SpreadsheetImport, models.CASCADE, related_name="rows", verbose_name=_("import")
    )
    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(_("cells"), default=dict)
    outcome = models.CharField(_("result"), max_length=9, choices=Outcome, blank=True)
    label = models.CharField(_("entry"), max_length=250, blank=True)
    identity = models.CharField(_("identity"), max_length=300, blank=True)
    differences = models.JSONField(_("differences"), default=list, blank=True)
    problems = models.JSONField(_("problems"), default=list, blank=True)
    # Sentences on what was read otherwise than it stands, or not taken over.
    notes = models.JSONField(_("notes"), default=list, db_default=[], blank=True)
    # What its kind keeps of it: for other rows of the file, and for the undo.
    about = models.JSONField(_("what it is about"), default=dict, db_default={}, blank=True)
    # What other rows of the file may have in common with it, as its kind names that.
    shared = ArrayField(
        models.CharField(max_length=400),
        verbose_name=_("in common with other rows"),
        default=list,
        db_default=[],
        blank=True,
    )
    object_id = models.BigIntegerField(_("row of the portal"), null=True, blank=True)
    # The entry's version, as it was looked at or written: another one is somebody else's.
    mark = models.CharField(_("version"), max_length=40, blank=True)
    # What the changed columns said before; null for an entry that was new.
    before = models.JSONField(_("before"), null=True, blank=True)
    is_written = models.BooleanField(_("written"), default=False)
    # Whoever imports has taken it out of the preview.
    is_left_out = models.BooleanField(_("left out"), default=False, db_default=False)

    objects = ImportedRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["spreadsheet", "number"]
        constraints = [
            one_of("outcome", "", "new", "changed", "unchanged", "problem", "vacancy"),
            models.UniqueConstraint(fields=["spreadsheet", "number"], name="importedrow_once"),
        ]
        indexes = [
            models.Index(fields=["spreadsheet", "identity"], name="importedrow_identity"),
            # Whose rows are emptied by an erasure.
            GinIndex(fields=["about"], opclasses=["jsonb_path_ops"], name="importedrow_about"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.label}".strip()
