"""What a process of the portal says when a variable is missing or wrong: one sentence, no trace."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from network.environment import (
    Environment,
    mail,
    postgres,
    redis,
    require_address,
    require_hosts,
    require_sender,
    site,
)

PROJECT = Path(__file__).resolve().parents[3]
COMPLETE = {
    "PORTAL_MODE": "production",
    "SECRET_KEY": "x1" * 30,
    "DATABASE_URL": "postgres://portal:secret@127.0.0.1:9/portal",
    "REDIS_URL": "redis://:secret@127.0.0.1:9/0",
    "SITE_URL": "https://portal.example.org",
    "EMAIL_URL": "smtp+tls://user:secret@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "secretariat@example.org",
    "PORTAL_PYTHON": sys.executable,
    "PATH": os.environ["PATH"],
}


def start(command: list[str], **changes: str) -> tuple[int, str]:
    """The exit code of a process with a complete production environment, and its output."""
    done = subprocess.run(
        command, cwd=PROJECT, env={**COMPLETE, **changes}, capture_output=True, text=True
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("process", ["web", "worker", "beat"])
def test_a_process_without_its_secret_ends_at_once_with_one_sentence(process: str) -> None:
    code, said = start(["scripts/serve", process], SECRET_KEY="")
    assert code == os.EX_CONFIG
    assert said == (
        "SECRET_KEY (or SECRET_KEY_FILE) must be set in production. See docs/operations.md.\n"
    )


def test_a_command_by_hand_says_the_same() -> None:
    code, said = start([sys.executable, "manage.py", "migrate"], EMAIL_URL="")
    assert code == os.EX_CONFIG
    assert said.startswith("EMAIL_URL (or EMAIL_URL_FILE) must be set in production.")
    assert said.count("\n") == 1


def test_a_complete_environment_is_accepted() -> None:
    assert start([sys.executable, "manage.py", "settings"]) == (0, "")


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"SECRET_KEY": "short"}, "at least 50 characters"),
        ({"SITE_URL": "http://portal.example.org"}, "must begin with https://"),
        ({"SITE_URL": "portal.example.org"}, "SITE_URL is 'portal.example.org'; it must be"),
        ({"PORTAL_MODE": "prod"}, "PORTAL_MODE is 'prod'; it may be demo, test or production."),
        ({"PORT": "eighty"}, "PORT is 'eighty'; it must be a number from 1 to 65535."),
        ({"PORT": "0"}, "PORT is '0'; it must be a number from 1 to 65535."),
        ({"PORT": "9" * 5000}, "it must be a number from 1 to 65535."),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES is '-1'; it must be a number from 0 to 9."),
        ({"DEFAULT_FROM_EMAIL": "nope"}, "DEFAULT_FROM_EMAIL is 'nope'; it must be one email"),
        ({"SECRETARIAT_EMAIL": "nope"}, "SECRETARIAT_EMAIL is 'nope'; it must be an email"),
        ({"ALLOWED_HOSTS": "https://a.example"}, "ALLOWED_HOSTS holds 'https://a.example'"),
        ({"CSRF_TRUSTED_ORIGINS": "a.example"}, "CSRF_TRUSTED_ORIGINS holds 'a.example'"),
        ({"PORTAL_SENDING": "of"}, "PORTAL_SENDING is 'of'; it must be on or off."),
        ({"NETWORK_TIME_ZONE": "New York"}, "NETWORK_TIME_ZONE is 'New York'; it must be a name"),
        ({"NETWORK_TIME_ZONE": "America"}, "NETWORK_TIME_ZONE is 'America'; it must be a name"),
        ({"NETWORK_TIME_ZONE": "/etc/passwd"}, "as in America/New_York, Europe/Madrid or UTC."),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL is 'loud'; it may be DEBUG, INFO, WARNING or ERROR."),
        ({"DATABASE_URL_FILE": "/nowhere/url"}, "DATABASE_URL_FILE names /nowhere/url, which"),
    ],
)
def test_a_value_that_cannot_be_meant_is_named(changes: dict[str, str], part: str) -> None:
    code, said = start([sys.executable, "manage.py", "settings"], **changes)
    assert code == os.EX_CONFIG
    assert part in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (postgres, "mysql://portal:hush@127.0.0.1/portal"),
        (postgres, "portal"),
        (postgres, "postgres://portal:hush@127.0.0.1:5432"),
        (postgres, "postgres://portal:hush/sh@127.0.0.1:5432/portal"),
        (redis, "127.0.0.1:6379"),
        (redis, "redis://:hush#sh@127.0.0.1:6379/0"),
        (mail, "mail.example.org:587"),
        (mail, "smtps://user:hush@mail.example.org:465"),
        (mail, "consolemail://"),
    ],
)
def test_an_address_that_cannot_be_meant_is_refused_without_its_secret(read, value) -> None:
    with pytest.raises(ImproperlyConfigured, match="must read") as refusal:
        read(value)
    assert "hush" not in str(refusal.value)


@pytest.mark.parametrize(
    "value", ["portal.example.org", "https:///", "https://portal.example.org/portal/", "ftp://a.b"]
)
def test_the_address_of_the_portal_is_a_whole_one_without_a_path(value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="without a path"):
        site(value)
    assert site("https://portal.example.org/") == "https://portal.example.org"


def test_a_secret_in_a_file_may_end_with_a_line_end(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("  with blanks \n")
    env = Environment({"SECRET_KEY_FILE": str(file), "SECRET_KEY": "another"})
    assert env.text("SECRET_KEY") == "  with blanks "
    file.write_bytes(b"\xff")
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY_FILE names .* UTF-8"):
        env.text("SECRET_KEY")


def test_an_empty_variable_counts_as_unset() -> None:
    env = Environment({"PORT": "", "PORTAL_SENDING": "", "ALLOWED_HOSTS": " a.org, b.org ,"})
    assert env.number("PORT", default=8000, least=1, most=65535) == 8000
    assert env.switch("PORTAL_SENDING", default=True)
    assert env.words("ALLOWED_HOSTS", default=[]) == ["a.org", "b.org"]


def test_a_secret_may_hold_any_character() -> None:
    env = Environment({"SECRET_KEY": "$HOME and {more}"})
    assert env.text("SECRET_KEY") == "$HOME and {more}"
    config = postgres("postgres://portal:a%23b%2Fc@127.0.0.1:5432/portal?sslmode=require")
    assert config["PASSWORD"] == "a#b/c"
    assert config["OPTIONS"] == {"sslmode": "require", "connect_timeout": 3}


@pytest.mark.parametrize(
    "value",
    [
        "nope",
        "nope@",
        "@example.org",
        "name@nodomain",
        "Name <>",
        "Name <nope>",
        "<@example.org>",
        "a@example.org, b@example.org",
        "Unit, Peace <a@example.org>",
        "Name <a@example.org>\nBcc: b@example.org",
        "Na\rme <a@example.org>",
        "a b@example.org",
    ],
)
def test_a_sender_that_no_mail_server_takes_is_named(value: str) -> None:
    with pytest.raises(
        ImproperlyConfigured, match=r"DEFAULT_FROM_EMAIL is .*; it must be one"
    ) as no:
        require_sender("DEFAULT_FROM_EMAIL", value)
    assert "\n" not in str(no.value)
    with pytest.raises(ImproperlyConfigured, match="SECRETARIAT_EMAIL"):
        require_address("SECRETARIAT_EMAIL", value)


@pytest.mark.parametrize(
    "value",
    [
        "secretariat@example.org",
        "WPS Focal Points Network <secretariat@example.org>",
        '"Unit, Peace" <secretariat@example.org>',
        "Réseau <secretariat@example.org>",
    ],
)
def test_a_sender_with_or_without_a_name_is_taken(value: str) -> None:
    require_sender("DEFAULT_FROM_EMAIL", value)


@pytest.mark.parametrize(
    "url",
    [
        "https://portal.example.org/path",
        "https://portal.example.org?x=1",
        "https://portal.example.org#x",
        "https://user@portal.example.org",
        "https://portal.example.org:99999",
        "https://portal.example.org:0",
        "https://portal example.org",
        "https://portal.example.org\n",
        "ftp://portal.example.org",
    ],
)
def test_an_address_of_the_site_with_more_than_its_host_is_named(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SITE_URL is"):
        site(url)


def test_an_address_of_the_site_may_have_a_port_and_a_last_slash() -> None:
    assert site("http://localhost:8000/") == "http://localhost:8000"
    assert site("https://[::1]:8000") == "https://[::1]:8000"


@pytest.mark.parametrize("name", ["https://a.example", "a.example:443", "a.example/", "*", "a b"])
def test_a_host_with_more_than_its_name_is_named(name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="ALLOWED_HOSTS holds"):
        require_hosts([name])


def test_hosts_are_names_and_addresses() -> None:
    for names in (["portal.example.org", ".example.org"], ["127.0.0.1", "[::1]", "localhost"]):
        require_hosts(names)


@pytest.mark.parametrize(
    "url", ["postgres://a:b@host:99999/x", "postgres://a:b@ho st/x", "postgres://a:b@host:0/x"]
)
def test_a_port_that_is_none_is_reported(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must read"):
        postgres(url)
    with pytest.raises(ImproperlyConfigured, match="REDIS_URL must read"):
        redis(url.replace("postgres", "redis"))
