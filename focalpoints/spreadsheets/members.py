"""Members in spreadsheets."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _

from focalpoints.members import import_member, remove_member
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

    def why_not_taken_back(self, key: int, *, mark: str, was_new: bool) -> str:
        why = super().why_not_taken_back(key, mark=mark, was_new=was_new)
        if not why and was_new:
            try:
                Collector(using="default").collect(Member.objects.filter(pk=key))
            except ProtectedError:
                return _("It has entries or designations since.")
        return why

    def remove(self, instance: Any) -> None:
        remove_member(instance, by=self.undoing)
