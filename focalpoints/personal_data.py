"""What the register and the review hold about a person, for that person; how long it is kept."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from focalpoints.email_changes import pending
from focalpoints.models import (
    ChangeAuthor,
    ConfirmationRequest,
    Designation,
    DraftingRight,
    Expertise,
    NotificationRecipient,
    Person,
    ProposedChange,
    ReviewStep,
    Revision,
    language_name,
)
from focalpoints.own_contact_form import CONTACT_FIELDS
from network.accounts.models import User
from network.privacy.held import Fact, HeldData, Record, day_of, facts_of
from network.privacy.retention import RetentionRule

RULES = (
    RetentionRule(
        name="people",
        order=10,
        what=gettext_lazy("Officials whom members designate: name, function, contact details"),
        sentence=gettext_lazy(
            "As long as they are designated, and on record afterwards, until the person asks for "
            "erasure. Each change is kept as a version."
        ),
    ),
    RetentionRule(
        name="designations",
        order=10,
        what=gettext_lazy("Designations and drafting rights"),
        sentence=gettext_lazy(
            "Permanently: they record whom each member had designated. After an erasure they stay "
            "without the name."
        ),
    ),
    RetentionRule(
        name="imported-lists",
        order=10,
        what=gettext_lazy("Lists of focal points that were imported"),
        sentence=gettext_lazy(
            "What their rows say of a person stays on record, so that an import can be undone, "
            "until the data of the person are erased."
        ),
    ),
    RetentionRule(
        name="changes",
        order=10,
        what=gettext_lazy("Drafts and submissions of members"),
        sentence=gettext_lazy(
            "Permanently, with who wrote and decided, because they are acts for a member."
        ),
    ),
    RetentionRule(
        name="confirmation-requests",
        order=10,
        what=gettext_lazy("When an official was asked to confirm their record, and the answer"),
        sentence=gettext_lazy(
            "For two years. The link in the email works for thirty days; the record keeps the day "
            "of its last confirmation."
        ),
    ),
    RetentionRule(
        name="email-changes",
        order=10,
        what=gettext_lazy("A new email of an official that is not confirmed yet"),
        sentence=gettext_lazy("Until it is confirmed or given up, for seven days at most."),
    ),
    RetentionRule(
        name="letter-requests",
        order=10,
        what=gettext_lazy("Letters of designation that focal points send in, and what they enter"),
        sentence=gettext_lazy(
            "Until the Secretariat has recorded the letter or sent it back; what was entered for "
            "90 days more."
        ),
    ),
    RetentionRule(
        name="notifications",
        order=10,
        what=gettext_lazy("Official notifications, to whom they went, and what was answered"),
        sentence=gettext_lazy(
            "Permanently: they are acts between the Secretariat and the members. After an erasure "
            "they stay without name and address."
        ),
    ),
    RetentionRule(
        name="printed-directories",
        order=10,
        what=gettext_lazy("PDFs of the directory that members ask for"),
        sentence=gettext_lazy("For two days, and given out on the first of them only."),
    ),
)


def _records(user: User) -> list[Person]:
    """The record of the person, and those that were merged into it."""
    own = Q(user=user) | Q(merged_into__user=user)
    return list(Person.everyone.filter(own).order_by("-user", "pk"))


def _whose(user: User) -> Q:
    return Q(person__user=user) | Q(person__merged_into__user=user)


def _label(name: str) -> str:
    return str(capfirst(Person._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def person(user: User) -> Iterator[Record]:
    """The record of the person, with who sees which part of it."""
    for found in _records(user):
        yield [
            *facts_of(found, *CONTACT_FIELDS),
            *_skills(found),
            *facts_of(found, *Person.consents),
            *_new_email(found),
        ]


def _new_email(found: Person) -> Record:
    waiting = pending(found)
    return [] if waiting is None else list(facts_of(waiting, "email", "asked_at"))


def _skills(found: Person) -> Record:
    spoken = [language_name(code) for code in found.languages]
    known = [Expertise(code).label for code in found.expertise]
    return [
        Fact("languages", _label("languages"), found.languages, spoken),
        Fact("expertise", _label("expertise"), found.expertise, known),
    ]


def versions(user: User) -> Iterator[Record]:
    """Earlier versions of that record."""
    for row in (one for found in _records(user) for one in Revision.objects.of(found)):
        yield [
            *facts_of(row, "number", "at", "source"),
            *(Fact(name, _label(name), row.values.get(name, "")) for name in CONTACT_FIELDS),
        ]


def proposals(user: User) -> Iterator[Record]:
    """What was proposed of the person's record."""
    kind = ContentType.objects.get_for_model(Person)
    keys = [found.pk for found in _records(user)]
    rows = ProposedChange.objects.filter(content_type=kind, object_id__in=keys)
    for row in rows.order_by("pk"):
        yield [
            *facts_of(row, "state", "created_at", "submitted_at", "decided_at"),
            *(Fact(name, _label(name), row.draft.get(name, "")) for name in CONTACT_FIELDS),
        ]


