"""What upper floors lend to lower ones: panels, cards, menus, kinds of entries and the like.

A room or an app that can take something up declares a kind of contribution (a subclass of
`Contribution`) and reads what there is of it by `registry.of(Kind)`. Each app declares what it
lends in one module, `contributions.py`, by `registry.add(...)`; these modules are read once, when
Django is ready (network.apps), in the order of INSTALLED_APPS.

This module lies below every room: it imports nothing of the portal.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """Something that an app lends to a lower floor.

    `name` is unique within its kind. `order` sorts them, the smaller first; those of equal order
    follow INSTALLED_APPS.
    """

    name: str
    order: int = 0


C = TypeVar("C", bound=Contribution)

_held: dict[type[Contribution], dict[str, Contribution]] = {}
_is_closed = False


def add(*given: Contribution) -> None:
    """Register contributions; called in the `contributions` modules of the apps, nowhere else.

    Raises ImproperlyConfigured for a name that another one of the kind has, and once the portal
    has started: what is added later would show in some processes and not in others.
    """
    for one in given:
        kind = type(one)
        if _is_closed:
            raise ImproperlyConfigured(f"{kind.__name__} {one.name!r} comes after the start.")
        named = _held.setdefault(kind, {})
        if one.name in named:
            raise ImproperlyConfigured(f"There are two of {kind.__name__} {one.name!r}.")
        named[one.name] = one


def close() -> None:
    """Register nothing more; called once all apps have contributed."""
    global _is_closed
    _is_closed = True


def of(kind: type[C]) -> list[C]:
    """All contributions of a kind, in their order."""
    held: list[C] = list(_held.get(kind, {}).values())  # type: ignore[arg-type]
    return sorted(held, key=lambda one: one.order)


def named(kind: type[C], name: str) -> C | None:
    """The contribution of a kind that has this name, if there is one."""
    found: C | None = _held.get(kind, {}).get(name)  # type: ignore[assignment]
    return found


@contextmanager
def replaced(kind: type[C], *given: C) -> Iterator[None]:
    """For tests: make `given` all contributions of a kind inside the block."""
    before = _held.get(kind, {})
    _held[kind] = {one.name: one for one in given}
    try:
        yield
    finally:
        _held[kind] = before
