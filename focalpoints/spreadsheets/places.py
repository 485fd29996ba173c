"""Countries and organisations as spreadsheets name them: in six languages, by codes and aliases.

A name that several have is asked about and never guessed: `AU` is Australia's code and the African
Union's abbreviation.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override
from import_export.widgets import Widget
from translated_fields import to_attribute

from focalpoints.models import Country, Member, Organisation
from network.importing.problems import AmbiguousName
from network.importing.spreadsheets.cells import as_text
from network.values.folding import folded
from network.values.lists import listed

Place = Country | Organisation
_MOST_ALIKE = 3
_ALIKE = 0.75


class Places:
    """All countries and organisations by all that they are called.

    Read once for an import, when the first one is asked for.
    """

    def __init__(self, answers: Mapping[str, str] | None = None) -> None:
        self.answers = answers or {}

    def read(self) -> None:
        """Read them now: an export costs the same whether its first row names a place or not."""
        self.by_name  # noqa: B018 - which reads them

    @cached_property
    def by_code(self) -> dict[str, Place]:
        return {place.natural_key()[0]: place for place, _names in self._called}

    @cached_property
    def by_name(self) -> dict[str, dict[str, Place]]:
        found: dict[str, dict[str, Place]] = {}
        for place, names in self._called:
            (code,) = place.natural_key()
            for name in {folded(name) for name in names} - {""}:
                found.setdefault(name, {})[code] = place
        return found

    @cached_property
    def _called(self) -> list[tuple[Place, list[str]]]:
        """Each with its names."""
        found: list[tuple[Place, list[str]]] = []
        for country in Country.objects.all():
            more = (country.formal_name_en, country.iso3, country.iso2, country.m49)
            found.append((country, [*_in_languages(country, "name"), *more, *country.aliases]))
        for one in Organisation.objects.all():
            names = [*_in_languages(one, "name"), *_in_languages(one, "short")]
            found.append((one, [*names, one.code, *one.aliases]))
        return found

    def of_code(self, text: str) -> Place:
        """The place of the portal's own code; raises ValidationError."""
        found = self.by_code.get(text.strip().upper()) or self.by_code.get(text.strip())
        if found is None:
            raise ValidationError(
                _("“{text}” is no code of a country or an organisation.").format(text=text[:60])
            )
        return found

    def called(self, text: str, *kinds: type[Place]) -> Place:
        """The place of that name, of one of `kinds` (by default of any); raises ValidationError."""
        wanted = folded(text)
        # A spreadsheet drops leading zeros: the M49 code 004 arrives as 4.
        named = self.by_name.get(wanted) or self.by_name.get(wanted.zfill(3)) or {}
        found = {code: one for code, one in named.items() if isinstance(one, kinds or Place)}
        if (answer := self.answers.get(wanted)) in found:
            return found[answer]
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            raise _ambiguous(text, wanted, found)
        raise ValidationError(self._unknown(text, wanted, kinds))

    def _unknown(self, text: str, wanted: str, kinds: tuple[type[Place], ...]) -> str:
        names = {
            name: place
            for name, places in self.by_name.items()
            for place in places.values()
            if isinstance(place, kinds or Place)
        }
        alike = difflib.get_close_matches(wanted, names, _MOST_ALIKE, _ALIKE)
        found = list(dict.fromkeys(str(names[name].name) for name in alike))
        sentence = _("“{text}” is not a known country or organisation.").format(text=text[:60])
        if found:
            return f"{sentence} {_('Is it {names}?').format(names=listed(found))}"
        advice = _(
            "Write its name as in the portal’s list of countries or organisations, or its code, "
            "such as ESP."
        )
        return f"{sentence} {advice}"

    def name_of(self, place: Place) -> str:
        """The English name, where nothing else is called so; else the code."""
        (code,) = place.natural_key()
        with override("en"):
            name = str(place.name)
        return name if list(self.by_name.get(folded(name), {})) == [code] else code


def _in_languages(place: Place, name: str) -> list[str]:
    return [getattr(place, to_attribute(name, code)) or "" for code, _own in settings.LANGUAGES]


def _ambiguous(text: str, wanted: str, found: Mapping[str, Place]) -> AmbiguousName:
    choices = [(code, str(place.name)) for code, place in sorted(found.items())]
    return AmbiguousName(
        _("“{text}” can be {names}. Choose which one is meant, or write its code.").format(
            text=text[:60],
            names=listed([f"{name} ({code})" for code, name in choices]),
        ),
        asked=wanted,
        choices=choices,
    )


def identity_of(row: Mapping[str, Any], places: Places) -> Place | None:
    """The place that a row's columns `code`, `member`, `country` and `organisation` name.

    None where all are blank; raises ValidationError, also where they name different ones.
    """
    readers: dict[str, Callable[[str], Place]] = {
        "code": places.of_code,
        "member": places.called,
        # What `AU` means is asked whatever the column is called: people write both below "Country".
        "country": places.called,
        "organisation": places.called,
    }
    found: dict[str, Place] = {}
    errors: dict[str, ValidationError] = {}
    for name, read in readers.items():
        if name in row:
            try:
                found[name] = read(as_text(row[name]))
            except ValidationError as error:
                errors[name] = error
    # The code decides where a name alone would be asked about.
    if "code" in found and all(isinstance(one, AmbiguousName) for one in errors.values()):
        errors = {}
    if errors:
        raise ValidationError(errors)
    if len(set(found.values())) > 1:
        names = listed([str(place.name) for place in dict.fromkeys(found.values())])
        raise ValidationError(
            {list(found)[-1]: _("The row names several at once: {names}.").format(names=names)}
        )
    return next(iter(found.values()), None)


class PlacesCell(Widget):
    """Countries or members, between semicolons or line breaks."""

    def __init__(self, places: Places, *kinds: type[Place], members: bool = False) -> None:
        super().__init__()
        self.places, self.kinds, self.members = places, kinds, members

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        parts = [part.strip() for part in as_text(value).replace("\n", ";").split(";")]
        found = {self.places.called(part, *self.kinds): part for part in parts if part}
        if not self.members:
            return sorted(found, key=lambda place: place.pk)
        rows = []
        for place, text in found.items():
            member = member_of(place)
            if member is None:
                raise ValidationError(
                    _("“{text}” is no member of the Network.").format(text=text[:60])
                )
            rows.append(member)
        return sorted(rows, key=lambda member: member.pk)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        rows = [] if value is None else value.all()
        places = [row.identity if isinstance(row, Member) else row for row in rows]
        return "; ".join(sorted(self.places.name_of(place) for place in places))


def member_of(place: Place) -> Member | None:
    """The member that a country or an organisation is."""
    return members_at({place}).get(place)


def members_at(places: Collection[Place]) -> dict[Place, Member]:
    """The members that countries and organisations are, in one query."""
    if not places:
        return {}
    countries = [place.pk for place in places if isinstance(place, Country)]
    others = [place.pk for place in places if not isinstance(place, Country)]
    rows = Member.objects.filter(Q(country__in=countries) | Q(organisation__in=others))
    return {member.identity: member for member in rows.with_identity()}
