"""Initiatives in spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from translated_fields import to_attribute

from focalpoints.models import Country, Member
from focalpoints.spreadsheets.entries import VersionedResource, owner_columns
from focalpoints.spreadsheets.places import PlacesCell, identity_of, member_of
from initiatives.forms import initiative_contradictions
from initiatives.models import Initiative, Pillar, Support, Theme
from network.importing.spreadsheets.cells import (
    ChoiceCell,
    ChoicesCell,
    DateCell,
    TextCell,
    as_text,
)
from network.importing.spreadsheets.columns import Column, in_languages, label_of, period_columns
from network.importing.spreadsheets.resources import Row
from network.values.folding import folded

TITLE = to_attribute("title", "en")
TITLES: dict[str, Iterable[str]] = {
    "en": ("title", "name of the initiative"),
    "fr": ("titre", "intitulé"),
    "es": ("titulo", "nombre de la iniciativa"),
}
SUMMARIES: dict[str, Iterable[str]] = {
    "en": ("summary", "description", "abstract"),
    "fr": ("resume", "descriptif"),
    "es": ("resumen", "descripcion"),
}


class InitiativeResource(VersionedResource):
    """A row is about the initiative at its web address, or of its member and English title."""

    model = Initiative

    def columns(self) -> list[Column]:
        text, date = TextCell(), DateCell()
        support = ChoicesCell(Support)
        return [
            *owner_columns(),
            Column(
                "slug",
                "Web address",
                *("address", "slug", "adresse web", "direccion web"),
                widget=text,
                is_identity=True,
                label=label_of(Initiative, "slug"),
                shown=lambda initiative: initiative.slug,
            ),
            *in_languages(
                "title",
                heading="Title",
                names=TITLES,
                widget=text,
            ),
            *in_languages(
                "summary",
                heading="Summary",
                names=SUMMARIES,
                widget=text,
            ),
            _column("scope", "Scope", "portee", "alcance", widget=ChoiceCell(Initiative.Scope)),
            _column("pillars", "Pillars", "piliers", "pilares", widget=ChoicesCell(Pillar)),
            _column("themes", "Themes", "topics", "temas", widget=ChoicesCell(Theme)),
            _column(
                "countries",
                "Countries",
                *("countries covered", "pays couverts", "paises", "paises cubiertos"),
                widget=PlacesCell(self.places, Country),
            ),
            _column(
                "members",
                "Other members",
                *("members", "partners in the network", "autres membres", "otros miembros"),
                widget=PlacesCell(self.places, members=True),
            ),
            _column("partners", "Partners", "partenaires", "socios", widget=text),
            *period_columns(Initiative, date),
            _column(
                "status", "Status", "statut", "situacion", widget=ChoiceCell(Initiative.Status)
            ),
            _column("seeks", "Seeks", "seeks support", "recherche", "busca", widget=support),
            _column("offers", "Offers", "offers support", "offre", "ofrece", widget=support),
            _column("contact", "Contact institution", "contact", "contacto", widget=text),
            _column("source_url", "Source", "url", "link", "lien", "fuente", widget=text),
            _column(
                "visibility",
                "Who may see it",
                *("visibility", "visibilite", "visibilidad"),
                widget=ChoiceCell(Initiative.Visibility),
            ),
        ]

    def with_related(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        self.places.read()
        return rows.select_related("owner__country", "owner__organisation").prefetch_related(
            "countries", "members__country", "members__organisation"
        )

    def find(self, row: Row) -> Initiative | None:
        found = self.held(slug=as_text(row["slug"])) if "slug" in row else None
        place = identity_of(row, self.places)
        if found is not None:
            if place is not None and place != found.owner.identity:
                raise ValidationError(
                    {
                        "slug": _("The initiative at this address is of {owner}.").format(
                            owner=found.owner
                        )
                    }
                )
            return found  # type: ignore[no-any-return]
        if place is None:
            raise ValidationError(_("The row does not say whose initiative it is about."))
        owner = member_of(place)
        if owner is None:
            raise ValidationError(_("{name} is no member of the Network.").format(name=place))
        self.owner: Member = owner
        return self._of_title(row)

    def _of_title(self, row: Row) -> Initiative | None:
        if "title_en" not in row:
            raise ValidationError(_("The row has no English title."))
        titled = Initiative.objects.filter(owner=self.owner).titled(as_text(row["title_en"]))
        same = list(titled.order_by().values_list("pk", flat=True)[:2])
        if len(same) > 1:
            raise ValidationError(
                {
                    "title_en": _(
                        "{owner} has several initiatives of this title. Name the web address."
                    ).format(owner=self.owner)
                }
            )
        return self.held(pk=same[0]) if same else None

    def blank(self, row: Row) -> Initiative:
        return Initiative(owner=self.owner)

    def identity_of(self, instance: Initiative) -> str:
        return f"{instance.owner.natural_key()[0]} {folded(str(getattr(instance, TITLE)))}"

    def contradictions(self, instance: Any) -> Iterable[tuple[str, str]]:
        names = ("scope", "ends_on", "starts_on")
        if instance.pk is not None and not self.before.keys() & {*names, "countries"}:
            return ()
        countries = self.links.get("countries")
        if countries is None:
            countries = [] if instance.pk is None else list(instance.countries.all())
        said = {name: getattr(instance, name) for name in names}
        return initiative_contradictions({**said, "countries": countries})


def _column(attribute: str, heading: str, *names: str, widget: Any) -> Column:
    label = label_of(Initiative, attribute)
    return Column(attribute, heading, *names, widget=widget, label=label)
