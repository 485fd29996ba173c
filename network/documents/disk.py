"""A full disk, as distinct from every other fault."""

from __future__ import annotations

import errno

# A full disk, and a quota that is used up.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def is_disk_full(error: BaseException | None) -> bool:
    """Whether `error` says that the disk is full; another attempt may succeed once it is not."""
    return isinstance(error, OSError) and error.errno in _FULL
