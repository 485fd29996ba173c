"""The models of the review engine: a proposed change, its steps and its decision.

Live rows hold published values only; the change holds the draft, with the values and the
version that it started from, so that a difference by field and a conflict can be found.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from focalpoints.models.awaited import Awaited
from focalpoints.models.place import Member
from network import clock
from network.audit.tracking import tracked
from network.values.constraints import one_of
from network.values.sample_mark import Sampled
from network.values.states import transitions
from network.values.text_fields import CleanCharField, CleanTextField
from network.values.translation_triggers import translations_follow_english


class ProposedChangeQuerySet(models.QuerySet["ProposedChange"]):
    def open(self) -> ProposedChangeQuerySet:
        return self.filter(state__in=ProposedChange.OPEN_STATES)

    def unedited(self) -> ProposedChangeQuerySet:
        """Drafts in which nobody has written, and to which nothing has happened."""
        happened = ReviewStep.objects.filter(change=models.OuterRef("pk"))
        return self.filter(
            ~models.Exists(happened), state=ProposedChange.State.DRAFT, draft=models.F("base")
        )

    def begun(self) -> ProposedChangeQuerySet:
        """Open, without drafts that were only opened."""
        return self.open().exclude(pk__in=ProposedChange.objects.unedited().values("pk"))

    def awaiting_review(self) -> ProposedChangeQuerySet:
        return self.filter(state=ProposedChange.AWAITING)

    def reopenable(self, since: datetime.datetime) -> ProposedChangeQuerySet:
        """Withdrawn after `since` with something written, and nothing newer in its place."""
        newer = ProposedChange.objects.begun().filter(
            content_type=models.OuterRef("content_type"), object_id=models.OuterRef("object_id")
        )
        withdrawn = self.filter(state=ProposedChange.State.WITHDRAWN, decided_at__gt=since)
        return withdrawn.exclude(draft=models.F("base")).exclude(models.Exists(newer))


# A text that was published is never a draft again; a new change begins from it.
CHANGE_TRANSITIONS = transitions(
    {
        "draft": ["submitted", "withdrawn"],
        "submitted": ["draft", "sent_back", "published", "withdrawn"],
        "sent_back": ["submitted", "withdrawn"],
        "published": [],
        "withdrawn": ["draft"],
    }
)


@tracked(exclude=("translates",))
class ProposedChange(Awaited, Sampled):
    """A draft of one entry of one member, on its way to publication.

    `base` and `draft` map a field's name to its JSON value: a list of keys for a many-to-many
    field, a list of rows for child rows. `target` is empty for an entry that does not exist yet.
    `follows` is the submission of which this one is what was not accepted. `translates` keeps
    which English each translation of the draft follows, as an entry's own does.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("in review")
        SENT_BACK = "sent_back", _("sent back")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", pgettext_lazy("a draft", "withdrawn")

    TRANSITIONS = CHANGE_TRANSITIONS
    OPEN_STATES = (State.DRAFT, State.SUBMITTED, State.SENT_BACK)
    AWAITING = State.SUBMITTED
    WAITING_SINCE = "submitted_at"

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="proposed_changes", verbose_name=_("member")
    )
    content_type = models.ForeignKey(ContentType, models.PROTECT, verbose_name=_("type"))
    object_id = models.BigIntegerField(_("entry"), null=True, blank=True)
    target = GenericForeignKey("content_type", "object_id")
    label = models.CharField(_("title"), max_length=250, blank=True)
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.DRAFT)
    base = models.JSONField(_("values at the start"), default=dict, blank=True)
    draft = models.JSONField(_("proposed values"), default=dict, blank=True)
    translates = models.JSONField(
        _("English text that each translation follows"), default=dict, blank=True, editable=False
    )
    base_version = models.PositiveIntegerField(_("version at the start"), default=0)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("author"),
    )
    is_personal = models.BooleanField(
        _("of a person"), default=False, editable=False, help_text=_("Holds a person's own data.")
    )
    follows = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="followed_by", editable=False
    )
    created_at = models.DateTimeField(_("started"), default=clock.now, editable=False)
    edited_at = models.DateTimeField(_("last edited"), default=clock.now, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)

    objects = ProposedChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed change")
        verbose_name_plural = _("drafts and submissions")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            one_of("state", "draft", "submitted", "sent_back", "published", "withdrawn"),
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=models.Q(state__in=["draft", "submitted", "sent_back"]),
                name="proposedchange_one_open_per_target",
            ),
        ]
        indexes = [models.Index(fields=["state", "submitted_at"], name="proposedchange_queue")]
        triggers = [CHANGE_TRANSITIONS.trigger(), translations_follow_english(column="draft")]

    def __str__(self) -> str:
        return self.label or f"{self.content_type} {self.object_id or ''}".strip()

    @property
    def title_in_mail(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN_STATES


@tracked()
class ReviewStep(models.Model):
    """A step of a proposed change: who, when, why, and the text at that time."""

    class Action(models.TextChoices):
        SUBMITTED = "submitted", _("submitted")
        TAKEN_BACK = "taken_back", _("taken back")
        SENT_BACK = "sent_back", _("sent back")
        REBASED = "rebased", _("updated to the published version")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", pgettext_lazy("a draft", "withdrawn")
        TAKEN_UP = "taken_up", _("reopened")
        CORRECTED = "corrected", _("corrected by the Secretariat")

    change = models.ForeignKey(ProposedChange, models.CASCADE, related_name="steps")
    action = models.CharField(_("action"), max_length=12, choices=Action)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(_("by"), max_length=150, blank=True)
    at = models.DateTimeField(_("at"), default=clock.now)
    reason = CleanTextField(_("reason"), max_length=2_000, blank=True)
    draft = models.JSONField(_("values at that time"), default=dict)
    # Names of fields and child rows: what was accepted, declined or corrected with this step.
    fields = models.JSONField(_("fields"), default=dict, blank=True)
    # The translations that were outdated, which whoever took the step acknowledged.
    outdated = models.JSONField(_("outdated translations"), default=list, blank=True)

    class Meta:
        verbose_name = _("review step")
        verbose_name_plural = _("review steps")
        ordering = ["at", "pk"]
        constraints = [
            one_of(
                "action",
                "submitted",
                "taken_back",
                "sent_back",
                "rebased",
                "published",
                "withdrawn",
                "taken_up",
                "corrected",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.at:%Y-%m-%d}"


@tracked()
class ChangeAuthor(models.Model):
    """Somebody of the member who wrote in a proposed change, and when."""

    change = models.ForeignKey(ProposedChange, models.CASCADE, related_name="authors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    name = CleanCharField(_("name"), max_length=150, blank=True)
    first_at = models.DateTimeField(_("first wrote"), default=clock.now)
    last_at = models.DateTimeField(_("last wrote"), default=clock.now)

    class Meta:
        verbose_name = _("author of a change")
        verbose_name_plural = _("authors of changes")
        ordering = ["first_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["change", "user"], name="changeauthor_once_per_change"),
        ]

    def __str__(self) -> str:
        return self.name
