"""The demo's mail server and its mailbox in the browser."""

from __future__ import annotations

import os
import signal
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from network.demo.embedded.ports import free_port
from network.demo.mailbox.store import Mailbox

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def mailbox(settings, tmp_path) -> Mailbox:
    settings.DATA_DIR = tmp_path
    return Mailbox()


def letter(subject: str = "A subject", html: str = "", text: str = "A text\n") -> bytes:
    message = EmailMessage()
    message["From"] = "Secretariat <secretariat@example.org>"
    message["To"] = "someone@example.org"
    message["Subject"] = subject
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


def newest(mailbox: Mailbox) -> str:
    return mailbox.letters()[0].key


# --- The list ---


def test_an_empty_mailbox_says_what_to_do(client, mailbox):
    page = client.get("/mailbox/").content.decode()
    assert "No message yet" in page


def test_messages_are_listed_newest_first_with_the_recipient_of_the_envelope(client, mailbox):
    mailbox.keep("first@example.org", letter("Older"))
    mailbox.keep("second@example.org", letter("Newer"))
    page = client.get("/mailbox/").content.decode()
    assert page.index("Newer") < page.index("Older")
    assert "second@example.org" in page
    assert "someone@example.org" not in page


def test_a_search_by_recipient_finds_parts_in_any_case(client, mailbox):
    mailbox.keep("maria@example.org", letter("For Maria"))
    mailbox.keep("otto+wps@example.org", letter("For Otto"))
    page = client.get("/mailbox/", {"to": "OTTO+W"}).content.decode()
    assert "For Otto" in page
    assert "For Maria" not in page
    assert "No message to this recipient" in client.get("/mailbox/?to=nobody").content.decode()


def test_the_list_refreshes_itself_as_a_fragment(client, mailbox):
    mailbox.keep("maria@example.org", letter("For Maria"))
    fragment = client.get("/mailbox/?to=maria", headers={"HX-Request": "true"}).content.decode()
    assert "For Maria" in fragment
    assert "<html" not in fragment
    assert 'hx-get="/mailbox/?to=maria"' in fragment


def test_a_page_opens_only_the_files_it_shows(client, mailbox, monkeypatch):
    for number in range(120):
        mailbox.keep(f"reader{number}@example.org", letter(f"Number {number}"))
    opened = []
    read_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: opened.append(self) or read_bytes(self))
    page = client.get("/mailbox/?page=2").content.decode()
    assert "Number 69" in page
    assert len(opened) == 50


# --- One message ---


