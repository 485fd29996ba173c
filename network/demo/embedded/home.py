"""Where the embedded servers keep their data, and under which names.

They live in `<data>/servers`. When the portal runs as root and the data folder lies where the
servers' account may not go (a home folder of mode 700, say), they live in a folder of their own
in /var/lib, and `<data>/servers-elsewhere` names it. No permission outside of these two folders
is ever changed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from network.demo.embedded.accounts import Account, may_enter, may_use, server_account
from network.demo.embedded.errors import EmbeddedError

PROJECT = Path(__file__).resolve().parents[3]
SYSTEM_PLACE = Path("/var/lib/wps-portal")
_ELSEWHERE = "servers-elsewhere"
_OWNER = "data-folder"
LOCK = "servers.lock"
# What the portal's processes make in a data folder: nothing else is ever removed from one.
_OURS = (
    LOCK,
    "servers",
    "servers.json",
    "servers.guests",
    _ELSEWHERE,
    "secret-key",
    "log",
    "media",
    "journal",
    "mailbox",
    "cache",
    "pdf-scratch",
    "static",
    "static.stamp",
    "styles",
    "test-databases",
    "beat-schedule*",
    "bench.json",
    "secret-key.*.unfinished",
    "servers*.unfinished",
)


def data_folder() -> Path:
    """The portal's data folder: PORTAL_DATA_DIR, or `var/` beside manage.py."""
    return Path(os.environ.get("PORTAL_DATA_DIR") or PROJECT / "var").resolve()


@dataclass(frozen=True)
class Home:
    """The folder of both servers, and the account that they run as (None: our own)."""

    folder: Path
    account: Account | None

    def private(self, name: str) -> Path:
        """A folder in this home that only the servers' account may enter."""
        folder = self.folder / name
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.account:
            os.chown(folder, self.account.uid, self.account.gid)
        return folder

    def runnable(self, program: Path, *, beside: tuple[Path, ...] = ()) -> Path:
        """`program`, or a copy of it where the servers' account cannot run it as it stands.

        It is one program or a folder of them; `beside` are folders that must keep their place
        relative to it (its libraries).
        """
        together = (program, *beside)
        if all(may_use(self.account, part) for part in together):
            return program
        root = Path(os.path.commonpath([part.parent for part in together]))
        states = [f"{part}:{part.stat().st_mtime_ns}" for part in together]
        stamp = hashlib.sha256("|".join(states).encode()).hexdigest()[:12]
        copy = self.folder / f"programs-{program.name}-{stamp}"
        if not copy.exists():
            for old in self.folder.glob(f"programs-{program.name}-*"):
                shutil.rmtree(old)
            # Under another name first: an interrupted copy is never taken for a complete one.
            unfinished = copy.with_name(f"{copy.name}.unfinished")
            for part in together:
                target = unfinished / part.relative_to(root)
                target.parent.mkdir(parents=True, exist_ok=True)
                if part.is_dir():
                    shutil.copytree(part, target, ignore=shutil.ignore_patterns("include"))
                else:
                    shutil.copy(part, target)
            for path in (unfinished, *unfinished.rglob("*")):
                runs = path.is_dir() or os.access(path, os.X_OK)
                path.chmod(0o755 if runs else 0o644)
            unfinished.rename(copy)
        return copy / program.relative_to(root)

    def passwords(self) -> tuple[dict[str, str], bool]:
        """The servers' passwords, and whether they were made just now."""
        file = self.folder / "passwords.json"
        try:
            known: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
            if {"postgres", "portal", "redis"} <= known.keys():
                return known, False
        except (FileNotFoundError, json.JSONDecodeError):
            pass
        known = {name: secrets.token_urlsafe(24) for name in ("postgres", "portal", "redis")}
        write_private(file, json.dumps(known))
        return known, True


def find_home(data: Path, *, say: Callable[[str], None]) -> Home:
    """The servers' home for a data folder, made when there is none yet.

    Raises EmbeddedError when the folder cannot be used. The caller holds the folder's lock.
    """
    elsewhere = data / _ELSEWHERE
    if elsewhere.exists():
        return _adopt(data, Path(elsewhere.read_text(encoding="utf-8").strip()))
    inside = data / "servers"
    if inside.exists():
        account = server_account(_owner_of_data(inside))
        if may_enter(account, inside):
            return Home(inside, account)
        if (inside / "postgres").exists():
            raise EmbeddedError(
                f"{inside} holds the servers' data, but the user {_name(account)} who owns them "
                "can no longer enter it. Give its parent folders back their permissions, or "
                "move the data folder."
            )
    account = server_account()
    inside.mkdir(exist_ok=True)
    inside.chmod(0o755)  # whatever the umask: the account has to pass through
    if may_enter(account, inside):
        return Home(inside, account)
    inside.rmdir()
    return _home_outside(data, account, say=say)


