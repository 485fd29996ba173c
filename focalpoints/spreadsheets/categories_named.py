"""Categories of designation as spreadsheets name them."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from translated_fields import to_attribute

from focalpoints.models import Category
from network.values.folding import folded
from network.values.lists import listed

# What lists call the usual ones, besides their names.
_USUAL = {
    "focal_point": (
        *("focal point", "nfp", "fp", "primary focal point", "main focal point", "principal"),
        *("wps focal point", "national wps focal point", "point focal", "titulaire"),
        *("point focal principal", "punto focal", "punto focal principal", "titular"),
    ),
    "alternate": (
        *("alternate", "alternate national focal point", "deputy focal point", "deputy"),
        *("alternate nfp", "second focal point", "suppleant", "suppleante"),
        *("point focal adjoint", "suplente", "punto focal alterno", "alterno"),
    ),
    "military": (
        *("military adviser", "military advisor", "military gender advisor", "genad"),
        *("conseiller militaire", "asesor militar"),
    ),
    "police": ("police adviser", "police gender adviser", "police focal point"),
    "mission": ("mission", "permanent mission", "mission contact", "mission permanente"),
}
_BETWEEN = re.compile(r"[;/+&\n,]| and | et | y ")


class Categories:
    """All categories by all that they are called; read once for an import."""

    def __init__(self) -> None:
        self._called: dict[str, Category] = {}
        for category in Category.objects.in_order():
            names = [
                getattr(category, to_attribute("name", code)) for code, _n in settings.LANGUAGES
            ]
            for name in (category.code, *names, *_USUAL.get(category.code, ())):
                self._called.setdefault(folded((name or "").replace("_", " ")), category)
        self._called.pop("", None)

    def called(self, text: str) -> Category:
        """The category of that name; raises ValidationError with those that there are."""
        found = self.known(text)
        if found is not None:
            return found
        parts = [part for part in _BETWEEN.split(text) if part.strip()]
        if len(parts) > 1 and all(self.known(part) for part in parts):
            raise ValidationError(
                _("“{text}” names several categories. Write a row for each of them.").format(
                    text=text[:60]
                )
            )
        names = dict.fromkeys(category.name for category in self._called.values())
        raise ValidationError(
            _("“{text}” is no category of designation. Write one of: {names}.").format(
                text=text[:60], names=listed([str(name) for name in names])
            )
        )

    def known(self, text: str) -> Category | None:
        return self._called.get(folded(text))
