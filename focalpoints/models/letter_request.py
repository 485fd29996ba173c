"""Letters of designation that focal points send in, for the Secretariat to record."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from focalpoints.models.awaited import Awaited
from focalpoints.models.category import Category
from focalpoints.models.designation import Designation
from focalpoints.models.place import Member
from network import clock
from network.audit.tracking import tracked
from network.documents.models import PrivateFile
from network.values.constraints import mail_address, one_of
from network.values.sample_mark import Sampled
from network.values.states import StateMachine, transitions
from network.values.text_fields import CleanCharField, CleanEmailField, CleanTextField

LETTER_REQUEST_TRANSITIONS = transitions(
    {
        "waiting": ["recorded", "sent_back", "withdrawn"],
        "recorded": [],
        # A better letter is another request.
        "sent_back": [],
        "withdrawn": [],
    }
)


class LetterRequestQuerySet(models.QuerySet["LetterRequest"]):
    def awaiting_review(self) -> Self:
        return self.filter(state=LetterRequest.AWAITING)

    def with_names(self) -> Self:
        """Fetch the member's identity, the category, the letter and who sent it with the row."""
        return self.select_related(
            "member__country", "member__organisation", "category", "letter", "sent_by"
        )


# Who is named has no account yet, and no record until the letter is recorded.
OF_THE_PERSON = (
    "title",
    "given_name",
    "family_name",
    "position",
    "institution",
    "email",
    "phone",
    "note",
)


@tracked(exclude=OF_THE_PERSON)
class LetterRequest(Awaited, Sampled):
    """A letter that a focal point has uploaded, with whom it designates.

    The Secretariat records it as it is, or sends it back with a reason. It decides nothing: only
    the designation that is recorded from it does. A settled one is deleted after KEPT, for nobody
    keeps data of a person there.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for the Secretariat")
        RECORDED = "recorded", _("recorded")
        SENT_BACK = "sent_back", _("sent back")
        WITHDRAWN = "withdrawn", pgettext_lazy("a letter", "withdrawn")

    TRANSITIONS: ClassVar[StateMachine] = LETTER_REQUEST_TRANSITIONS
    AWAITING = State.WAITING
    WAITING_SINCE = "sent_at"

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="letter_requests", verbose_name=_("member")
    )
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.WAITING)
    letter = models.OneToOneField(
        PrivateFile, models.PROTECT, related_name="+", verbose_name=_("letter")
    )
    letter_dated_on = models.DateField(_("letter's date"))
    letter_authority = CleanCharField(_("issuing authority"), max_length=200, blank=True)
    letter_reference = CleanCharField(_("letter's reference"), max_length=120, blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="+", verbose_name=_("category")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    title = CleanCharField(pgettext_lazy("of a person", "title"), max_length=60, blank=True)
    given_name = CleanCharField(_("given name"), max_length=100)
    family_name = CleanCharField(_("family name"), max_length=100, blank=True)
    position = CleanCharField(_("position"), max_length=200, blank=True)
    institution = CleanCharField(_("institution"), max_length=200, blank=True)
    email = CleanEmailField(_("email"), max_length=254, blank=True)
    phone = CleanCharField(_("telephone"), max_length=50, blank=True)
    note = CleanTextField(_("note to the Secretariat"), max_length=2_000, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("sent by"),
    )
    sent_at = models.DateTimeField(_("sent"), default=clock.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    reason = CleanTextField(_("reason"), max_length=2_000, blank=True, editable=False)
    designation = models.OneToOneField(
        Designation,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="letter_request",
        verbose_name=_("designation"),
    )

    objects = LetterRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter to record")
        verbose_name_plural = _("letters to record")
        ordering = ["sent_at", "pk"]
        constraints = [
            one_of("state", "waiting", "recorded", "sent_back", "withdrawn"),
            mail_address("email", blank=True),
            models.CheckConstraint(
                name="letterrequest_period_in_order",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("A designation cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="letterrequest_sent_back_has_reason",
                condition=~Q(state="sent_back") | ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["sent_at"], name="letterrequest_waiting", condition=Q(state="waiting")
            ),
        ]
        triggers = [LETTER_REQUEST_TRANSITIONS.trigger()]

    def __str__(self) -> str:
        return f"{self.member}: {self.full_name}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.AWAITING

    @property
    def title_in_mail(self) -> str:
        return gettext("Letter of designation: {category}").format(category=self.category.name)

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.title, self.given_name, self.family_name) if part)
