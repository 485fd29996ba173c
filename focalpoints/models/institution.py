"""Institutions that coordinate a member's plan, as public pages name them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from focalpoints.models.place import Member
from network.audit.tracking import tracked
from network.values.constraints import one_of
from network.values.sample_mark import Sourced
from network.values.text_fields import CleanCharField


@tracked()
class MemberInstitution(Sourced):
    """An institution of a member and in what capacity a source names it.

    It is no designation: only the member's letter makes a focal point. The texts are English.
    """

    member = models.ForeignKey(
        Member, models.CASCADE, related_name="institutions", verbose_name=_("member")
    )
    name = CleanCharField(_("institution"), max_length=200)
    capacity = CleanCharField(_("capacity, as the source states it"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("institution of a member")
        verbose_name_plural = _("institutions of members")
        ordering = ["pk"]
        constraints = [
            one_of("confidence", "", "high", "medium"),
            # Two institutions of a member may exchange their names in one publication.
            models.UniqueConstraint(
                fields=["member", "name"],
                name="memberinstitution_once_per_member",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
        ]

    def __str__(self) -> str:
        return self.name
