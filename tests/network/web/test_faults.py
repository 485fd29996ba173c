"""A server that stops during a request, and a full disk, are named as what they are."""

from __future__ import annotations

import errno
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client

from network.accounts.models import User
from network.web.errors import is_database_away

pytestmark = pytest.mark.django_db


def asked(path: str = "/", **headers: str) -> Any:
    client = Client(raise_request_exception=False)
    return client.get(path, headers={"accept": "text/html", **headers})


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give it an exception: the home page then raises it."""

    def fail(error: Exception) -> None:
        def view(*_args: Any, **_given: Any) -> None:
            raise error

        monkeypatch.setattr("network.web.views.render", view)

    return fail


def test_a_server_that_stops_during_a_request_is_reported_to_whoever_is_signed_in(
    secretariat: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL itself ends the session between two queries, as its administrator's stop does."""
    client = Client(raise_request_exception=False)
    client.force_login(secretariat)

    def ended(*_args: Any, **_given: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr("network.web.views.render", ended)
    answer = client.get("/", headers={"accept": "text/html"})
    connection.close()
    assert answer.status_code == 503
    assert answer["Retry-After"] == "10"
    assert "cannot reach its records" in answer.content.decode()


def test_a_full_disk_is_reported_as_one(failing: Any) -> None:
    failing(OSError(errno.ENOSPC, "No space left on device"))
    answer = asked()
    assert answer.status_code == 503
    assert "disk is full" in answer.content.decode()


def test_any_other_fault_stays_an_error(failing: Any) -> None:
    failing(OSError(errno.EACCES, "Permission denied"))
    answer = asked()
    assert answer.status_code == 500
    assert "Retry-After" not in answer
    assert "Something went wrong on our side" in answer.content.decode()


@pytest.mark.parametrize(
    ("cause", "is_away"),
    [
        (psycopg.OperationalError("connection refused"), True),
        (psycopg.errors.AdminShutdown("terminating connection"), True),
        (psycopg.errors.CannotConnectNow("the database system is starting up"), True),
        (psycopg.errors.TooManyConnections("too many clients"), True),
        (psycopg.errors.DiskFull("could not extend file"), True),
        (psycopg.errors.DeadlockDetected("deadlock detected"), False),
        (psycopg.errors.QueryCanceled("statement timeout"), False),
    ],
)
def test_what_counts_as_away(cause: Exception, is_away: bool) -> None:
    error = OperationalError("said")
    error.__cause__ = cause
    assert is_database_away(error) is is_away
