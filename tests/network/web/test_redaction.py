"""A key in an address is recorded nowhere: in no log and in no audit trail."""

from __future__ import annotations

import datetime
import io
import logging
import logging.config
import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pghistory.models
import pytest
from celery import signals
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from gunicorn.config import Config

from network.accounts.invitations import invite
from network.accounts.models import User
from network.celery import app, keep_our_logging
from network.mail.models import OutgoingMail
from network.web.redaction import AccessLogger, RedactingFormatter, without_secret_links
from newsletters.models import Subscription
from tests.factories import UserFactory

KEY = "Zk9_q-7Ls0VfXw3RrTtBn6YdGh2JmPc8EaUoIiKlQx4"
# Called keys too, but they open nothing to anybody.
NO_SECRETS = {
    "pghistory_middlewareevents_undo_one",  # which change, by its number
    "change-start",  # what kind of entry a focal point begins
    "entry-confirm",
    "message",  # of the demo's mailbox, which lies open anyway and is not in production
    "message-html",
    "message-file",
    "public-file",  # published for everybody
}


def _with_keys(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    """Name and path of every address that holds a token or a key, with KEY in its place."""
    for pattern in resolver.url_patterns:
        path = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _with_keys(pattern, path)
        elif isinstance(pattern, URLPattern) and re.search(r"<(\w+:)?(token|key)>", path):
            # Of the other parts (?P<uidb36>...) nothing matters here but that they are there.
            filled = re.sub(r"\(\?P<key>[^)]*\)|<\w+:(token|key)>", KEY, path)
            filled = re.sub(r"\(\?P<\w+>[^)]*\)|<\w+:\w+>", "1", filled)
            yield pattern.name or "", "/" + re.sub(r"[\^$]", "", filled)


SECRET = sorted({row for row in _with_keys(get_resolver()) if row[0] not in NO_SECRETS})


def test_the_addresses_with_keys_are_found() -> None:
    names = {name for name, _path in SECRET}
    assert {"invitation", "account_reset_password_from_key", "preferences", "confirm"} <= names


@pytest.mark.parametrize(("name", "path"), SECRET)
def test_no_address_that_holds_a_key_keeps_it_in_a_log(name: str, path: str) -> None:
    onward = f"/accounts/login/?next={quote(path, safe='')}"
    for address in (path, f"/fr{path}", onward, f"/x/?next={quote(onward, safe='')}&a=b"):
        assert KEY in address
        written = without_secret_links(
            f'"GET {address} HTTP/1.1" 200 "https://example.org{address}"'
        )
        assert KEY not in written
        assert written.endswith('"')
        assert '/1.1" 200 "https://example.org/' in written, "nothing else is lost"


@pytest.mark.parametrize(
    "path",
    ["/subscription/asked/", "/accounts/password/reset/key/done/", "/newsletters/issue-number-7/"],
)
def test_other_addresses_stay_whole(path: str) -> None:
    assert without_secret_links(path) == path


def test_the_access_log_names_no_key(capfd: Any) -> None:
    config = Config()
    config.set("accesslog", "-")
    log = AccessLogger(config)
    path = f"/subscription/{KEY}/"
    environ = {
        "REQUEST_METHOD": "POST",
        "RAW_URI": path,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": f"https://portal.example.org{path}confirm/",
    }
    answer = SimpleNamespace(status="200 OK", headers=[], sent=1)
    log.access(answer, SimpleNamespace(headers=[]), environ, datetime.timedelta(0))
    try:
        raise ValueError(path)
    except ValueError:
        log.exception("Error handling request %s %s", "POST", path)
    written = "".join(capfd.readouterr())
    assert "/subscription/…/ HTTP/1.1" in written
    assert "Error handling request POST /subscription/…/" in written
    assert KEY not in written


@pytest.fixture
def log(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the portal's own handler writes while a test runs."""
    written = io.StringIO()
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    monkeypatch.setattr("sys.stderr", written)
    logging.config.dictConfig(settings.LOGGING)
    yield written
    for handler in list(root.handlers):
        root.removeHandler(handler)
    for handler in before:
        root.addHandler(handler)
    root.setLevel(level)


@pytest.mark.django_db
def test_a_refused_form_and_an_unknown_link_log_no_key(
    log: io.StringIO, subscriber: Subscription
) -> None:
    Subscription.objects.update(token=KEY)
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("newsletters:preferences", args=[KEY])).status_code == 403
    assert client.get(reverse("newsletters:confirm", args=[KEY[::-1]])).status_code == 404
    assert client.get(f"/subscription/{KEY}/nothing/").status_code == 404
    assert "Forbidden (CSRF" in log.getvalue()
    assert "Not Found: /subscription/…/nothing/" in log.getvalue()
    assert KEY not in log.getvalue()
    assert KEY[::-1] not in log.getvalue()


@pytest.mark.django_db
def test_a_trace_logs_no_key(log: io.StringIO) -> None:
    try:
        raise ValueError(f"at /invitation/{KEY}/")
    except ValueError:
        logging.getLogger("portal").exception("Something broke")
    assert "ValueError: at /invitation/…/" in log.getvalue()
    assert KEY not in log.getvalue()


# --- The audit trail ---


def _trail() -> str:
    return str(list(pghistory.models.Context.objects.values_list("metadata", flat=True)))


def _token_in_mail(address: str, before: str) -> tuple[str, str]:
    """The path of the link in the newest mail to `address`, and the key in it."""
    text = OutgoingMail.objects.filter(address=address).latest("pk").body_text
    found = re.search(rf"https?://[^/\s]+(\S*{before}/([\w-]{{8,}})\S*)", text)
    assert found is not None, text
    return found[1], found[2]


@pytest.mark.django_db
def test_the_trail_of_a_reader_holds_no_key(visitor: Client) -> None:
    visitor.post(reverse("newsletters:subscribe"), {"email": "reader@example.org"})
    subscription = Subscription.objects.get()
    visitor.post(reverse("newsletters:confirm", args=[subscription.token]))
    choices = {"language": "fr", "topics": []}
    visitor.post(reverse("newsletters:preferences", args=[subscription.token]), choices)
    visitor.post(reverse("newsletters:unsubscribe", args=[subscription.token]))
    assert subscription.events.count() >= 4
    assert "/subscription/…/" in _trail()
    assert subscription.token not in _trail()


@pytest.mark.django_db
def test_the_trail_of_an_account_holds_no_key(visitor: Client, secretariat: User) -> None:
    invite(email="new@example.org", by=secretariat)
    path, invited = _token_in_mail("new@example.org", "invitation")
    password = "a-quite-long-sentence"
    visitor.post(path, {"name": "Nora", "password1": password, "password2": password})
    assert User.objects.filter(email="new@example.org").exists()

    account = UserFactory.create()
    Client().post(reverse("account_reset_password"), {"email": account.email})
    path, asked = _token_in_mail(account.email, "password/reset/key")
    other = Client()
    form = other.get(path, follow=True).redirect_chain[-1][0]
    other.post(form, {"password1": password, "password2": password})
    account.refresh_from_db()
    assert account.check_password(password)
    for key in (invited, asked):
        assert key not in _trail()


FORGED = "x\n2026-01-01 ERROR portal all is lost\r\x1b[31mred\x85\u2028\u202egnp.exe"
WRITTEN_OUT = r"x\n2026-01-01 ERROR portal all is lost\r\x1b[31mred\x85\u2028\u202egnp.exe"


def test_what_a_visitor_sends_makes_no_line_of_its_own(log: io.StringIO) -> None:
    logging.getLogger("portal").warning("Not Found: %s", FORGED)
    assert log.getvalue().endswith(f"Not Found: {WRITTEN_OUT}\n")
    assert log.getvalue().count("\n") == 1


def test_half_of_a_surrogate_pair_is_written_out() -> None:
    # Not through a logger: pytest hands what was logged to its workers as UTF-8, which has none.
    record = logging.LogRecord("portal", logging.WARNING, "", 0, "Not Found: x\ud800", None, None)
    assert RedactingFormatter("%(message)s").format(record) == r"Not Found: x\ud800"


def test_the_lines_of_a_trace_are_set_in_and_hold_no_forged_one(log: io.StringIO) -> None:
    try:
        raise ValueError(FORGED)
    except ValueError:
        logging.getLogger("portal").exception("Something %s", "broke\nhere")
    first, *rest = log.getvalue().splitlines()
    assert first.endswith(r"Something broke\nhere")
    assert all(line.startswith("  ") for line in rest)
    assert rest[-1] == r"  2026-01-01 ERROR portal all is lost\r" + WRITTEN_OUT.split(r"\r")[1]


def test_a_line_end_in_an_address_or_header_stays_on_its_line(log: io.StringIO, capfd: Any) -> None:
    answer = Client().get("/nothing%0Ahere%1B/?a=%0Ab", headers={"user-agent": "a\x0bb"})
    assert answer.status_code == 404
    assert r"Not Found: /nothing\nhere\x1b/" in log.getvalue()
    config = Config()
    config.set("accesslog", "-")
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": "/x\n/",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_USER_AGENT": FORGED,
    }
    access = AccessLogger(config)
    response = SimpleNamespace(status="200 OK", headers=[], sent=1)
    access.access(response, SimpleNamespace(headers=[]), environ, datetime.timedelta(0))
    written = "".join(capfd.readouterr())
    assert written.count("\n") == 1
    assert r"\x1b[31mred" in written


def test_the_workers_log_by_the_same_formatter() -> None:
    assert [receiver() for _key, receiver in signals.setup_logging.receivers] == [keep_our_logging]
    assert app.log.setup_logging_subsystem() is not None
    root = logging.getLogger()
    assert not [h for h in root.handlers if "celery" in type(h.formatter).__module__]