def test_a_message_shows_its_headers_its_text_and_its_html_in_a_frame(client, mailbox):
    mailbox.keep("maria@example.org", letter("Привет <b>", "<p>Rich</p>", "https://example.org/x"))
    page = client.get(f"/mailbox/{newest(mailbox)}/")
    shown = page.content.decode()
    assert "Привет &lt;b&gt;" in shown
    assert "maria@example.org" in shown
    assert '<a href="https://example.org/x"' in shown
    sandbox = shown.split('sandbox="')[1].split('"')[0]
    assert "allow-scripts" not in sandbox
    assert "allow-same-origin" not in sandbox
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_the_html_of_a_message_may_run_nothing_and_fetch_nothing(client, mailbox):
    mailbox.keep("maria@example.org", letter("s", "<head><title>x</title></head><p>Rich</p>"))
    answer = client.get(f"/mailbox/{newest(mailbox)}/html/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy
    assert "sandbox allow-top-navigation-by-user-activation" in policy
    assert "img-src data:" in policy
    assert "http" not in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert '<head><base target="_top">' in answer.content.decode()


def test_only_that_answer_may_be_framed(client, mailbox):
    mailbox.keep("maria@example.org", letter())
    for address in ("/mailbox/", f"/mailbox/{newest(mailbox)}/"):
        answer = client.get(address)
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"


def test_a_message_is_downloaded_as_it_came(client, mailbox):
    content = letter("As it came")
    mailbox.keep("maria@example.org", content)
    answer = client.get(f"/mailbox/{newest(mailbox)}/message.eml")
    assert answer.content == content
    assert answer["Content-Type"] == "message/rfc822"
    assert ".eml" in answer["Content-Disposition"]


@pytest.mark.parametrize("key", ["nothing", "..", "*", "1" * 19 + "-1-1", "%2e%2e%2fsettings"])
def test_a_key_of_no_message_is_not_found(client, mailbox, key):
    mailbox.keep("maria@example.org", letter())
    assert client.get(f"/mailbox/{key}/").status_code == 404


def test_a_message_that_is_no_message_is_still_shown(client, mailbox):
    mailbox.keep("maria@example.org", b"\xff\xfe no headers at all")
    mailbox.keep(
        "otto@example.org", b"Content-Type: text/plain; charset=unheard-of\r\n\r\nhe\xffllo"
    )
    assert client.get("/mailbox/").status_code == 200
    for one in mailbox.letters():
        assert client.get(f"/mailbox/{one.key}/").status_code == 200


def test_recipients_with_odd_letters_are_kept(mailbox):
    for address in ("josé@example.org", "a/b@example.org", "x" * 64 + "@" + "y" * 180 + ".org"):
        mailbox.keep(address, letter())
        assert mailbox.letters()[0].recipient.startswith(address[:60])


# --- Never in production ---


def _django(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{code}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "network.settings", **environment},
    )


def test_production_has_no_mailbox():
    code = """
from django.urls import resolve, Resolver404
try:
    print("found", resolve("/mailbox/"))
except Resolver404:
    print("nothing there")
"""
    done = _django(
        code,
        PORTAL_MODE="production",
        SECRET_KEY="s" * 60,
        SITE_URL="https://portal.example.org",
        EMAIL_URL="smtp://mail.example.org:25",
        DEFAULT_FROM_EMAIL="secretariat@example.org",
    )
    assert "nothing there" in done.stdout, done.stderr


def test_the_server_is_refused_in_production(settings):
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError, match="refused in production"):
        call_command("demo_mail_server")


# --- The server ---


@pytest.fixture
def server(tmp_path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "demo_mail_server", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PORTAL_MODE": "test", "PORTAL_DATA_DIR": str(tmp_path)},
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "listens" in line:
            break
    yield process, port
    if process.poll() is None:
        process.kill()
    process.wait()
    process.stdout.close()


def test_the_server_keeps_each_recipients_copy_and_stops_when_asked(server, tmp_path):
    process, port = server
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
        smtp.sendmail("from@example.org", ["one@example.org", "two@example.org"], letter("Both"))
        kept = Mailbox(tmp_path / "mailbox").letters()
        assert [one.recipient for one in kept] == ["two@example.org", "one@example.org"]
        assert {str(one.read()["Subject"]) for one in kept} == {"Both"}
        assert list((tmp_path / "mailbox" / "tmp").iterdir()) == []
        process.send_signal(signal.SIGTERM)  # also while somebody is connected
        assert process.wait(10) == 0


def test_a_used_port_is_reported_in_a_sentence(server, tmp_path):
    _process, port = server
    with pytest.raises(CommandError, match=f"cannot listen on 127.0.0.1:{port}"):
        call_command("demo_mail_server", port=port)


@pytest.mark.django_db
def test_the_mailbox_needs_no_sign_in(client, mailbox):
    assert client.get(reverse("mailbox:mailbox")).status_code == 200


def test_a_message_without_html_has_no_page_of_it(client, mailbox):
    mailbox.keep("someone@example.org", letter())
    assert client.get(f"/mailbox/{newest(mailbox)}/html/").status_code == 404
    mailbox.keep("someone@example.org", letter("With HTML", html="<p>Words</p>"))
    assert client.get(f"/mailbox/{newest(mailbox)}/html/").status_code == 200
