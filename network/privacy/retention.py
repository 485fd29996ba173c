"""How long which data are kept: rules that each app declares beside what carries them out."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from network import registry
from network.documents.private import PrivateFileKind

_DAY = datetime.timedelta(days=1)
_AS_NEEDED = gettext_lazy("As long as it is needed; whoever keeps it removes it.")
_FROM_UPLOAD = gettext_lazy("For {time} after it was uploaded.")


@dataclass(frozen=True, kw_only=True)
class RetentionRule(registry.Contribution):
    """How long something is kept: `sentence`, in which `{time}` is `kept` in words.

    `kept` is the very value by which the data go, so that the page says what happens.
    """

    what: Any
    sentence: Any
    kept: datetime.timedelta | None = None

    @property
    def words(self) -> str:
        """The sentence in the active language."""
        sentence = str(self.sentence)
        return sentence if self.kept is None else sentence.format(time=span(self.kept))


def span(length: datetime.timedelta) -> str:
    """A length of whole days or, below one, hours in words."""
    if length % _DAY:
        hours = round(length.total_seconds() / 3600)
        return ngettext("{number} hour", "{number} hours", hours).format(number=hours)
    days = length.days
    return ngettext("{number} day", "{number} days", days).format(number=days)


def retention_rules() -> list[RetentionRule]:
    """Every rule of the portal, those of private files by their kinds included."""
    files = [_of_files(kind) for kind in registry.of(PrivateFileKind)]
    return [*registry.of(RetentionRule), *files]


def _of_files(kind: PrivateFileKind) -> RetentionRule:
    days = kind.days_kept
    return RetentionRule(
        name=f"private-{kind.name}",
        what=_("Private files: {kind}").format(kind=kind.label),
        sentence=_AS_NEEDED if days is None else _FROM_UPLOAD,
        kept=None if days is None else datetime.timedelta(days=days),
    )
