"""Whether a row of this database is the one that a line means."""

from __future__ import annotations

from django.db.models import Model

from network.audit.age import inserted_at
from network.journal.lines import Line

YOUNGER = "left as it is: what has this number now is younger than the erasure"


def is_younger(row: Model, line: Line) -> bool:
    """Whether `row`, which has the key of `line`, was made after what the line says.

    A restore sets the sequences back: until the journal is replayed, or with a line that came back
    later, a key can be given to somebody who has nothing to do with it.
    """
    since = inserted_at(row)
    return since is not None and since > line.happened_at
