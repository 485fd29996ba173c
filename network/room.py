"""Room on the disk: telling a full one from every other fault."""

from __future__ import annotations

import errno

# A full disk, and a quota that is used up.
_OUT_OF_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


def is_out_of_room(error: BaseException | None) -> bool:
    """Whether `error` says that the disk is full: more room, and another attempt succeeds."""
    return isinstance(error, OSError) and error.errno in _OUT_OF_ROOM
