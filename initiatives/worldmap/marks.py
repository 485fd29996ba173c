"""What callers say about a State or an owner for the map to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Text = str | Promise

# In the order of the legend and of keyboard navigation, the most settled first.
STATES: Mapping[str, Text] = {
    "in_force": gettext_lazy("Plan in force"),
    "lapsing": gettext_lazy("Plan lapses within a year"),
    "lapsed": gettext_lazy("Plan lapsed"),
    "recorded": gettext_lazy("Plan recorded, period unknown"),
    "preparation": gettext_lazy("Plan under preparation"),
    "no_record": gettext_lazy("No plan recorded"),
}


@dataclass(frozen=True)
class CountryMark:
    """What the map shows of one of the 197: `state` is a key of STATES.

    `name` is in the reader's language; `url` may be empty (no link); `note` is added to the
    label, for instance the plan's period. On a map about something else than plans `words` say
    what the colour means there. Raises ValueError for a state that is not one.
    """

    iso3: str
    name: str
    state: str = "no_record"
    is_member: bool = False
    url: str = ""
    note: str = ""
    words: Text = ""

    def __post_init__(self) -> None:
        if self.state not in STATES:
            raise ValueError(f"{self.state!r} is not a state of a plan")

    @property
    def label(self) -> str:
        """One line for the tooltip and for the screen reader; empty without a name."""
        if not self.name:
            return ""
        facts = [str(self.words or STATES[self.state])]
        if self.note:
            facts.append(self.note)
        if self.is_member:
            facts.append(_("member of the Network"))
        # Translators: a country and, separated by semicolons, what the map shows of it.
        return _("%(country)s: %(facts)s") % {"country": self.name, "facts": "; ".join(facts)}


@dataclass(frozen=True)
class OwnerMark:
    """A counted dot: `count` initiatives at the place of their owner.

    The place is the State's own (`iso3`), or the headquarters of an organisation (`lat` and
    `lon` in degrees). `label` says it in words, the count included, in the reader's language.
    """

    count: int
    label: str
    url: str = ""
    iso3: str = ""
    lat: float | None = None
    lon: float | None = None
    is_organisation: bool = False
