"""Postfix's own test programs: `smtp-sink`, which takes mail, and `smtp-source`, which sends it.

They are looked for on the machine; else Debian's package is unpacked into `var/postfix`, installing
nothing. Where neither is to be had, the sink of `benchmarks.sink` takes their place, and there is
no figure against `smtp-source`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.sink import sink
from network.demo.embedded.ports import free_port

_UNPACKED = Path(__file__).resolve().parent.parent / "var" / "postfix"
_PATH = f"{os.defpath}:/usr/sbin:{_UNPACKED / 'usr' / 'sbin'}"
_BACKLOG = "128"


def program(name: str) -> str:
    """The path of smtp-sink or smtp-source; empty where there is none."""
    if not shutil.which(name, path=_PATH):
        _unpack()
    return shutil.which(name, path=_PATH) or ""


def environment() -> dict[str, str]:
    """Where an unpacked program finds its libraries."""
    return {**os.environ, "LD_LIBRARY_PATH": str(_UNPACKED / "usr" / "lib" / "postfix")}


@contextlib.contextmanager
def smtp_sink() -> Iterator[tuple[int, str]]:
    """The port of a running server, and its name."""
    found = program("smtp-sink")
    if not found:
        with sink() as server:
            yield server.port, "the portal's own sink"
        return
    port = free_port()
    rights = ["-u", "nobody"] if os.geteuid() == 0 else []
    with subprocess.Popen(
        [found, *rights, f"127.0.0.1:{port}", _BACKLOG], env=environment()
    ) as process:
        try:
            _wait_for(port)
            yield port, "smtp-sink"
        finally:
            process.kill()


def _wait_for(port: int) -> None:
    until = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def _unpack() -> None:
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        return
    _UNPACKED.mkdir(parents=True, exist_ok=True)
    fetched = subprocess.run(
        ["apt-get", "download", "--quiet", "postfix"], cwd=_UNPACKED, capture_output=True
    )
    if fetched.returncode == 0:
        for package in _UNPACKED.glob("postfix_*.deb"):
            subprocess.run(["dpkg", "-x", package, _UNPACKED], check=True)
