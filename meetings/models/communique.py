"""A communiqué and its frozen versions; its paragraphs are in `paragraph`.

What is circulated, adopted or printed is a frozen version; no later edit reaches it.
"""

from __future__ import annotations

import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from focalpoints.rights import may_decide
from meetings.models.meeting import Meeting
from network import clock
from network.audit.tracking import tracked
from network.values.constraints import one_of
from network.values.moments import EditedAtField
from network.values.sample_mark import Sampled
from network.values.states import transitions
from network.values.text_fields import CleanCharField
from network.values.translated import Translated
from network.values.translation_triggers import translations_follow_english
from network.values.translations import FollowsEnglish

# States have adopted the text: nothing reverses the adoption.
COMMUNIQUE_TRANSITIONS = transitions(
    {
        "draft": ["circulated", "adopted"],
        "circulated": ["draft", "adopted"],
        "adopted": [],
    }
)


class CommuniqueQuerySet(models.QuerySet["Communique"]):
    def visible_to(self, user: object) -> CommuniqueQuerySet:
        """The public reads what is adopted and published; the Secretariat reads all."""
        if may_decide(user):
            return self
        return self.filter(is_public=True, meeting__is_announced=True)

    def newest_first(self) -> CommuniqueQuerySet:
        """The adopted ones, by the day of their adoption."""
        return self.filter(state=Communique.State.ADOPTED).order_by("-adopted_on", "-pk")

    def adopted_by(self, day: datetime.date) -> CommuniqueQuerySet:
        return self.filter(adopted_on__lte=day)

    def drafts(self) -> CommuniqueQuerySet:
        return self.exclude(state=Communique.State.ADOPTED)


@tracked(exclude=("translates",))
class Communique(Sampled, FollowsEnglish):
    """The outcome of a meeting, negotiated paragraph by paragraph."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        CIRCULATED = "circulated", _("circulated")
        ADOPTED = "adopted", _("adopted")

    TRANSITIONS = COMMUNIQUE_TRANSITIONS

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="communiques", verbose_name=_("meeting")
    )
    title = Translated(CleanCharField(_("title"), max_length=250))
    state = models.CharField(_("status"), max_length=12, choices=State, default=State.DRAFT)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    adopted_version = models.ForeignKey(
        "CommuniqueVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("adopted version"),
    )
    is_public = models.BooleanField(
        _("public"), default=False, help_text=_("Whether everybody may read and download it.")
    )
    edited_at = EditedAtField(_("last edited"))

    objects = CommuniqueQuerySet.as_manager()

    class Meta:
        verbose_name = _("communiqué")
        verbose_name_plural = _("communiqués")
        ordering = ["-pk"]
        constraints = [
            one_of("state", "draft", "circulated", "adopted"),
            models.CheckConstraint(
                name="communique_adopted_has_day",
                condition=~models.Q(state="adopted")
                | models.Q(adopted_on__isnull=False, adopted_version__isnull=False),
                violation_error_message=_("Say on which day the communiqué was adopted."),
            ),
            models.CheckConstraint(
                name="communique_public_is_adopted",
                condition=models.Q(is_public=False) | models.Q(state="adopted"),
                violation_error_message=_("Only an adopted communiqué can be public."),
            ),
        ]
        triggers = [translations_follow_english(), COMMUNIQUE_TRANSITIONS.trigger()]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def is_adopted(self) -> bool:
        return self.state == self.State.ADOPTED


class CommuniqueVersionQuerySet(models.QuerySet["CommuniqueVersion"]):
    def visible_to(self, user: object) -> CommuniqueVersionQuerySet:
        """The Secretariat reads all; others the adopted version and what was frozen after it.

        After adoption a version can only add a language (`services.communique.freeze`), so
        nothing that was negotiated before it ever shows.
        """
        if may_decide(user):
            return self
        return self.filter(
            communique__in=Communique.objects.visible_to(user),
            number__gte=models.F("communique__adopted_version__number"),
        )

    def subjects(self) -> models.QuerySet[CommuniqueVersion, str]:
        """What the builds of their PDFs call them (`CommuniqueVersion.subject`)."""
        text = models.CharField()
        named = Concat(Cast("communique_id", text), models.Value("/"), Cast("number", text))
        return self.annotate(named=named).values_list("named", flat=True)


class CommuniqueVersion(models.Model):
    """A frozen version: `content` is all that was said, and the database refuses to change it.

    `meetings.documents.content_of` describes the shape of `content`. The row is its own history, so
    it is not tracked.
    """

    communique = models.ForeignKey(Communique, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("content"))
    digest = models.CharField(_("SHA-256 of the content"), max_length=64)
    # What `meetings.translations.Outdated.record` tells of each translation that followed an
    # earlier English text when the version was frozen. Beside the content, whose digest is of
    # what is said and not of how it came about.
    outdated = models.JSONField(
        _("outdated translations"), default=list, blank=True, editable=False
    )
    frozen_at = models.DateTimeField(_("frozen"), default=clock.now)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("frozen by")
    )

    objects = CommuniqueVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("frozen version")
        verbose_name_plural = _("frozen versions")
        ordering = ["communique", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["communique", "number"], name="communiqueversion_number"
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="communiqueversion_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]

    def __str__(self) -> str:
        return f"{self.communique} v{self.number}"

    @property
    def subject(self) -> str:
        """What the builds of its PDFs call it: `12/3` is version 3 of communiqué 12."""
        return f"{self.communique_id}/{self.number}"

    @property
    def languages(self) -> list[str]:
        """The languages in which this version says everything, in the portal's order."""
        return list(self.content["languages"])


class Acknowledgement(models.Model):
    """Somebody acknowledged that translations of a version were outdated."""

    class Step(models.TextChoices):
        FREEZING = "freezing", _("freezing")
        ADOPTION = "adoption", _("adoption")
        PUBLICATION = "publication", _("publication")

    version = models.ForeignKey(CommuniqueVersion, models.PROTECT, related_name="acknowledgements")
    step = models.CharField(_("step"), max_length=12, choices=Step)
    # As in `CommuniqueVersion.outdated`: every translation that the screen listed.
    items = models.JSONField(_("outdated translations"))
    acknowledged_at = models.DateTimeField(_("acknowledged"), default=clock.now)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("acknowledged by"),
    )

    class Meta:
        verbose_name = _("acknowledgement of outdated translations")
        verbose_name_plural = _("acknowledgements of outdated translations")
        ordering = ["acknowledged_at", "pk"]
        constraints = [
            one_of("step", "freezing", "adoption", "publication"),
            models.CheckConstraint(
                name="acknowledgement_names_items", condition=~models.Q(items=[])
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="acknowledgement_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_step_display()}"
