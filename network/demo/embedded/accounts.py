"""The account that the servers run as.

PostgreSQL refuses to run as root, so root lends both servers to an unprivileged account that
already exists. Nobody's permissions are changed for that: where the account cannot reach a
folder, the caller finds another place (see `home`).
"""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from network.demo.embedded.errors import EmbeddedError

# `nobody` is on every Linux; the others serve where it has been removed.
CANDIDATES = ("nobody", "daemon", "postgres")


@dataclass(frozen=True)
class Account:
    """An account that a child process can be given."""

    name: str
    uid: int
    gid: int

    def as_popen(self) -> dict[str, Any]:
        """The arguments that make `subprocess` run a child as this account and no more."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def server_account(owner: int | None = None) -> Account | None:
    """The account for the servers, or None to keep the present one.

    `owner` is the user id that existing data belong to: they stay with their owner.
    Raises EmbeddedError when the data belong to someone whom we cannot become.
    """
    if os.geteuid() != 0:
        if owner is not None and owner != os.geteuid():
            raise EmbeddedError(
                f"The data of the embedded servers belong to {_name_of(owner)}, and you are "
                f"{_name_of(os.geteuid())}. Run this as the user who made them, or set "
                "PORTAL_DATA_DIR to a folder of your own."
            )
        return None
    if owner:
        entry = _entry(owner)
        return Account(_name_of(owner), owner, entry.pw_gid if entry else owner)
    wanted = os.environ.get("PORTAL_SERVER_USER", "")
    for name in (wanted,) if wanted else CANDIDATES:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        if found.pw_uid != 0:
            return Account(name, found.pw_uid, found.pw_gid)
    raise EmbeddedError(
        f"PostgreSQL does not run as root, and there is no unprivileged user "
        f"{wanted or ' or '.join(CANDIDATES)} to run it as. Set PORTAL_SERVER_USER to one."
    )


def may_enter(account: Account | None, folder: Path) -> bool:
    """Whether `account` can reach and enter `folder` (or run it, when it is a program)."""
    return _find(account, folder, "-maxdepth", "0", "-executable", "-print") == f"{folder}\n"


def may_use(account: Account | None, program: Path) -> bool:
    """Whether `account` can run `program`, or read all of it when it is a folder."""
    shut = _find(account, "-L", program, "!", "-readable", "-print", "-quit")
    return may_enter(account, program) and shut == ""


def _find(account: Account | None, *arguments: Path | str) -> str | None:
    """What `find` prints when run as the account; None when a folder is closed to it.

    The kernel is asked as that account, because reading permission bits would miss access
    control lists and read-only mounts.
    """
    found = subprocess.run(  # noqa: S603 - our own tests on our own paths
        ["find", *map(str, arguments)],  # noqa: S607 - wherever the system has it
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        **(account.as_popen() if account else {}),
    )
    return found.stdout if found.returncode == 0 else None


def _entry(uid: int) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        return None


def _name_of(uid: int) -> str:
    entry = _entry(uid)
    return entry.pw_name if entry else f"user {uid}"
