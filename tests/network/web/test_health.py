"""/health/ names each part and its state, and says nothing else."""

from __future__ import annotations

import socket
import time

import psycopg
import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection

from network.tasks import pulse
from network.web import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _somewhere_to_write(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def _asked_anew(monkeypatch):
    monkeypatch.setattr(health, "_last", None)
    monkeypatch.setattr(health, "KEPT", 0.0)


def ask(client) -> tuple[int, dict[str, str], str]:
    answer = client.get("/health/")
    parts = answer.json()["parts"]
    return (
        answer.status_code,
        {name: part["state"] for name, part in parts.items()},
        answer.content.decode(),
    )


def test_all_is_well(client):
    pulse()
    code, states, _text = ask(client)
    assert code == 200
    assert states == {
        "database": "up",
        "cache": "up",
        "worker": "up",
        "storage": "up",
        "journal": "up",
    }


def test_a_worker_that_gives_no_sign_is_down_until_the_next_pulse(client):
    cache.clear()  # as an emptied Redis
    code, states, text = ask(client)
    assert code == 503
    assert [name for name, state in states.items() if state == "down"] == ["worker"]
    assert "No worker has given a sign of life for 60 seconds." in text
    pulse()
    assert ask(client)[0] == 200


def test_a_pulse_grows_old(monkeypatch):
    monkeypatch.setattr(health, "PULSE_FRESH", 1)
    pulse()
    assert "0 seconds ago" in health.check_worker()
    time.sleep(1.2)
    with pytest.raises(health.ServiceDown):
        health.check_worker()


@pytest.mark.parametrize("hangs", [True, False])
def test_a_lost_redis_is_reported_soon(client, settings, hangs):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(20)
        port = silent.getsockname()[1] if hangs else 1
        settings.REDIS_URL = f"redis://:top-secret@127.0.0.1:{port}/0"
        begun = time.monotonic()
        code, states, text = ask(client)
        assert time.monotonic() - begun < 6
    assert code == 503
    up = ("database", "storage", "journal")
    assert states == {**dict.fromkeys(up, "up"), "cache": "down", "worker": "down"}
    assert "top-secret" not in text
    assert "127.0.0.1" not in text


def test_a_lost_database_is_reported_without_its_address(client, monkeypatch):
    pulse()
    monkeypatch.setattr(
        connection,
        "get_connection_params",
        lambda: {"host": "127.0.0.1", "port": 1, "dbname": "x", "password": "top-secret"},
    )
    code, states, text = ask(client)
    assert code == 503
    assert states["database"] == "down"
    assert states["worker"] == "up"
    assert "top-secret" not in text
    assert "127.0.0.1" not in text


def test_a_disk_that_takes_nothing_is_reported(client, settings, tmp_path):
    pulse()
    (tmp_path / "file").write_text("not a folder")
    settings.MEDIA_ROOT = tmp_path / "file"
    code, states, _text = ask(client)
    assert code == 503
    assert states["storage"] == "down"


def test_a_check_leaves_nothing_behind(client, tmp_path):
    ask(client)
    assert default_storage.listdir("health") == ([], [])


def test_health_is_not_cached_and_is_asked_for_only(client):
    answer = client.get("/health/")
    assert "no-store" in answer["Cache-Control"]
    assert client.post("/health/").status_code == 405


def test_many_who_ask_at_once_get_one_answer(client, monkeypatch):
    monkeypatch.setattr(health, "KEPT", 60.0)
    asked = []
    monkeypatch.setitem(health.CHECKS, "storage", lambda: asked.append(1) or "Fine.")
    for _time in range(5):
        ask(client)
    assert len(asked) == 1
    monkeypatch.setattr(health, "KEPT", 0.0)
    ask(client)
    assert len(asked) == 2


def test_the_database_is_asked_as_safely_as_it_is_used(monkeypatch):
    """With the TLS settings of DATABASE_URL, or the password crosses the network in the clear."""
    expected = {
        "sslmode": "verify-full",
        "sslrootcert": "/etc/ca.pem",
        "target_session_attrs": "any",
    }
    options = {**connection.settings_dict["OPTIONS"], **expected, "options": "-c search_path=x"}
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
    given = {}

    def connect(**known):
        given.update(known)
        raise psycopg.OperationalError

    monkeypatch.setattr(psycopg, "connect", connect)
    with pytest.raises(health.ServiceDown):
        health.check_database()
    assert expected.items() <= given.items()
    assert given["connect_timeout"] == health.PATIENCE
    assert "statement_timeout" in given["options"]
