"""Documents of a plan: its text in other languages, its summary, reports on it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from initiatives.models.plan import NationalActionPlan
from network.audit.tracking import tracked
from network.values.constraints import one_of
from network.values.text_fields import CleanCharField, CleanURLField


@tracked()
class PlanDocument(models.Model):
    """A document of a plan in one language: on the web, or uploaded here."""

    class Kind(models.TextChoices):
        PLAN = "plan", _("text of the plan")
        SUMMARY = "summary", _("summary")
        ANNEX = "annex", _("annex")
        REPORT = "report", _("report on the implementation")
        EVALUATION = "evaluation", _("evaluation")

    # The portal's languages, and one name for all others.
    LANGUAGES = (*settings.LANGUAGES, ("other", _("another language")))

    plan = models.ForeignKey(
        NationalActionPlan, models.CASCADE, related_name="documents", verbose_name=_("plan")
    )
    kind = models.CharField(_("type"), max_length=10, choices=Kind, default=Kind.PLAN)
    title = CleanCharField(_("title"), max_length=250)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="en")
    url = CleanURLField(_("web address"), max_length=500)

    class Meta:
        verbose_name = _("document of a plan")
        verbose_name_plural = _("documents of plans")
        ordering = ["plan", "pk"]
        constraints = [
            one_of("kind", "plan", "summary", "annex", "report", "evaluation"),
            one_of("language", "en", "fr", "es", "ar", "ru", "zh-hans", "other"),
            # Two documents of a plan may exchange their addresses in one publication.
            models.UniqueConstraint(
                fields=["plan", "url"],
                name="plandocument_once_per_plan",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title_language(self) -> str:
        """The language of the title as HTML names it; none where it is not known."""
        return "" if self.language == "other" else self.language
