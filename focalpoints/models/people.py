"""The focal-point database: people and their designations."""

from __future__ import annotations

import datetime

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ExpressionWrapper, F, Func, Q, Value
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from focalpoints.models.category import Category
from focalpoints.models.office import MAILBOX, OFFICE_VALID, ONE_NAME, office_field
from focalpoints.models.place import Member
from focalpoints.models.skills import LANGUAGE_CODES, Expertise
from focalpoints.models.version import Versioned
from focalpoints.models.visibility import (
    CONSENTS,
    PARTS,
    SKILLS,
    SKILLS_LEVELS,
    Reader,
    Visibility,
    known_to,
    level_field,
    level_valid,
    seen_columns,
    shared_texts,
    skills_level_field,
)
from network.accounts.models import Invitation, User
from network.audit.tracking import tracked
from network.documents.models import PrivateFile
from network.values.constraints import mail_address, one_of, some_of
from network.values.sample_mark import Sampled
from network.values.searching import FoldedField, as_folded, folded_index
from network.values.text_fields import CleanCharField, CleanEmailField


class PersonQuerySet(models.QuerySet["Person"]):
    def designated_on(self, day: datetime.date) -> PersonQuerySet:
        active = Designation.objects.active_on(day).filter(person=models.OuterRef("pk"))
        return self.filter(models.Exists(active))


@tracked(exclude=("folded", "folded_for_members"))
class Person(Sampled, Versioned):
    """An official, or an office. What others may see of it is what was allowed, field by field.

    An office has a name (in `given_name`) and a functional mailbox, neither account nor consent of
    its own: the Secretariat sets how far it is shown (`OFFICE_SHARES` to begin with).
    """

    # What a person lets others see: today's consent, which no earlier version restores.
    consents = CONSENTS
    # Nobody else proposes what a person speaks and knows, so that it passes through no review.
    unversioned = ("user", "is_office", *SKILLS, *consents)

    given_name = CleanCharField(_("given name"), max_length=100)
    family_name = CleanCharField(_("family name"), max_length=100, blank=True)
    title = CleanCharField(
        pgettext_lazy("of a person", "title"),
        max_length=60,
        blank=True,
        help_text=_("For example Ambassador, Colonel, Dr."),
    )
    is_office = office_field()
    position = CleanCharField(_("position"), max_length=200, blank=True)
    institution = CleanCharField(_("institution"), max_length=200, blank=True)
    email = CleanEmailField(_("email"), max_length=254, blank=True)
    phone = CleanCharField(_("telephone"), max_length=50, blank=True)
    languages = ArrayField(
        models.CharField(max_length=2, choices=[(code, code) for code in LANGUAGE_CODES]),
        verbose_name=_("languages spoken"),
        default=list,
        db_default=[],
        blank=True,
    )
    expertise = ArrayField(
        models.CharField(max_length=20, choices=Expertise),
        verbose_name=_("expertise"),
        default=list,
        db_default=[],
        blank=True,
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("account"),
    )
    invitation = models.OneToOneField(
        Invitation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("invitation"),
        editable=False,
    )
    name_visibility = level_field("name", _("who sees my name"), Visibility.MEMBERS)
    position_visibility = level_field("position", _("who sees my position"), Visibility.MEMBERS)
    institution_visibility = level_field(
        "institution", _("who sees my institution"), Visibility.MEMBERS
    )
    email_visibility = level_field("email", _("who sees my email"), Visibility.SECRETARIAT)
    phone_visibility = level_field("phone", _("who sees my telephone"), Visibility.SECRETARIAT)
    skills_visibility = skills_level_field()
    # For the Secretariat's lists alone: it holds what a person may hide from others.
    folded = FoldedField(of=("given_name", "family_name", "email", "institution", "position"))
    # What members search in: the same, as far as the person shares it with them.
    folded_for_members = FoldedField(
        expression=Func(
            *shared_texts("given_name", "family_name", "email", "institution", "position"),
            function="portal_names_folded",
            output_field=models.TextField(),
        )
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        permissions = [("export_person", _("Can export the list of people"))]
        constraints = [
            mail_address("email", blank=True),
            *(level_valid(part) for part in PARTS),
            one_of("skills_visibility", *SKILLS_LEVELS),
            some_of("languages", *LANGUAGE_CODES),
            some_of("expertise", *Expertise.values),
            *OFFICE_VALID,
        ]
        ordering = [as_folded("family_name"), as_folded("given_name"), "pk"]
        indexes = [
            folded_index("person_folded"),
            folded_index("person_for_members", "folded_for_members"),
            GinIndex(fields=["languages"], name="person_languages"),
            GinIndex(fields=["expertise"], name="person_expertise"),
            models.Index(
                as_folded("family_name"), as_folded("given_name"), "id", name="person_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def clean(self) -> None:
        # Forms that do not show what it is cannot check the constraint.
        if self.is_office and (self.title or self.family_name):
            raise ValidationError(ONE_NAME)
        if self.is_office and not self.email:
            raise ValidationError({"email": MAILBOX})

    @property
    def full_name(self) -> str:
        if not self.pk and not (self.title or self.given_name or self.family_name):
            return ""
        return full_name(self.title, self.given_name, self.family_name)


def full_name(*parts: str) -> str:
    """A name of these parts; whose name was erased still stands on designations and in lists."""
    return " ".join(part for part in parts if part) or gettext("name erased")


def active_on(day: datetime.date, path: str = "") -> Q:
    """Designations that hold on `day`; `path` leads to them from another model."""
    # No end means "until further notice", hence the NULL branch.
    is_open = Q((f"{path}ends_on", None)) | Q((f"{path}ends_on__gte", day))
    return is_open & Q((f"{path}starts_on__lte", day))


class DesignationQuerySet(models.QuerySet["Designation"]):
    def active_on(self, day: datetime.date) -> DesignationQuerySet:
        return self.filter(active_on(day))

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
        return self.active_on(day).filter(
            person__user=user, member__in=Member.objects.current().values("pk")
        )

    def with_letter_for(self, user: User, day: datetime.date) -> DesignationQuerySet:
        """Those whose letter `user` may read: the Secretariat all, a focal point the member's."""
        letters = self.filter(letter__discarded_at=None, letter__isnull=False)
        if user.is_secretariat:
            return letters
        held = Designation.objects.held_by(user, day)
        return letters.filter(member__in=held.values("member"))


# Read under a lock: it waits for a change of the category that has begun, and a later change waits
# for this row. So two simultaneous writes cannot miss each other.
TAKE_THE_RULE = """
    SELECT one_holder_since INTO NEW.one_holder_since
    FROM focalpoints_category
    WHERE id = NEW.category_id
    FOR SHARE;
    RETURN NEW;
"""


@tracked(exclude=("one_holder_since",))
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
    recorded_at = models.DateTimeField(_("recorded"), null=True, blank=True, editable=False)

    objects = DesignationQuerySet.as_manager()

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
                condition=Q(one_holder_since__isnull=False)
                & (Q(ends_on=None) | Q(ends_on__gte=F("one_holder_since"))),
                violation_error_message=_(
                    "The member has another holder of this category in that period."
                ),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="take_the_rule",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("category_id", "one_holder_since"),  # type: ignore[no-untyped-call]
                func=TAKE_THE_RULE,
            )
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.person}"

    def is_active_on(self, day: datetime.date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)
