"""The environment's variables, typed.

A wrong value stops the start with a sentence that names the variable and the right form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from email.utils import getaddresses
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

_ON = frozenset({"on", "yes", "true", "1"})
_OFF = frozenset({"off", "no", "false", "0"})
# A name or an IP address, perhaps with all its subdomains; an IPv6 address in brackets.
_HOST = re.compile(r"\.?[\w-]+(?:\.[\w-]+)*|\[?[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*\]?")
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ENCODED = "Special characters in a password are percent-encoded, as in %23 for #."


class Environment:
    """Reads variables; an empty one counts as unset. Each may come as a file, by `NAME_FILE`.

    Every method raises ImproperlyConfigured with a sentence that names the variable. The value
    is shown only where it is no secret.
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

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        given = self.text(name, str(default))
        is_number = given.isascii() and given.isdecimal() and len(given) <= len(str(most))
        if not is_number or not least <= int(given) <= most:
            raise ImproperlyConfigured(
                f"{name} is {_shown(given)}; it must be a number from {least} to {most}."
            )
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


def require_sender(name: str, value: str) -> None:
    """Refuse the variable `name` unless it is one email address, perhaps with a name."""
    # A list of two, or a name with a bare comma, reads as several.
    pairs = getaddresses([value])
    address = pairs[0][1] if len(pairs) == 1 else ""
    # The parser corrects what people write: "a b@example.org" would become "ab@example.org".
    is_whole = value == address or value.endswith(f"<{address}>")
    if _ODD.search(value) or not is_whole or not _is_address(address):
        raise ImproperlyConfigured(
            f"{name} is {_shown(value)}; it must be one email address, as in "
            "secretariat@example.org or Secretariat <secretariat@example.org>."
        )


def require_address(name: str, value: str) -> None:
    """Refuse the variable `name` unless it is an email address alone."""
    if _ODD.search(value) or not _is_address(value):
        raise ImproperlyConfigured(
            f"{name} is {_shown(value)}; it must be an email address alone, as in "
            "secretariat@example.org."
        )


def require_hosts(names: list[str]) -> None:
    """Refuse ALLOWED_HOSTS unless each is a name or an address (a dot before it: all below it)."""
    for name in names:
        if not _HOST.fullmatch(name):
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS holds {_shown(name)}; each must be a name without https:// and "
                "port, as in portal.example.org."
            )


def require_origins(urls: list[str]) -> None:
    """Refuse CSRF_TRUSTED_ORIGINS unless each is a scheme and a host, and nothing else."""
    for url in urls:
        if not _is_origin(url):
            raise ImproperlyConfigured(
                f"CSRF_TRUSTED_ORIGINS holds {_shown(url)}; each must be an address without a "
                "path, as in https://portal.example.org."
            )


def postgres(url: str, *, keep: bool = False) -> dict[str, Any]:
    """Django's settings for the database that DATABASE_URL names.

    With `keep` each thread keeps its connection: for the pages only, because a worker forks
    (docs/decisions/connections.md).
    """
    config: dict[str, Any] = {}
    parts = _parts(url)
    if parts is not None and parts.scheme in {"postgres", "postgresql"}:
        try:
            config = environ.Env.db_url_config(url)
        except (ValueError, ImproperlyConfigured):
            config = {}
    if not config.get("NAME"):
        raise ImproperlyConfigured(
            "DATABASE_URL must read postgres://user:password@host:5432/name; the portal works "
            f"with PostgreSQL only. {_ENCODED}"
        )
    # A missing server is reported at once, without waiting.
    config.setdefault("OPTIONS", {}).setdefault("connect_timeout", 3)
    # After a restart of PostgreSQL every kept connection would cost somebody a broken page.
    config |= {"CONN_MAX_AGE": 600 if keep else 0, "CONN_HEALTH_CHECKS": keep}
    return config


def redis(url: str) -> str:
    """REDIS_URL, if it is one."""
    parts = _parts(url)
    if (
        parts is None
        or parts.scheme not in {"redis", "rediss"}
        or not parts.hostname
        or not re.fullmatch(r"/?[0-9]{0,5}", parts.path)
    ):
        raise ImproperlyConfigured(f"REDIS_URL must read redis://:password@host:6379/0. {_ENCODED}")
    return url


def time_zone(name: str) -> str:
    """NETWORK_TIME_ZONE, if the time zone database knows it."""
    try:
        return ZoneInfo(name).key
    # An unknown name, a folder of zones and a file elsewhere each raise another exception.
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        raise ImproperlyConfigured(
            f"NETWORK_TIME_ZONE is {_shown(name)}; it must be a name of the IANA time zone "
            "database, as in America/New_York, Europe/Madrid or UTC."
        ) from error


def mail(url: str) -> dict[str, Any]:
    """Django's settings for the mail server that EMAIL_URL names.

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
    if not _is_origin(url.removesuffix("/")):
        raise ImproperlyConfigured(
            f"SITE_URL is {_shown(url)}; it must be the portal's address without a path, as in "
            "https://portal.example.org."
        )
    return url.rstrip("/")


def _is_origin(url: str) -> bool:
    parts = _parts(url)
    return (
        parts is not None
        and parts.scheme in {"http", "https"}
        and bool(_HOST.fullmatch(parts.hostname or ""))
        and url.lower() == f"{parts.scheme}://{parts.netloc}".lower()
        and "@" not in parts.netloc
    )


def _is_address(value: str) -> bool:
    try:
        validate_email(value)
    except ValidationError:
        return False
    return True


def _shown(value: str) -> str:
    """A value in a sentence: short, and on one line."""
    return repr(value if len(value) <= 80 else f"{value[:80]}…")


def _parts(url: str) -> SplitResult | None:
    """The parts of an address; None where it is none, or its port is no port."""
    if _ODD.search(url) or " " in url:
        return None  # urlsplit would leave line ends out
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    return None if port == 0 else parts
