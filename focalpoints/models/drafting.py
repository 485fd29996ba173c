"""Drafting rights: a focal point lets a colleague draft for their member, for a time."""

from __future__ import annotations

import datetime

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from focalpoints.models.designation import Designation
from focalpoints.models.person import Person
from focalpoints.models.place import Member
from focalpoints.models.set_aside import of_a_record_in_use
from network import clock
from network.accounts.models import User
from network.audit.tracking import tracked
from network.values.sample_mark import Sampled


class DraftingRightQuerySet(models.QuerySet["DraftingRight"]):
    def unexpired_on(self, day: datetime.date) -> DraftingRightQuerySet:
        """Begun, neither over nor revoked; the designation behind it is not checked."""
        return self.filter(revoked_at=None, starts_on__lte=day, ends_on__gte=day)

    def in_force_on(self, day: datetime.date) -> DraftingRightQuerySet:
        """Those with which somebody may draft on `day`.

        A right ends with the designation that it depends on, and gives no more than it: if its
        category may no longer submit, the right is void.
        """
        return self.unexpired_on(day).filter(models.Exists(_basis_on(day)))

    def suspended_with(
        self, designations: models.QuerySet[Designation] | list[Designation], day: datetime.date
    ) -> DraftingRightQuerySet:
        """Those that would go on after `day`, but rest when these designations end on it."""
        found = self.in_force_on(day).filter(rests_on__in=designations, ends_on__gt=day)
        return found.with_people().order_by("person__family_name", "person__given_name", "pk")

    def awaiting_confirmation_on(self, day: datetime.date) -> DraftingRightQuerySet:
        """Those whose giver's designation has ended, and which the successor may confirm."""
        return self.unexpired_on(day).filter(~models.Exists(_basis_on(day)))

    def in_force_and_awaiting(
        self, day: datetime.date
    ) -> tuple[list[DraftingRight], list[DraftingRight]]:
        """Those of `in_force_on` and those of `awaiting_confirmation_on`; one query."""
        rows = list(self.unexpired_on(day).annotate(has_basis=models.Exists(_basis_on(day))))
        return [row for row in rows if row.has_basis], [row for row in rows if not row.has_basis]

    def held_by(self, user: object, day: datetime.date) -> DraftingRightQuerySet:
        """Those with which `user` may draft on `day`, of members that have not withdrawn."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.in_force_on(day).filter(
            person__user=user, member__in=Member.objects.current().values("pk")
        )

    def with_names(self) -> DraftingRightQuerySet:
        """Fetch the holder with their invitation, and the giver, with the row."""
        return self.select_related("person__invitation", "rests_on__person")

    def with_people(self) -> DraftingRightQuerySet:
        """Fetch the holder, the giver's designation and the member's identity with the row."""
        return self.select_related(
            "person__user",
            "person__invitation",
            "rests_on__person",
            "member__country",
            "member__organisation",
        )


def _basis_on(day: datetime.date) -> models.QuerySet[Designation]:
    return Designation.objects.active_on(day).filter(
        pk=models.OuterRef("rests_on"), category__may_submit=True
    )


REFUSE_ANOTHER_MEMBERS = """
    IF NOT EXISTS (
        SELECT 1 FROM focalpoints_designation
        WHERE id = NEW.rests_on_id AND member_id = NEW.member_id
    ) THEN
        RAISE EXCEPTION 'A drafting right rests on a designation of its own member.'
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


@tracked()
class DraftingRight(Sampled):
    """A colleague of a member may draft its entries for a time, and submits nothing.

    It depends on the designation of whoever gave it, or of the successor who confirmed it. Whether
    it is in force depends on the date and is never stored.
    """

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="drafting_rights", verbose_name=_("member")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="drafting_rights", verbose_name=_("drafter")
    )
    rests_on = models.ForeignKey(
        Designation,
        models.PROTECT,
        related_name="drafting_rights",
        verbose_name=_("designation that it rests on"),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    given_at = models.DateTimeField(_("given"), default=clock.now, editable=False)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("given by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revoked by"),
    )

    objects = DraftingRightQuerySet.as_manager()

    class Meta:
        verbose_name = _("drafting right")
        verbose_name_plural = _("drafting rights")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="draftingright_period_in_order",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A drafting right cannot end before it starts."),
            ),
            ExclusionConstraint(
                name="draftingright_once_at_a_time",
                expressions=[
                    ("member", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
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
                condition=Q(revoked_at=None),
                violation_error_message=_("This person may already draft in that period."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="rests_on_its_own_member",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=REFUSE_ANOTHER_MEMBERS,
            ),
            of_a_record_in_use(),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.person}"
