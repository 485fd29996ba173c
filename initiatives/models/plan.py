"""National Action Plans, and those of organisations."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from focalpoints.models import Country, Member, Organisation, Versioned
from initiatives.models.standing import LAPSING_DAYS, Standing
from network import clock
from network.audit.tracking import tracked
from network.values.constraints import one_of
from network.values.freshness import stale_on
from network.values.partial_dates import (
    PartialDate,
    PartialDateField,
    partial_dates_valid,
    period_in_order,
)
from network.values.sample_mark import Sampled, Sourced
from network.values.searching import FoldedField, folded_index, in_each_language
from network.values.text_fields import (
    CleanCharField,
    CleanSlugField,
    CleanTextField,
    CleanURLField,
    RichTextField,
)
from network.values.translated import Translated, filled
from network.values.translation_triggers import translations_follow_english
from network.values.translations import FollowsEnglish


class NationalActionPlanQuerySet(models.QuerySet["NationalActionPlan"]):
    def with_owner(self) -> NationalActionPlanQuerySet:
        return self.select_related("country", "organisation")

    def of_member(self, member: Member) -> NationalActionPlanQuerySet:
        """The plans of the country or organisation that `member` is."""
        if member.country_id is not None:
            return self.filter(country_id=member.country_id)
        return self.filter(organisation_id=member.organisation_id)

    def current(self) -> NationalActionPlanQuerySet:
        return self.exclude(state=NationalActionPlan.State.SUPERSEDED)

    def adopted(self) -> NationalActionPlanQuerySet:
        """Plans that were adopted, whatever their state today; no samples."""
        return self.exclude(state=NationalActionPlan.State.PREPARATION).filter(is_sample=False)

    def in_generations(self) -> NationalActionPlanQuerySet:
        """The first one first."""
        return self.order_by(
            Coalesce("starts_on", "adopted_on").asc(nulls_last=True),
            F("generation").asc(nulls_last=True),
            "pk",
        )

    def stale(self, day: datetime.date) -> NationalActionPlanQuerySet:
        """Those that nobody has confirmed for a year; superseded ones need no confirmation."""
        return self.current().filter(stale_on(day))

    def existing_on(self, day: datetime.date) -> NationalActionPlanQuerySet:
        """All plans today; on a past day those known to have been adopted or begun by then.

        That a plan is under preparation is recorded without the day on which this began.
        """
        if day >= clock.today():
            return self
        begun = Q(starts_on__lte=day.isoformat()) | Q(adopted_on__lte=day.isoformat())
        return self.exclude(state=NationalActionPlan.State.PREPARATION).filter(begun)

    def with_next(self) -> NationalActionPlanQuerySet:
        """Annotate `next_begins_on`: when the next plan of the same owner begins, or None."""
        later = (
            NationalActionPlan.objects.exclude(state=NationalActionPlan.State.PREPARATION)
            .filter(Q(country=OuterRef("country")) | Q(organisation=OuterRef("organisation")))
            .annotate(begins=Coalesce("starts_on", "adopted_on"))
            .filter(begins__gt=Coalesce(OuterRef("starts_on"), OuterRef("adopted_on")))
            .order_by("begins")
        )
        return self.annotate(next_begins_on=Subquery(later.values("begins")[:1]))

    def with_standing(self, day: datetime.date) -> NationalActionPlanQuerySet:
        """Annotate `standing_on_day`, the same rule as `NationalActionPlan.standing`.

        The state "superseded" says how it is today. On a past day a plan was superseded once the
        next one had begun; until then its own dates decide.
        """
        soon = day + datetime.timedelta(days=LAPSING_DAYS)
        state = NationalActionPlan.State
        superseded = Q(state=state.SUPERSEDED)
        is_past = day < clock.today()
        plans = self.with_next() if is_past else self
        if is_past:
            superseded &= Q(next_begins_on__lte=day.isoformat())
        return plans.annotate(
            standing_on_day=Case(
                When(superseded, then=Value(Standing.SUPERSEDED.value)),
                When(state=state.PREPARATION, then=Value(Standing.PREPARATION.value)),
                When(starts_on__gt=day.isoformat(), then=Value(Standing.PREPARATION.value)),
                When(ends_on__latest__lt=day.isoformat(), then=Value(Standing.LAPSED.value)),
                When(Q(starts_on=None) | Q(ends_on=None), then=Value(Standing.RECORDED.value)),
                When(ends_on__latest__lt=soon.isoformat(), then=Value(Standing.LAPSING.value)),
                default=Value(Standing.IN_FORCE.value),
                output_field=models.CharField(),
            )
        )

    def with_rank(self, day: datetime.date) -> NationalActionPlanQuerySet:
        """Annotate the standing and its place in the order of standings, the best first."""
        ranked = [
            When(standing_on_day=item.value, then=Value(rank)) for rank, item in enumerate(Standing)
        ]
        return self.with_standing(day).annotate(
            standing_rank=Case(*ranked, output_field=models.IntegerField())
        )

    def of_standing(
        self, *standings: Standing | str, day: datetime.date
    ) -> NationalActionPlanQuerySet:
        plans = self.existing_on(day).with_standing(day)
        return plans.filter(Q(("standing_on_day__in", standings)))

    def best_first(self, day: datetime.date) -> NationalActionPlanQuerySet:
        """By standing, the best first; within one, the latest begun first."""
        ranked = self.existing_on(day).with_rank(day)
        return ranked.order_by(
            F("standing_rank"),
            F("starts_on").desc(nulls_last=True),
            F("generation").desc(nulls_last=True),
            "-pk",
        )

    def best_by_country(self, day: datetime.date) -> dict[int, NationalActionPlan]:
        """The plan that decides each country's standing on `day`, by the country's key.

        One query for all countries. A superseded plan counts only where nothing replaced it
        here, and then as recorded.
        """
        plans = (
            self.existing_on(day)
            .with_rank(day)
            .filter(country__isnull=False)
            .order_by(
                "country_id",
                F("standing_rank"),
                F("starts_on").desc(nulls_last=True),
                F("generation").desc(nulls_last=True),
                "-pk",
            )
            .distinct("country_id")
        )
        return {plan.country_id: plan for plan in plans if plan.country_id is not None}

    def current_first(self) -> NationalActionPlanQuerySet:
        return self.order_by(
            F("starts_on").desc(nulls_last=True),
            F("generation").desc(nulls_last=True),
            "-pk",
        )


@tracked(exclude=("translates", "folded"))
class NationalActionPlan(Sampled, Sourced, Versioned, FollowsEnglish):
    """A plan of one country or one organisation, member of the Network or not.

    A plan without a known end is "recorded, period unknown", never "in force"; a country
    without a row is "no record here", never "none".
    """

    class State(models.TextChoices):
        PREPARATION = "preparation", _("under preparation")
        ADOPTED = "adopted", _("adopted")
        SUPERSEDED = "superseded", _("superseded")

    class Answer(models.TextChoices):
        UNKNOWN = "", _("unknown")
        YES = "yes", _("yes")
        NO = "no", _("no")

    parts = ("documents",)
    whose = ("country", "organisation")

    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name=_("country"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name=_("organisation"),
    )
    slug = CleanSlugField(_("web address"), max_length=120, unique=True)
    title = Translated(CleanCharField(_("title"), max_length=250, blank=True))
    # A title in a language that the portal does not speak; the others translate it.
    original_title = CleanCharField(_("title in the original language"), max_length=250, blank=True)
    original_language = CleanCharField(
        _("original language"),
        max_length=10,
        blank=True,
        help_text=_("Its code, such as pt for Portuguese."),
    )
    generation = models.PositiveSmallIntegerField(
        _("generation"), null=True, blank=True, help_text=_("1 for the first plan, 2 for the next.")
    )
    state = models.CharField(_("status"), max_length=12, choices=State, default=State.ADOPTED)
    adopted_on = PartialDateField(_("adopted"), null=True, blank=True)
    starts_on = PartialDateField(_("from"), null=True, blank=True)
    ends_on = PartialDateField(_("until"), null=True, blank=True)
    is_extended = models.BooleanField(
        _("extended"), default=False, help_text=_("Whether the end was moved after adoption.")
    )
    lead_institution = CleanCharField(_("lead institution"), max_length=200, blank=True)
    has_budget = models.CharField(
        _("dedicated budget"), max_length=3, choices=Answer, blank=True, default=Answer.UNKNOWN
    )
    budget_note = CleanCharField(
        _("amount of the budget"), max_length=120, blank=True, help_text=_("With its currency.")
    )
    has_monitoring = models.CharField(
        _("monitoring framework"), max_length=3, choices=Answer, blank=True, default=Answer.UNKNOWN
    )
    monitoring = RichTextField(_("how it is monitored"), max_length=2_000, blank=True)
    languages = ArrayField(
        models.CharField(max_length=10, choices=settings.LANGUAGES),
        verbose_name=_("languages"),
        default=list,
        blank=True,
    )
    document_url = CleanURLField(_("web address of the document"), max_length=500, blank=True)
    folded = FoldedField(of=(*in_each_language("title"), "original_title", "slug"))
    source_note = CleanTextField(
        _("what the sources say"),
        max_length=1_000,
        blank=True,
        help_text=_("For the Secretariat; not shown to anybody else."),
    )

    objects = NationalActionPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("National Action Plan")
        verbose_name_plural = _("National Action Plans")
        permissions = [("export_nationalactionplan", _("Can export the list of plans"))]
        ordering = ["slug"]
        indexes = [folded_index("plan_folded")]
        constraints = [
            one_of("confidence", "", "high", "medium"),
            one_of("state", "preparation", "adopted", "superseded"),
            one_of("has_budget", "", "yes", "no"),
            one_of("has_monitoring", "", "yes", "no"),
            models.CheckConstraint(
                name="plan_of_country_or_organisation",
                condition=Q(country__isnull=False, organisation__isnull=True)
                | Q(country__isnull=True, organisation__isnull=False),
                violation_error_message=_("A plan is of one country or of one organisation."),
            ),
            models.CheckConstraint(
                name="plan_dates_valid",
                condition=partial_dates_valid("adopted_on", "starts_on", "ends_on"),
            ),
            models.CheckConstraint(
                name="plan_period_in_order",
                condition=period_in_order("starts_on", "ends_on"),
                violation_error_message=_("A plan cannot end before it starts."),
            ),
            models.UniqueConstraint(
                fields=["country", "generation"], name="plan_generation_once_per_country"
            ),
            models.UniqueConstraint(
                fields=["organisation", "generation"], name="plan_generation_once_per_organisation"
            ),
        ]
        triggers = [translations_follow_english(has_originals=True)]

    def __str__(self) -> str:
        return str(self.title) or _plan_title(self)

    @property
    def begins_on(self) -> PartialDate | None:
        """When it begins, as far as is known: its period's start, else its adoption."""
        begins: PartialDate | None = self.starts_on or self.adopted_on
        return begins

    @property
    def other_title(self) -> tuple[str, str]:
        """A title in another language than the page, and that language's code; else two blanks.

        For a plan that is called by its owner, having no title in the reader's language.
        """
        if str(self.title):
            return "", ""
        for code, _name in settings.LANGUAGES:
            if title := getattr(self, to_attribute("title", code)):
                return title, code
        return self.original_title, self.original_language

    @property
    def owner(self) -> Country | Organisation:
        found = self.country or self.organisation
        assert found is not None, "plan_of_country_or_organisation"
        return found

    @property
    def owner_name(self) -> str:
        return str(self.owner.name)

    def standing(self, day: datetime.date | None = None) -> Standing:
        """Where this plan stands on `day`, at the latest reading of a partial date.

        Without a day: on the one that its QuerySet was asked for (`with_standing`), else today.
        Without an end, or without a start, it is recorded and its period unknown; one that has
        not begun at its latest reading is still under preparation.
        """
        annotated: str = getattr(self, "standing_on_day", "")
        if day is None and annotated:
            return Standing(annotated)
        day = day or clock.today()
        if self.state == self.State.SUPERSEDED and not self._was_current_on(day):
            return Standing.SUPERSEDED
        if self.state == self.State.PREPARATION:
            return Standing.PREPARATION
        if self.starts_on is not None and self.starts_on.isoformat > day.isoformat():
            return Standing.PREPARATION
        if self.ends_on is not None and self.ends_on.latest < day:
            return Standing.LAPSED
        if self.starts_on is None or self.ends_on is None:
            return Standing.RECORDED
        if self.ends_on.latest < day + datetime.timedelta(days=LAPSING_DAYS):
            return Standing.LAPSING
        return Standing.IN_FORCE

    def _was_current_on(self, day: datetime.date) -> bool:
        """Whether this superseded plan was not yet superseded on `day`."""
        if day >= clock.today():
            return False
        row = NationalActionPlan.objects.with_next().get(pk=self.pk)
        begins: PartialDate | None = row.next_begins_on  # type: ignore[attr-defined]
        return begins is None or begins.isoformat > day.isoformat()

    @property
    def language_names(self) -> list[str]:
        names = dict(settings.LANGUAGES)
        return [str(names[code]) for code in self.languages if code in names]

    def get_absolute_url(self) -> str:
        return reverse("initiatives:plan", args=[self.slug])


def plans_of(member: Member) -> NationalActionPlanQuerySet:
    """The plans of the country or organisation that `member` is.

    Each comes with its owner, which is the member's own: a name costs no query and no join.
    """
    owner = member.country or member.organisation
    assert owner is not None, "a member is a country or an organisation"
    found: NationalActionPlanQuerySet = owner.plans.all()
    return found


def _plan_title(plan: NationalActionPlan) -> str:
    """The name of a plan without a title."""
    kind = _("National Action Plan") if plan.country_id else _("Regional action plan")
    if plan.generation:
        pattern = gettext("%(kind)s %(generation)s of %(owner)s")
    else:
        pattern = gettext("%(kind)s of %(owner)s")
    return filled(pattern, kind=kind, generation=plan.generation, owner=plan.owner_name)
