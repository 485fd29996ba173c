"""A designation: a member names a person for a category, by a letter, for a time."""

from __future__ import annotations

import datetime
from collections.abc import Collection

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import ExpressionWrapper, F, Func, Q, Value
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils.translation import gettext_lazy as _

from focalpoints.models.category import Category
from focalpoints.models.person import Person, active_on
from focalpoints.models.place import Member
from focalpoints.models.set_aside import of_a_record_in_use
from focalpoints.models.visibility import Reader, known_to, seen_columns
from network.accounts.models import User
from network.audit.tracking import tracked
from network.documents.models import PrivateFile
from network.values.text_fields import CleanCharField


class DesignationQuerySet(models.QuerySet["Designation"]):
    def active_on(self, day: datetime.date) -> DesignationQuerySet:
        return self.filter(active_on(day))

    def of_current_members(self) -> DesignationQuerySet:
        """Those of members that have not withdrawn; a join, which the planner finds easy."""
        return self.filter(~Q(member__state=Member.State.WITHDRAWN))

    def ended_before(self, day: datetime.date) -> DesignationQuerySet:
        return self.filter(ends_on__lt=day)

    def starting_after(self, day: datetime.date) -> DesignationQuerySet:
        return self.filter(starts_on__gt=day)

    def with_people(self) -> DesignationQuerySet:
        """Fetch the person, the category and the member's identity with the row."""
        return self.select_related("person", "category", "member__country", "member__organisation")

    def in_order_of_category(self) -> DesignationQuerySet:
        """In the order of protocol; within it, the longest in office first."""
        return self.order_by("category__order", "category", "starts_on", "pk")

    def overlapping(
        self, starts_on: datetime.date, ends_on: datetime.date | None
    ) -> DesignationQuerySet:
        """Those with a day in the period; no end means "until further notice"."""
        found = self.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
        return found if ends_on is None else found.filter(starts_on__lte=ends_on)

    def with_overlapping_others(self, day: datetime.date) -> DesignationQuerySet:
        """Those whose member has another of the same category at once, on `day` or later."""
        forever = Value(datetime.date.max)
        date = models.DateField()
        its_start = ExpressionWrapper(models.OuterRef("starts_on"), output_field=date)
        its_end = ExpressionWrapper(models.OuterRef("ends_on"), output_field=date)
        others = (
            Designation.objects.alias(
                first_of_both=Greatest("starts_on", its_start, Value(day)),
                last_of_both=Least(Coalesce("ends_on", forever), Coalesce(its_end, forever)),
            )
            .filter(
                member=models.OuterRef("member"),
                category=models.OuterRef("category"),
                first_of_both__lte=F("last_of_both"),
            )
            .exclude(pk=models.OuterRef("pk"))
        )
        return self.filter(models.Exists(others))

    def known_to(self, reader: Reader, *, own: Q | None = None) -> DesignationQuerySet:
        """Those that `reader` may know of, without anything of the person: for counting them."""
        mine = Q(pk__in=[]) if own is None else own
        return self if reader is Reader.OWN else self.filter(mine | known_to(reader))

    def as_seen(
        self, reader: Reader, *, own: Q | None = None, shared: Q | None = None
    ) -> DesignationQuerySet:
        """Those that `reader` may know of, with what they may see of the person in `seen_*`.

        Nothing else of the person is fetched. Rows of `own`, of the reader's own member, are seen
        whole; of the others the contact data only where `shared` holds too.
        """
        mine = Q(pk__in=[]) if own is None else own
        return self.known_to(reader, own=own).annotate(
            **seen_columns(reader, own=mine, shared=Q() if shared is None else shared),
            person_is_sample=F("person__is_sample"),
            person_is_office=F("person__is_office"),
            person_confirmed_at=F("person__confirmed_at"),
        )

    def that_may_submit(self) -> DesignationQuerySet:
        """Those of a category whose holders submit, and do not only draft."""
        return self.filter(category__may_submit=True)

    def held_by(self, user: object, day: datetime.date) -> DesignationQuerySet:
        """Those of `user` that are active on `day`, of members that have not withdrawn."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.active_on(day).of_current_members().filter(person__user=user)

    def with_letter_for(self, user: User, day: datetime.date) -> DesignationQuerySet:
        """Those whose letter `user` may read: the Secretariat all, a focal point the member's."""
        letters = self.filter(letter__discarded_at=None, letter__isnull=False)
        if user.is_secretariat:
            return letters
        held = Designation.objects.held_by(user, day)
        return letters.filter(member__in=held.values("member"))