def _home_outside(data: Path, account: Account | None, *, say: Callable[[str], None]) -> Home:
    key = hashlib.sha256(str(data).encode()).hexdigest()[:12]
    outside = SYSTEM_PLACE / key
    try:
        if not SYSTEM_PLACE.exists():
            SYSTEM_PLACE.mkdir()
            SYSTEM_PLACE.chmod(0o755)
        if outside.exists():
            # The data folder was removed by hand, so its old database is not wanted back.
            aside = outside.with_name(f"{key}.{time.strftime('%Y%m%d-%H%M%S')}.old")
            outside.rename(aside)
            say(f"The database of an earlier, removed data folder was set aside: {aside}")
        outside.mkdir()
        outside.chmod(0o755)
    except OSError as error:
        raise EmbeddedError(
            f"The servers' user {_name(account)} cannot enter {data}, and {outside} cannot be "
            f"made ({error.strerror}). Set PORTAL_DATA_DIR to a folder that every user can pass "
            "through, such as one in /srv."
        ) from error
    if not may_enter(account, outside):
        raise EmbeddedError(
            f"The servers' user {_name(account)} can enter neither {data} nor {outside}. Set "
            "PORTAL_DATA_DIR to a folder that every user can pass through."
        )
    (outside / _OWNER).write_text(f"{data}\n", encoding="utf-8")
    write_private(data / _ELSEWHERE, f"{outside}\n")
    say(f"The user {_name(account)} cannot enter {data}: the servers' data are in {outside}.")
    return Home(outside, account)


def erase(data: Path) -> list[str]:
    """Remove what the portal made in the data folder, and the servers' home with it.

    The servers must not run. The folder goes too unless somebody keeps other things there, whose
    names are returned.
    """
    elsewhere = data / _ELSEWHERE
    if elsewhere.exists():
        outside = Path(elsewhere.read_text(encoding="utf-8").strip())
        # Only what is marked as this folder's own: a file that names "/" erases nothing.
        if _owner_written_in(outside) == data:
            shutil.rmtree(outside)
            with contextlib.suppress(OSError):  # other data folders have their servers there
                outside.parent.rmdir()
    for path in data.iterdir():
        if not _is_ours(path):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    left = sorted(path.name for path in data.iterdir())
    if not left:
        data.rmdir()
    return left


def _is_ours(path: Path) -> bool:
    return any(path.match(pattern) for pattern in _OURS)


def secret_key(data: Path) -> str:
    """Django's secret for this data folder, made once."""
    file = data / "secret-key"
    if not file.exists():
        write_private(file, secrets.token_urlsafe(64))
    return file.read_text(encoding="utf-8").strip()


def make_data_folder(data: Path) -> None:
    """Make the data folder when it is missing; raise EmbeddedError when it can't be used.

    A folder that holds other things and no data yet may be somebody's home folder.
    """
    if data.is_dir() and not (data / LOCK).exists():
        with contextlib.suppress(OSError):  # what cannot be listed is refused below
            others = sorted(path.name for path in data.iterdir() if not _is_ours(path))
            if others:
                raise EmbeddedError(
                    f"{data} holds other things ({others[0]}, say), so it does not become a data "
                    "folder. Set PORTAL_DATA_DIR to an empty folder, or to one that is not there "
                    "yet."
                )
    try:
        if not data.exists():
            data.mkdir(parents=True)
            # Root's servers run as another user, who has to pass through, not to list.
            data.chmod(0o711 if os.geteuid() == 0 else 0o700)
        (data / "log").mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise EmbeddedError(
            f"The data folder {data} cannot be made ({error.strerror}). Set PORTAL_DATA_DIR to "
            "a folder that you may write to."
        ) from error
    if not data.is_dir() or not os.access(data, os.W_OK | os.X_OK):
        raise EmbeddedError(
            f"The data folder {data} is not a folder that you may write to. Set PORTAL_DATA_DIR "
            "to one, or give this one to your user."
        )


def write_private(file: Path, text: str) -> None:
    """Write `text` at once, readable only for our own account."""
    unfinished = file.with_name(f"{file.name}.{os.getpid()}.unfinished")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(file)


def _adopt(data: Path, outside: Path) -> Home:
    """The home that `data` names, unless it belongs to another data folder that still stands."""
    owner = _owner_written_in(outside)
    if owner is None:
        raise EmbeddedError(
            f"{data / _ELSEWHERE} names {outside}, where no servers' data are. Restore that "
            f"folder from a backup, or remove the file {data / _ELSEWHERE} to begin again."
        )
    if owner != data:
        if (owner / _ELSEWHERE).exists():
            raise EmbeddedError(
                f"{data} is a copy of {owner}: both name the database in {outside}. Remove "
                f"{data / _ELSEWHERE} to give the copy an empty database of its own."
            )
        (outside / _OWNER).write_text(f"{data}\n", encoding="utf-8")  # the folder was moved
    return Home(outside, server_account(_owner_of_data(outside)))


def _owner_written_in(outside: Path) -> Path | None:
    try:
        return Path((outside / _OWNER).read_text(encoding="utf-8").strip())
    except OSError:
        return None


def _owner_of_data(home: Path) -> int | None:
    """The owner of the cluster in this home; None while there is none."""
    cluster = home / "postgres"
    return cluster.stat().st_uid if cluster.exists() else None


def _name(account: Account | None) -> str:
    return account.name if account else "who runs this"
