"""A person who speaks for a member, or an office with a mailbox."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from focalpoints.models.office import MAILBOX, OFFICE_VALID, ONE_NAME, office_field
from focalpoints.models.skills import LANGUAGE_CODES, Expertise
from focalpoints.models.version import Versioned
from focalpoints.models.visibility import (
    CONSENTS,
    PARTS,
    SKILLS,
    SKILLS_LEVELS,
    Visibility,
    level_field,
    level_valid,
    shared_texts,
    skills_level_field,
)
from network.accounts.models import Invitation
from network.audit.tracking import tracked
from network.values.constraints import mail_address, one_of, some_of
from network.values.sample_mark import Sampled
from network.values.searching import FoldedField, as_folded, folded_index
from network.values.text_fields import CleanCharField, CleanEmailField


def active_on(day: datetime.date, path: str = "") -> Q:
    """Designations that hold on `day`; `path` leads to them from another model."""
    # No end means "until further notice", hence the NULL branch.
    is_open = Q((f"{path}ends_on", None)) | Q((f"{path}ends_on__gte", day))
    # A relation leads to those too that a merge has set aside.
    return is_open & Q((f"{path}starts_on__lte", day), (f"{path}joined_into", None))


class PersonQuerySet(models.QuerySet["Person"]):
    def designated_on(self, day: datetime.date) -> PersonQuerySet:
        # Not joined: whoever is designated twice is still one person.
        designated = self.model._default_manager.filter(active_on(day, "designations__"))
        return self.filter(pk__in=designated.values("pk"))


class PersonManager(models.Manager["Person"]):
    """Those that no merge has set aside (focalpoints.merging)."""

    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db).filter(merged_into=None)


@tracked(exclude=("folded", "folded_for_members", "name_words", "phone_digits"))
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
    # The record that says everything now, where focalpoints.merging has set this one aside.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        # Hardly any row has one: a partial index below.
        db_index=False,
        verbose_name=_("merged into"),
    )
    # To begin with, as long as the person has not decided: members see member, category and
    # institution. Nothing of it is public, for that is the person's choice.
    name_visibility = level_field("name", _("who sees my name"), Visibility.SECRETARIAT)
    position_visibility = level_field("position", _("who sees my position"), Visibility.SECRETARIAT)
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
    # By what duplicates are found: the words of the name in one order, the digits of the number.
    name_words = FoldedField(
        expression=Func(
            F("given_name"),
            F("family_name"),
            function="portal_sorted_words",
            output_field=models.TextField(),
        )
    )
    phone_digits = FoldedField(
        expression=Func(F("phone"), function="portal_digits", output_field=models.TextField())
    )

    objects = PersonManager.from_queryset(PersonQuerySet)()
    everyone = PersonQuerySet.as_manager()

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
            models.CheckConstraint(
                name="person_set_aside_has_no_account",
                condition=Q(merged_into=None) | Q(user=None),
            ),
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
            models.Index(
                fields=["merged_into"],
                name="person_set_aside",
                condition=Q(merged_into__isnull=False),
            ),
            # Of those in use that say something, for the list of likely duplicates.
            *(
                models.Index(F(column), name=name, condition=in_use & Q(**{f"{column}__gt": ""}))
                for in_use in (Q(merged_into=None),)
                for name, column in (
                    ("person_same_mailbox", "email"),
                    ("person_same_name", "name_words"),
                    ("person_same_phone", "phone_digits"),
                )
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
