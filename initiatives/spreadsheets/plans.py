"""National Action Plans in spreadsheets: a row is a generation of an owner's plan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from focalpoints.models import Country
from focalpoints.spreadsheets.entries import VersionedResource, owner_columns
from focalpoints.spreadsheets.places import Place, identity_of
from initiatives.forms import plan_contradictions
from initiatives.models import NationalActionPlan
from network.importing.spreadsheets.cells import (
    ChoiceCell,
    ChoicesCell,
    DateCell,
    NumberCell,
    TextCell,
    YesNoCell,
    as_text,
)
from network.importing.spreadsheets.columns import Column, in_languages, label_of, period_columns
from network.importing.spreadsheets.resources import Row

TITLES: dict[str, Iterable[str]] = {
    "en": ("title", "name of the plan"),
    "fr": ("titre", "intitulé", "nom du plan"),
    "es": ("titulo", "nombre del plan"),
}


class PlanResource(VersionedResource):
    """A row is about the plan at its web address, or of its owner and generation.

    Without either number or address it is the owner's only plan without a generation.
    """

    model = NationalActionPlan

    def columns(self) -> list[Column]:
        text, date, answer = TextCell(), DateCell(), ChoiceCell(NationalActionPlan.Answer)
        return [
            *owner_columns(),
            Column(
                "slug",
                "Web address",
                *("address", "slug", "adresse web", "direccion web"),
                widget=text,
                is_identity=True,
                label=label_of(NationalActionPlan, "slug"),
                shown=lambda plan: plan.slug,
            ),
            _column(
                "generation",
                "Generation",
                *("number", "no", "plan number", "numero", "n", "generacion"),
                widget=NumberCell(),
            ),
            *in_languages(
                "title",
                heading="Title",
                names=TITLES,
                widget=text,
            ),
            _column("original_title", "Original title", "titre original", widget=text),
            _column("original_language", "Original language", "langue originale", widget=text),
            _column(
                "state",
                "Status",
                "statut",
                "situacion",
                widget=ChoiceCell(NationalActionPlan.State),
            ),
            _column(
                "adopted_on",
                "Adopted",
                *("adopted on", "adoption", "date of adoption", "adopte", "date d'adoption"),
                *("adopcion", "fecha de adopcion", "aprobado"),
                widget=date,
            ),
            *period_columns(NationalActionPlan, date),
            _column("is_extended", "Extended", "prolonge", "prorrogado", widget=YesNoCell()),
            _column(
                "lead_institution",
                "Lead institution",
                *("lead", "institution", "institution chef de file", "institucion responsable"),
                widget=text,
            ),
            _column("has_budget", "Dedicated budget", "budget", "presupuesto", widget=answer),
            _column(
                "budget_note", "Amount of the budget", "montant", "amount", "monto", widget=text
            ),
            _column(
                "has_monitoring",
                "Monitoring framework",
                *("monitoring", "cadre de suivi", "marco de seguimiento"),
                widget=answer,
            ),
            _column(
                "monitoring",
                "How it is monitored",
                *("monitoring details", "suivi", "seguimiento"),
                widget=text,
            ),
            _column(
                "languages",
                "Languages",
                *("languages of the document", "langues", "idiomas"),
                widget=ChoicesCell(settings.LANGUAGES),
            ),
            _column(
                "document_url",
                "Document",
                *("url", "link", "web address of the document", "lien", "documento", "enlace"),
                widget=text,
            ),
            _column("source", "Source", "sources", "fuente", "fuentes", widget=text),
        ]

    def find(self, row: Row) -> NationalActionPlan | None:
        place = identity_of(row, self.places)
        found = self.held(slug=as_text(row["slug"])) if "slug" in row else None
        if found is not None:
            if place is not None and place != found.owner:
                raise ValidationError(
                    {"slug": _("The plan at this address is of {owner}.").format(owner=found.owner)}
                )
            return found  # type: ignore[no-any-return]
        if place is None:
            raise ValidationError(_("The row does not say whose plan it is about."))
        self.place: Place = place
        return self._of_generation(row)

    def _of_generation(self, row: Row) -> NationalActionPlan | None:
        number = NumberCell()
        try:
            generation = number.clean(row["generation"]) if "generation" in row else None
        except ValidationError as error:
            raise ValidationError({"generation": error}) from error
        plans = NationalActionPlan.objects.filter(**self._owner(), generation=generation)
        keys = list(plans.values_list("pk", flat=True)[:2])
        if len(keys) > 1:
            raise ValidationError(
                _("Several plans of {owner} have no generation. Name the web address.").format(
                    owner=self.place
                )
            )
        return self.held(pk=keys[0]) if keys else None

    def _owner(self) -> dict[str, Place]:
        return {"country" if isinstance(self.place, Country) else "organisation": self.place}

    def blank(self, row: Row) -> NationalActionPlan:
        return NationalActionPlan(**self._owner())

    def identity_of(self, instance: NationalActionPlan) -> str:
        (code,) = instance.owner.natural_key()
        return f"{code} {instance.generation or instance.slug}"

    def contradictions(self, instance: Any) -> Iterable[tuple[str, str]]:
        names = ("ends_on", "starts_on", "budget_note", "has_budget", "state", "adopted_on")
        if instance.pk is not None and not self.before.keys() & set(names):
            return ()
        return plan_contradictions({name: getattr(instance, name) for name in names})


def _column(attribute: str, heading: str, *names: str, widget: Any) -> Column:
    label = label_of(NationalActionPlan, attribute)
    return Column(attribute, heading, *names, widget=widget, label=label)