def designations(user: User) -> Iterator[Record]:
    rows = Designation.all_rows.filter(_whose(user)).with_people().select_related("letter")
    for row in rows.order_by("starts_on", "pk"):
        letter = row.letter
        yield [
            Fact("member", _("Member"), str(row.member.name)),
            Fact("category", _("Category"), str(row.category.name)),
            *facts_of(row, "starts_on", "ends_on", "letter_authority", "letter_reference"),
            *facts_of(row, "letter_dated_on", "recorded_at"),
            Fact("letter", _("Letter"), letter.original_name if letter else ""),
        ]


def drafting_rights(user: User) -> Iterator[Record]:
    rows = DraftingRight.objects.filter(_whose(user))
    for row in rows.select_related("member__country", "member__organisation").order_by("pk"):
        yield [
            Fact("member", _("Member"), str(row.member.name)),
            *facts_of(row, "starts_on", "ends_on", "given_at", "confirmed_at", "revoked_at"),
        ]


def confirmations(user: User) -> Iterator[Record]:
    """When the person was asked to confirm their record, and when they did."""
    for row in ConfirmationRequest.objects.filter(_whose(user)).order_by("asked_at", "pk"):
        yield facts_of(row, "state", "asked_at", "mails", "mailed_at", "answered_at")


def notifications(user: User) -> Iterator[Record]:
    """What the Secretariat sent the person officially, what is known of it, and their answer."""
    rows = NotificationRecipient.objects.filter(
        Q(designation__person__user=user) | Q(designation__person__merged_into__user=user)
    ).with_names()
    for row in rows.order_by("notification__sent_at", "pk"):
        yield [
            Fact("number", _("Notification"), row.notification.number),
            Fact("subject", _("Subject"), str(row.notification.subject)),
            Fact("sent_on", _("Sent"), day_of(row.notification.sent_at)),
            Fact("member", _("Member"), str(row.member.name)),
            *facts_of(row, "address", "language", "delivery", "reminders", "reminded_at"),
            *facts_of(row, "acknowledged_at", "answered_at", "answer"),
        ]


def changes(user: User) -> Iterator[Record]:
    """Drafts and submissions that the person began or wrote in; what they say is the member's."""
    wrote = ChangeAuthor.objects.filter(user=user).values("change")
    rows = ProposedChange.objects.filter(Q(author=user) | Q(pk__in=wrote)).select_related(
        "member__country", "member__organisation", "content_type"
    )
    for row in rows.order_by("pk"):
        yield [
            Fact("member", _("Member"), str(row.member.name)),
            Fact("kind", _("Type"), row.content_type.model, str(row.content_type.name)),
            *facts_of(row, "label", "state", "created_at", "submitted_at", "decided_at"),
        ]


def steps(user: User) -> Iterator[Record]:
    """What the person did in the review, with the reasons that they gave."""
    for row in ReviewStep.objects.filter(by=user).select_related("change").order_by("at", "pk"):
        yield [
            Fact("entry", _("Entry"), row.change.label),
            *facts_of(row, "action"),
            Fact("on", _("Day"), day_of(row.at)),
            *facts_of(row, "reason"),
        ]


HELD = (
    HeldData(name="person", order=20, label=gettext_lazy("My record"), records=person),
    HeldData(
        name="record_versions",
        order=21,
        label=gettext_lazy("Versions of my record"),
        records=versions,
    ),
    HeldData(
        name="record_proposals",
        order=22,
        label=gettext_lazy("What was proposed of my record"),
        records=proposals,
    ),
    HeldData(
        name="designations", order=23, label=gettext_lazy("My designations"), records=designations
    ),
    HeldData(
        name="drafting_rights",
        order=24,
        label=gettext_lazy("My drafting rights"),
        records=drafting_rights,
    ),
    HeldData(
        name="confirmations",
        order=24,
        label=gettext_lazy("When I was asked to confirm my record"),
        records=confirmations,
    ),
    HeldData(
        name="notifications",
        order=24,
        label=gettext_lazy("Official notifications to me"),
        records=notifications,
    ),
    HeldData(
        name="changes",
        order=25,
        label=gettext_lazy("Drafts and submissions that I wrote in"),
        records=changes,
    ),
    HeldData(
        name="review_steps",
        order=26,
        label=gettext_lazy("What I did in the review"),
        records=steps,
    ),
)
