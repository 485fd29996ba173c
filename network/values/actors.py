"""Who does something: what a service below the accounts needs to know of them."""

from __future__ import annotations

from typing import Any, Protocol


class Actor(Protocol):
    """The account behind a request, as rooms see it that know nothing of accounts."""

    @property
    def pk(self) -> Any: ...

    def has_perm(self, perm: str, obj: Any = None) -> bool: ...
