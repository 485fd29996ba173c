"""Kinds of erasures: what an app declares so that its own are done again after a restore."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from network import registry
from network.journal.lines import Line


@dataclass(frozen=True, kw_only=True)
class JournalKind(registry.Contribution):
    """A kind of entries of the journal.

    `replay` does again what a line says, in a transaction, and answers with what it found, a
    sentence without a name or an address. What is no longer there is no fault, and what has the
    key of the line but is younger stays as it is (`network.journal.rows`). It may be called twice,
    and with a line whose addresses cannot be compared: then the key alone says what is meant.
    """

    replay: Callable[[Line], str]
