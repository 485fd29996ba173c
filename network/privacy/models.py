"""Requests for erasure, and what became of each."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from network import clock
from network.audit.tracking import tracked
from network.mail.models import OutgoingMail
from network.values.constraints import one_of
from network.values.text_fields import CleanTextField


class ErasureRequestQuerySet(models.QuerySet["ErasureRequest"]):
    def waiting(self) -> ErasureRequestQuerySet:
        """Those that nobody has settled yet."""
        return self.filter(settled_at=None)


# What the person writes may identify them, and goes with the rest.
@tracked(exclude=("note", "farewell"))
class ErasureRequest(models.Model):
    """Somebody with an account asks to have their data erased; the Secretariat decides."""

    class Outcome(models.TextChoices):
        ERASED = "erased", _("erased")
        REFUSED = "refused", pgettext_lazy("a request", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("a request", "withdrawn")

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="erasure_requests",
        verbose_name=_("account"),
    )
    note = CleanTextField(_("what the Secretariat should know"), max_length=1_000, blank=True)
    asked_at = models.DateTimeField(_("requested"), default=clock.now, editable=False)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("settled by"),
    )
    outcome = models.CharField(_("decision"), max_length=9, choices=Outcome, blank=True)
    reason = CleanTextField(_("reason"), max_length=2_000, blank=True)
    # The message that tells the person, to the address that is erased: it goes once it is sent.
    farewell = models.ForeignKey(
        OutgoingMail,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("outgoing message"),
    )

    objects = ErasureRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for erasure")
        verbose_name_plural = _("requests for erasure")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            one_of("outcome", "", "erased", "refused", "withdrawn"),
            models.CheckConstraint(
                name="erasurerequest_settled_with_outcome",
                condition=Q(settled_at__isnull=True, outcome="")
                | (Q(settled_at__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="erasurerequest_refused_with_reason",
                condition=~Q(outcome="refused") | ~Q(reason=""),
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(settled_at=None),
                name="erasurerequest_one_waiting_per_account",
            ),
        ]

    def __str__(self) -> str:
        # Its name would stay in the log of the admin.
        return gettext("Request {number}").format(number=self.pk)

    @property
    def is_waiting(self) -> bool:
        return self.settled_at is None
