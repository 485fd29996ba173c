"""The form with which a letter of designation is recorded, and what is asked then."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Field
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import INPUT_CLASSES, UnfoldAdminSelectWidget

from focalpoints.duplicates import LikelyDuplicate, likely_duplicates
from focalpoints.holders import predecessor_of, refusal_for
from focalpoints.letter_field import KeepsLetter
from focalpoints.models import (
    MAILBOX,
    OFFICE_SHARES,
    ONE_NAME,
    Category,
    Country,
    Designation,
    LetterRequest,
    Member,
    Organisation,
    Person,
)
from focalpoints.own_contact_form import CONTACT_FIELDS
from network.accounts.models import User
from network.adminsite.row_keys import PickOne
from network.adminsite.widgets import UnfoldDayInput
from network.documents.models import PrivateFile
from network.values.day_fields import DayField
from network.values.form_fields import CleanCharField
from network.values.partial_dates import PartialDate
from network.values.primary_keys import at_key

LETTER = ("letter_dated_on", "letter_authority", "letter_reference")
MEMBER = ("member", "country", "organisation", "joined_on")
PERIOD = ("category", "starts_on", "ends_on")
# What is asked once the form is complete.
QUESTIONS = ("same_person", "asked_of", "hands_over", "is_invited", "language")
SOMEBODY_NEW = "new"


def picker(model: Any, name: str) -> PickOne:
    """The picker of rows of a relation, which finds them by any of their names."""
    field: Field[Any, Any] = model._meta.get_field(name)
    return PickOne(field, admin.site)


class RecordLetterForm(KeepsLetter):
    """All that a letter says; with `is_final`, the answers to what follows from it too.

    `planned` is the designation as it would be recorded, `predecessor` who makes way for it, and
    `duplicates` are the people who are likely the same as one who is entered as new.
    """

    letter_request = forms.CharField(required=False, widget=forms.HiddenInput)
    letter_dated_on = DayField(label=_("Date of the letter"), required=False, widget=UnfoldDayInput)
    letter_authority = CleanCharField(
        label=_("Issuing authority"),
        max_length=200,
        required=False,
        help_text=_("For example the Ministry of Foreign Affairs."),
    )
    letter_reference = CleanCharField(label=_("Letter's reference"), max_length=120, required=False)
    member = forms.ModelChoiceField(
        Member.objects.with_identity(), label=_("Member"), required=False
    )
    country = forms.ModelChoiceField(Country.objects.all(), label=_("State"), required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), label=_("Organisation"), required=False
    )
    joined_on = DayField(
        label=_("Joins on"),
        required=False,
        widget=UnfoldDayInput,
        help_text=_("If left empty, the date of the letter."),
    )
    person = forms.ModelChoiceField(
        Person.objects.all(), label=_("Person in the register"), required=False
    )
    is_office = forms.BooleanField(
        label=_("An office with a functional mailbox, not a person"), required=False
    )
    category = forms.ModelChoiceField(
        Category.objects.in_order(),
        label=_("Category"),
        empty_label=None,
        widget=UnfoldAdminSelectWidget,
    )
    starts_on = DayField(
        label=_("From"),
        required=False,
        widget=UnfoldDayInput,
        help_text=_("If left empty, the date of the letter."),
    )
    ends_on = DayField(
        label=_("Until"),
        required=False,
        widget=UnfoldDayInput,
        help_text=_("If left empty, until further notice."),
    )
    same_person = CleanCharField(required=False, max_length=20)
    # The people of whom that was asked, by their keys: "new" is no answer about anybody else.
    asked_of = CleanCharField(required=False, max_length=2_000)
    # Whose designation ends, by its key: nobody else's is ended by this answer.
    hands_over = CleanCharField(required=False, max_length=20)
    is_invited = forms.BooleanField(required=False)
    language = forms.ChoiceField(
        label=_("Language of the email"),
        choices=settings.LANGUAGES,
        required=False,
        widget=UnfoldAdminSelectWidget,
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        by: User,
        is_final: bool = False,
        initial: Any = None,
    ) -> None:
        super().__init__(data, files, initial=initial)
        self.by = by
        self.is_final = is_final
        self.planned: Designation | None = None
        self.predecessor: Designation | None = None
        self.duplicates: list[LikelyDuplicate] = []
        self.fields |= forms.fields_for_model(Person, fields=CONTACT_FIELDS)
        self.fields["given_name"].help_text = _("Of an office, its name.")
        # Who chooses a person of the register leaves these empty.
        self.fields["given_name"].required = False
        for model, name in (
            (Designation, "member"),
            (Designation, "person"),
            (Member, "country"),
            (Member, "organisation"),
        ):
            picked: Any = self.fields[name]
            picked.widget = picker(model, name)
            picked.widget.choices = picked.choices
        for name, field in self.fields.items():
            if isinstance(field, CleanCharField):
                # Of names and titles nobody needs to be told how long they may be.
                field.tells_length = False
                field.label = capfirst(str(field.label))
                field.widget.attrs["class"] = " ".join(INPUT_CLASSES)
                field.widget.attrs["dir"] = "ltr" if name in {"email", "phone"} else "auto"

    @property
    def sent_in(self) -> LetterRequest | None:
        """The letter that a focal point sent in, from which this form began; while it waits."""
        rows = LetterRequest.objects.awaiting_review().with_names()
        return at_key(rows, self["letter_request"].value() or "").first()

    @property
    def kept(self) -> PrivateFile | None:
        """The letter that was uploaded with this form before, or that a focal point sent in."""
        own = super().kept
        if own is not None or (sent := self.sent_in) is None:
            return own
        return sent.letter if sent.letter.is_kept else None

    @property
    def known_duplicates(self) -> set[int]:
        """The keys of the people of whom was asked whether they are the same."""
        return {int(key) for key in (self["asked_of"].value() or "").split() if key.isdecimal()}

    @property
    def needs_first_page(self) -> bool:
        """Whether something is missing, or wrong that is shown on the first page."""
        return self.planned is None or bool(set(self.errors) - {*QUESTIONS, NON_FIELD_ERRORS})

    def tell_kept(self) -> None:
        """The page links to it."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        member, person = self._member(data), self._person(data)
        starts_on = data.get("starts_on") or data.get("letter_dated_on")
        if starts_on is None and not {"starts_on", "letter_dated_on"} & set(self.errors):
            self.add_error("starts_on", gettext("Enter the first day, or the date of the letter."))
        if (
            member
            and person
            and starts_on
            and data.get("category")
            and "ends_on" not in self.errors
        ):
            self._plan(data, member, person, starts_on)
        return data

    def _member(self, data: dict[str, Any]) -> Member | None:
        """The member, or the one that joins by this letter, not saved yet."""
        names = ("member", "country", "organisation")
        if any(name in self.errors for name in names):
            return None
        chosen = [name for name in names if data.get(name)]
        if not chosen:
            self.add_error(
                "member",
                gettext("Choose the member, or the State or organisation that joins."),
            )
            return None
        if len(chosen) > 1:
            self.add_error(chosen[1], gettext("Choose one: a member, or who joins by this letter."))
            return None
        found: Any = data[chosen[0]]
        if chosen == ["member"]:
            return found  # type: ignore[no-any-return]
        earlier = Member.objects.filter(**{chosen[0]: found}).first()
        if earlier is not None:
            sentence = (
                gettext("{name} has withdrawn. Change its status first, on its own page.")
                if earlier.state == Member.State.WITHDRAWN
                else gettext("{name} is a member already. Choose it as the member.")
            )
            self.add_error(chosen[0], sentence.format(name=found))
            return None
        joined_on = data.get("joined_on") or data.get("letter_dated_on")
        if joined_on is None:
            if "joined_on" not in self.errors:
                self.add_error(
                    "joined_on", gettext("Enter the day of joining, or the date of the letter.")
                )
            return None
        joining = Member(state=Member.State.CONFIRMED, **{chosen[0]: found})
        joining.joined_on = PartialDate.of(joined_on)
        return joining

    def _person(self, data: dict[str, Any]) -> Person | None:
        """The person, or one who is new, not saved yet."""
        if any(name in self.errors for name in ("person", *CONTACT_FIELDS)):
            return None
        is_new = any(data.get(name) for name in CONTACT_FIELDS)
        chosen: Person | None = data.get("person")
        if chosen is not None and is_new:
            self.add_error(
                "person",
                gettext("Choose a person in the register, or enter a new one: not both."),
            )
            return None
        if chosen is not None:
            return chosen
        if not is_new:
            self.add_error("person", gettext("Choose a person, or enter a new one below."))
            return None
        if not data["given_name"]:
            self.add_error("given_name", gettext("Enter the given name."))
            return None
        values = {name: data[name] for name in CONTACT_FIELDS}
        if not data.get("is_office"):
            return Person(**values)
        if data["title"] or data["family_name"]:
            self.add_error("given_name", ONE_NAME)
            return None
        if not data["email"]:
            self.add_error("email", MAILBOX)
            return None
        return Person(is_office=True, **values, **OFFICE_SHARES)

    def _plan(self, data: dict[str, Any], member: Member, person: Person, starts_on: Any) -> None:
        """The designation as it would be recorded, and what is to be asked before."""
        if person.pk is None:
            self.duplicates = likely_duplicates(person, member=member)
            same = data.get("same_person")
            if same and same != SOMEBODY_NEW:
                likely = [one.person.pk for one in self.duplicates]
                person = at_key(Person.objects.filter(pk__in=likely), same).first() or person
            if person.pk is None and self.is_final and self.duplicates:
                asked = same == SOMEBODY_NEW and self.known_duplicates
                if not asked or {one.person.pk for one in self.duplicates} - asked:
                    self.add_error("same_person", gettext("Say whether it is the same person."))
        planned = Designation(
            member=member,
            person=person,
            category=data["category"],
            starts_on=starts_on,
            ends_on=data.get("ends_on"),
            **{name: data.get(name) for name in LETTER},
        )
        predecessor = predecessor_of(planned)
        obstacle = refusal_for(planned, making_way=predecessor)
        if obstacle is not None:
            self.add_error(obstacle.field, obstacle.sentence)
            return
        self.planned, self.predecessor = planned, predecessor
        if predecessor is not None and self.is_final and data["hands_over"] != str(predecessor.pk):
            self.add_error(
                "hands_over",
                gettext("A member has one holder of this category at a time. Confirm the end."),
            )
