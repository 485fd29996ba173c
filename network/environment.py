"""The environment's variables, typed; who sets one wrongly is told which, and how it should read.

`python -m network.environment` reads all settings as a process of the portal would. It ends with
0, or says one sentence and ends with 78 (EX_CONFIG of sysexits.h).
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

_ON = frozenset({"on", "yes", "true", "1"})
_OFF = frozenset({"off", "no", "false", "0"})
_ENCODED = "Special characters in a password are percent-encoded, as in %23 for #."


class Environment:
    """Reads variables; an empty one counts as unset. Each may come as a file, by `NAME_FILE`.

    Every method raises ImproperlyConfigured with a sentence that names the variable. The value
    is told only where it is no secret.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    def text(self, name: str, default: str = "") -> str:
        file = self._variables.get(f"{name}_FILE")
        if not file:
            return self._variables.get(name) or default
        try:
            # Editors and `echo` end a file with a line end, which is no part of a secret.
            return Path(file).read_text(encoding="utf-8").rstrip("\r\n") or default
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE names {file}, which cannot be read: {error.strerror}."
            ) from error
        except UnicodeDecodeError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE names {file}, which is not a text in UTF-8."
            ) from error

    def number(self, name: str, default: int) -> int:
        given = self.text(name, str(default))
        if not given.isdecimal():
            raise ImproperlyConfigured(f"{name} is {given!r}; it must be a number.")
        return int(given)

    def switch(self, name: str, default: bool) -> bool:
        given = self.text(name).lower()
        if given and given not in _ON | _OFF:
            raise ImproperlyConfigured(f"{name} is {given!r}; it must be on or off.")
        return given in _ON if given else default

    def choice(self, name: str, choices: Sequence[str], default: str) -> str:
        given = self.text(name, default)
        if given not in choices:
            *others, last = choices
            raise ImproperlyConfigured(
                f"{name} is {given!r}; it may be {', '.join(others)} or {last}."
            )
        return given

    def words(self, name: str, default: Sequence[str]) -> list[str]:
        """A list, written with commas between."""
        given = [word.strip() for word in self.text(name).split(",")]
        return [word for word in given if word] or list(default)


def postgres(url: str) -> dict[str, Any]:
    """What Django is told of the database that DATABASE_URL names."""
    config: dict[str, Any] = {}
    if urlsplit(url).scheme in {"postgres", "postgresql"}:
        try:
            config = environ.Env.db_url_config(url)
        except (ValueError, ImproperlyConfigured):
            config = {}
    if not config.get("NAME"):
        raise ImproperlyConfigured(
            "DATABASE_URL must read postgres://user:password@host:5432/name; the portal works "
            f"with PostgreSQL only. {_ENCODED}"
        )
    return config


def redis(url: str) -> str:
    """REDIS_URL, if it is one."""
    parts = _parts(url)
    if parts is None or parts.scheme not in {"redis", "rediss"} or not parts.hostname:
        raise ImproperlyConfigured(f"REDIS_URL must read redis://:password@host:6379/0. {_ENCODED}")
    return url


def mail(url: str) -> dict[str, Any]:
    """What Django is told of the mail server that EMAIL_URL names.

    `smtps` is refused: to some it means TLS from the first byte, to others STARTTLS, and the
    wrong one of the two hangs instead of failing.
    """
    parts = _parts(url)
    if parts is None or not parts.hostname or parts.scheme not in {"smtp", "smtp+tls", "smtp+ssl"}:
        raise ImproperlyConfigured(
            "EMAIL_URL must read smtp+tls://user:password@host:587 (STARTTLS), "
            "smtp+ssl://user:password@host:465 (TLS from the start) or smtp://host:25 (a relay "
            f"on the same machine). {_ENCODED}"
        )
    config: dict[str, Any] = environ.Env.email_url_config(url)
    return config


def site(url: str) -> str:
    """SITE_URL without its last slash."""
    parts = _parts(url)
    if (
        parts is None
        or parts.scheme not in {"http", "https"}
        or not parts.hostname
        or parts.path not in {"", "/"}
    ):
        raise ImproperlyConfigured(
            f"SITE_URL is {url!r}; it must be the portal's address without a path, as in "
            "https://portal.example.org."
        )
    return url.rstrip("/")


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is what raises
    except ValueError:
        return None
    return parts


def require_settings() -> None:
    """End the process with one sentence, and no trace, where the settings refuse."""
    try:
        importlib.import_module("network.settings")
    except ImproperlyConfigured as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.exit(os.EX_CONFIG)


if __name__ == "__main__":
    require_settings()
