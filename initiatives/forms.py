"""Forms of a plan and of an initiative: for drafts of members, and for the Secretariat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from focalpoints.models import Country, Member, Region
from focalpoints.review.forms import Part, ReviewForm, columns
from focalpoints.widgets import ChoiceFinder
from initiatives.models import (
    Initiative,
    NationalActionPlan,
    Pillar,
    PlanDocument,
    Support,
    Theme,
)
from network.documents.public import AddressOrUploadField
from network.values.collation import in_alphabetical_order


def _choices(label: Any, choices: Any, *, required: bool = False, help_text: Any = "") -> Any:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=required,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )


class OfferedRowsField(forms.ModelMultipleChoiceField):
    """Choices whose rows the form reads anyway; the chosen ones are found among them."""

    # The rows on offer by key; of each form its own, for the order follows the language.
    rows: dict[int, Any]

    def clean(self, value: Any) -> list[Any]:  # type: ignore[override]
        """The chosen rows; raises ValidationError for a key that is not on offer."""
        if not value:
            super().clean(value)  # Refuses where one is required.
            return []
        chosen = []
        for key in value:
            row = self.rows.get(int(key)) if str(key).isdecimal() and len(str(key)) < 19 else None
            if row is None:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": key},
                )
            chosen.append(row)
        return sorted(set(chosen), key=lambda row: row.pk)


class CountriesField(OfferedRowsField):
    """The 197 countries, by region, in the alphabetical order of the reader's language."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Country.objects.none(), widget=ChoiceFinder(search_label=_("Find a country")), **kwargs
        )

    def offer(self) -> None:
        """Fill in the countries; asked once per form, for the order follows the language."""
        self.queryset = Country.objects.in_order()
        rows = list(self.queryset)
        self.rows = {row.pk: row for row in rows}
        self.widget.choices = [
            (region.label, [(row.pk, str(row)) for row in rows if row.region == region.value])
            for region in in_alphabetical_order(Region, key=lambda region: region.label)
        ]


class MembersField(OfferedRowsField):
    """The Network's members: States in alphabetical order, then organisations."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Member.objects.none(), widget=ChoiceFinder(search_label=_("Find a member")), **kwargs
        )

    def offer(self, *, without: int | None) -> None:
        others = Member.objects.current().with_identity().in_protocol_order()
        self.queryset = others if without is None else others.exclude(pk=without)
        rows = list(self.queryset)
        self.rows = {row.pk: row for row in rows}
        self.widget.choices = [
            (_("States"), [(row.pk, row.name) for row in rows if row.is_state]),
            (_("Organisations"), [(row.pk, row.name) for row in rows if not row.is_state]),
        ]


class InitiativeForm(ReviewForm):
    """A member's draft of an initiative. Its owner cannot be changed."""

    pillars = _choices(_("pillars"), Pillar.choices, required=True)
    themes = _choices(_("themes"), Theme.choices)
    seeks = _choices(_("seeks support"), Support.choices)
    offers = _choices(_("offers support"), Support.choices)
    countries = CountriesField(
        label=_("countries"),
        required=False,
        help_text=_("Where it takes place. For a national initiative, your own is assumed."),
    )
    members = MembersField(
        label=_("other members that take part"),
        required=False,
        help_text=_("Members of the Network that carry it out with you."),
    )

    parts: ClassVar[tuple[Part, ...]] = (
        Part(_("Description"), translated=("title", "summary")),
        Part(_("Pillars and themes"), fields=("pillars", "themes")),
        Part(
            _("Where and with whom"),
            fields=("scope", "countries", "members", "partners"),
        ),
        Part(
            _("When"),
            fields=("starts_on", "ends_on", "status"),
            help=_("Enter as much of the date as is known: a year is enough."),
        ),
        Part(_("Support"), fields=("seeks", "offers")),
        Part(_("Contact and visibility"), fields=("contact", "source_url", "visibility")),
    )

    class Meta:
        model = Initiative
        fields = [
            *columns("title", "summary"),
            "pillars",
            "themes",
            "scope",
            "countries",
            "members",
            "partners",
            "starts_on",
            "ends_on",
            "status",
            "seeks",
            "offers",
            "contact",
            "source_url",
            "visibility",
        ]
        widgets = {name: forms.Textarea({"rows": 5}) for name in columns("summary")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["countries"].offer()  # type: ignore[attr-defined]
        self.fields["members"].offer(without=self.instance.owner_id)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name, sentence in initiative_contradictions(data):
            self.add_error(name, sentence)
        return data


class PlanForm(ReviewForm):
    """A member's draft of its plan. Its owner cannot be changed."""

    languages = _choices(_("languages of the document"), settings.LANGUAGES)
    document_url = AddressOrUploadField(
        label=_("web address of the document"), max_length=500, required=False
    )

    parts: ClassVar[tuple[Part, ...]] = (
        Part(
            _("The plan"),
            translated=("title",),
            fields=("generation", "state"),
            help=_("Without a title, it is called the National Action Plan of its country."),
        ),
        Part(
            _("Adoption and period"),
            fields=("adopted_on", "starts_on", "ends_on", "is_extended"),
            help=_("Enter as much of the date as is known: a year is enough."),
        ),
        Part(
            _("Responsibility and resources"),
            fields=(
                "lead_institution",
                "has_budget",
                "budget_note",
                "has_monitoring",
                "monitoring",
            ),
        ),
        Part(_("Document"), fields=("document_url", "languages")),
    )

    class Meta:
        model = NationalActionPlan
        fields = [
            *columns("title"),
            "generation",
            "state",
            "adopted_on",
            "starts_on",
            "ends_on",
            "is_extended",
            "lead_institution",
            "has_budget",
            "budget_note",
            "has_monitoring",
            "monitoring",
            "document_url",
            "languages",
        ]
        widgets = {"monitoring": forms.Textarea({"rows": 4})}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name, sentence in plan_contradictions(data):
            self.add_error(name, sentence)
        if data.get("generation"):
            # The form does not hold the owner, so that Django leaves this constraint unchecked.
            same = NationalActionPlan.objects.filter(
                country=self.instance.country_id,
                organisation=self.instance.organisation_id,
                generation=data["generation"],
            )
            if same.exclude(pk=self.instance.pk).exists():
                self.add_error("generation", _("A plan of this generation is recorded already."))
        return data


class PlanDocumentForm(ReviewForm):
    """One document of a plan."""

    asks_for_constraints = False
    url = AddressOrUploadField(label=_("web address"), max_length=500)

    class Meta:
        model = PlanDocument
        fields = ["kind", "title", "language", "url"]


def initiative_contradictions(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What does not go together in an initiative: the field, and a sentence."""
    scope, countries = data.get("scope"), data.get("countries")
    is_several = scope == Initiative.Scope.MULTI_COUNTRY
    if is_several and countries is not None and len(countries) < 2:
        yield "countries", _("Name at least two countries, or call it national.")
    yield from _ends_first(data)


def plan_contradictions(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What does not go together in a plan: the field, and a sentence."""
    yield from _ends_first(data)
    if data.get("budget_note") and data.get("has_budget") != NationalActionPlan.Answer.YES:
        yield "has_budget", _("You gave an amount: say that there is a dedicated budget.")
    is_prepared = data.get("state") == NationalActionPlan.State.PREPARATION
    if is_prepared and data.get("adopted_on"):
        yield "adopted_on", _("A plan under preparation has not been adopted yet.")


def _ends_first(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
    if starts_on and ends_on and ends_on.latest < starts_on.earliest:
        yield "ends_on", _("The end is before the start.")
