"""A full disk, as distinct from every other fault."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from network.values.refusals import Refusal

# A full disk, and a quota that is used up.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def is_disk_full(error: BaseException | None) -> bool:
    """Whether `error` says that the disk is full; another attempt may succeed once it is not."""
    return isinstance(error, OSError) and error.errno in _FULL


@contextmanager
def refusing_full_disk(sentence: Any, *, field: str) -> Iterator[None]:
    """Raise a Refusal that says `sentence` beside `field` where the disk has no room."""
    try:
        yield
    except OSError as error:
        if not is_disk_full(error):
            raise
        raise Refusal(str(sentence), field=field) from error