class DesignationManager(models.Manager["Designation"]):
    """Those that no merge has set aside (focalpoints.merging)."""

    def get_queryset(self) -> DesignationQuerySet:
        return DesignationQuerySet(self.model, using=self._db).filter(joined_into=None)


# Read under a lock: it waits for a change of the category that has begun, and a later change waits
# for this row. So two simultaneous writes cannot miss each other.
TAKE_THE_RULE = """
    SELECT one_holder_since INTO NEW.one_holder_since
    FROM focalpoints_category
    WHERE id = NEW.category_id
    FOR SHARE;
    RETURN NEW;
"""


@tracked(exclude=("one_holder_since", "announced_end"))
class Designation(models.Model):
    """A member designates a person by an official letter, from a day until a day."""

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="designations", verbose_name=_("member")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="designations", verbose_name=_("person")
    )
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="designations", verbose_name=_("category")
    )
    # The category's, kept in step by the database for the constraint below.
    one_holder_since = models.DateField(null=True, blank=True, editable=False)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    letter_authority = CleanCharField(
        _("issuing authority"),
        max_length=200,
        blank=True,
        db_default="",
        help_text=_("Who wrote the letter, for example the Ministry of Foreign Affairs."),
    )
    letter_reference = CleanCharField(_("letter's reference"), max_length=120, blank=True)
    letter_dated_on = models.DateField(_("letter's date"), null=True, blank=True)
    # Written by the service alone, with the file; the admin's form has a field for the upload.
    letter = models.OneToOneField(
        PrivateFile,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("letter"),
    )
    # The one that says the same of the same person, where a merge has set this one aside.
    joined_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        # Hardly any row has one: a partial index below.
        db_index=False,
        verbose_name=_("joined into"),
    )
    # Unknown of what was recorded before the register kept it; the history has it then.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    # The last day that was announced to the member as coming.
    announced_end = models.DateField(_("announced end"), null=True, blank=True, editable=False)
    recorded_at = models.DateTimeField(_("recorded"), null=True, blank=True, editable=False)

    objects = DesignationManager.from_queryset(DesignationQuerySet)()
    all_rows = DesignationQuerySet.as_manager()

    class Meta:
        verbose_name = _("designation")
        verbose_name_plural = _("designations")
        permissions = [("export_designation", _("Can export the list of designations"))]
        ordering = ["member", "category", "starts_on"]
        constraints = [
            models.CheckConstraint(
                name="designation_period_in_order",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A designation cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="designation_recorder_has_moment",
                condition=Q(recorded_by=None) | Q(recorded_at__isnull=False),
            ),
            ExclusionConstraint(
                name="designation_no_overlap",
                expressions=[
                    ("member", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("category", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_on"),
                            F("ends_on"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(joined_into=None),
                violation_error_message=_(
                    "This person already holds this designation in that period."
                ),
            ),
            ExclusionConstraint(
                name="designation_one_holder",
                expressions=[
                    ("member", RangeOperators.EQUAL),
                    ("category", RangeOperators.EQUAL),
                    (
                        Func(
                            Greatest("starts_on", "one_holder_since"),
                            F("ends_on"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(one_holder_since__isnull=False, joined_into=None)
                & (Q(ends_on=None) | Q(ends_on__gte=F("one_holder_since"))),
                violation_error_message=_(
                    "The member has another holder of this category in that period."
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["joined_into"],
                name="designation_joined",
                condition=Q(joined_into__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="take_the_rule",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("category_id", "one_holder_since"),  # type: ignore[no-untyped-call]
                func=TAKE_THE_RULE,
            ),
            of_a_record_in_use(),
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.person}"

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        # No form shows this column, and Django cannot ask a condition without it.
        super().validate_constraints(exclude=set(exclude or ()) - {"joined_into"})

    def is_active_on(self, day: datetime.date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)

    def overlaps(self, starts_on: datetime.date, ends_on: datetime.date | None) -> bool:
        """Whether it has a day in the period; no end means "until further notice"."""
        begins_in_time = ends_on is None or self.starts_on <= ends_on
        return begins_in_time and (self.ends_on is None or self.ends_on >= starts_on)
