"""Members in spreadsheets."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import PROTECT
from django.utils.translation import gettext as _

from focalpoints.members import import_member, remove_members
from focalpoints.models import Country, Member
from focalpoints.spreadsheets.entries import VersionedResource, owner_columns
from focalpoints.spreadsheets.places import Place, identity_of
from network.importing.spreadsheets.cells import ChoiceCell, DateCell, TextCell
from network.importing.spreadsheets.columns import Column, label_of
from network.importing.spreadsheets.resources import Row


class MemberResource(VersionedResource):
    """A row is about the member that its country or organisation is."""

    model = Member

    def columns(self) -> list[Column]:
        return [
            *owner_columns(),
            Column(
                "state",
                "Status",
                *("membership status", "statut", "situation", "estatus", "situacion"),
                widget=ChoiceCell(Member.State),
                label=label_of(Member, "state"),
            ),
            Column(
                "joined_on",
                "Joined",
                *("joined on", "date joined", "member since", "since", "joining date", "accession"),
                *("adhesion", "date d'adhesion", "membre depuis", "depuis", "a rejoint"),
                *("fecha de adhesion", "miembro desde", "desde", "ingreso", "fecha de ingreso"),
                widget=DateCell(),
                label=label_of(Member, "joined_on"),
            ),
            Column(
                "left_on",
                "Left",
                *("left on", "date left", "withdrawn on", "withdrawal", "until"),
                *("retrait", "date de retrait", "jusqu'au", "a quitte", "depart"),
                *("retirada", "fecha de retirada", "hasta", "salida", "fecha de salida"),
                widget=DateCell(),
                label=label_of(Member, "left_on"),
            ),
            Column(
                "source",
                "Source",
                *("sources", "reference", "fuente", "fuentes", "referencia"),
                widget=TextCell(),
                label=label_of(Member, "source"),
            ),
        ]

    def find(self, row: Row) -> Member | None:
        place = identity_of(row, self.places)
        if place is None:
            raise ValidationError(_("The row does not say which member it is about."))
        self.place: Place = place
        by = {"country": place} if isinstance(place, Country) else {"organisation": place}
        found: Member | None = self.held(**by)
        return found

    def blank(self, row: Row) -> Member:
        if isinstance(self.place, Country):
            return Member(country=self.place)
        return Member(organisation=self.place)

    def identity_of(self, instance: Member) -> str:
        return instance.natural_key()[0]

    def mark_of(self, instance: Member) -> str:
        # Its status is no matter of versions.
        return f"{instance.version} {instance.state}"

    def write(self, instance: Member, is_new: bool) -> None:
        import_member(instance, by=self.by, write_related=lambda: self.write_links(instance))

    def left_by_undo(
        self,
        marks: Mapping[int, str],
        new: Collection[int],
        about: Mapping[int, dict[str, Any]],
    ) -> dict[int, str]:
        used = {key: _("It has entries or designations since.") for key in _referred_to(new)}
        return {**used, **super().left_by_undo(marks, new, about)}

    def remove(self, entries: Sequence[Any]) -> None:
        remove_members(entries, by=self.undoing)


def _referred_to(keys: Collection[int]) -> set[int]:
    """Which members something refers to that keeps them from being deleted."""
    found: set[int] = set()
    for relation in Member._meta.related_objects:
        if relation.on_delete is PROTECT:
            name = relation.field.attname
            rows = relation.related_model._base_manager.filter(**{f"{name}__in": keys})
            found.update(rows.values_list(name, flat=True).distinct())
    return found
