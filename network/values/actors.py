"""The actor: what a service below the accounts needs to know of one."""

from __future__ import annotations

from typing import Any, Protocol


class Actor(Protocol):
    """The account behind a request, for rooms that know nothing of accounts."""

    @property
    def pk(self) -> Any: ...

    def has_perm(self, perm: str, obj: Any = None) -> bool: ...
