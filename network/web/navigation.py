"""The main navigation: sections that the apps own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from network import registry


def _everybody(_user: object) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Section(registry.Contribution):
    """A place of the main navigation; `name` is that of its address.

    `is_for` says whether a reader, signed in or not, sees it. One that `shows_any_day` is linked
    with the day of the page that the link stands on.
    """

    label: Any
    is_for: Callable[[object], bool] = _everybody
    shows_any_day: bool = False


def sections_for(user: object) -> list[Section]:
    """The sections that this reader is shown, in their order."""
    return [section for section in registry.of(Section) if section.is_for(user)]
