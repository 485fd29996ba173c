"""The bytes of a message: built once, spliced for each recipient."""

from __future__ import annotations

import datetime
from email import message_from_bytes, policy

import pytest
from django.db import connection
from django.utils import timezone

from network.mail import engine
from network.mail.message import MessageError, prepare, slot, unsubscribe_headers
from network.mail.models import OutgoingMail
from network.mail.outbox import outbox
from tests.network.letters import write

pytestmark = pytest.mark.django_db


def spliced(**fields) -> bytes:
    prepared = prepare(**{"subject": "News", "text": "Hello\n", "language": "en", **fields})
    return prepared.splice(
        address="reader@example.org",
        message_id="<1@example.org>",
        date=datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC),
        values={"link": "https://example.org/u/?a=1&b=" + "x" * 120},
    )


def read(content: bytes):
    return message_from_bytes(content, policy=policy.default)


def test_spliced_values_read_as_they_were_given_in_text_html_and_header():
    content = spliced(
        text=f"Long {'word ' * 40}{slot('link')} and on.\n.\n. a dot\nFrom here\nTrailing \n",
        html=f'<p>مرحبا</p><a href="{slot("link")}">café = {slot("link")}</a>',
        headers=unsubscribe_headers(slot("link")),
        expected={"link": 4},
    )
    link = "https://example.org/u/?a=1&b=" + "x" * 120
    message = read(content)
    assert message["List-Unsubscribe"] == f"<{link}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["To"] == "reader@example.org"
    assert message["Date"] == "Fri, 02 Jan 2026 03:04:05 +0000"
    text = message.get_body(("plain",)).get_content()
    assert f"word {link} and on." in text
    assert text.replace("\r\n", "\n").endswith(" on.\n.\n. a dot\nFrom here\nTrailing \n")
    escaped = link.replace("&", "&amp;")
    html = message.get_body(("html",)).get_content()
    assert f'<p>مرحبا</p><a href="{escaped}">café = {escaped}</a>' in html


def test_every_line_is_short_ascii_and_ended_by_crlf():
    content = spliced(
        subject="Найди " * 30, text="é" * 500 + "\n" + "a b " * 400, html="<p>" + "中" * 900
    )
    assert content.isascii()
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 78
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert not any(line.startswith(b".") for line in lines)


def test_a_slot_lost_on_the_way_is_found_when_the_message_is_built():
    with pytest.raises(MessageError, match="link"):
        prepare(subject="s", text="no link here", language="en", expected={"link": 1})
    with pytest.raises(MessageError, match="other"):
        prepare(subject="s", text=slot("other"), language="en")


def test_a_value_that_is_missing_or_breaks_a_line_is_refused():
    prepared = prepare(subject="s", text=slot("link"), language="en", expected={"link": 1})
    known = {
        "address": "a@example.org",
        "message_id": "<1@example.org>",
        "date": timezone.now(),
    }
    with pytest.raises(MessageError, match="link"):
        prepared.splice(**known)
    with pytest.raises(MessageError):
        prepared.splice(**known, values={"link": "x\r\n.\r\nMAIL FROM:<evil@example.org>"})
    with pytest.raises(MessageError):
        prepared.splice(**{**known, "address": "a@example.org\r\nBcc: b@example.org"})


@pytest.mark.parametrize(
    "fields",
    [
        {"subject": "Hello\r\nBcc: all@example.org"},
        {"headers": {"X-Note": "a\nBcc: all@example.org"}},
        {"headers": {"X-Note\r\nBcc": "all@example.org"}},
        {"headers": {"Bcc": "all@example.org"}},
        {"headers": {"Content-Type": "text/html"}},
        {"sender": "Nobody"},
    ],
)
def test_no_header_can_be_smuggled_in(fields):
    with pytest.raises(MessageError):
        spliced(**fields)


def test_a_claim_costs_the_same_queries_for_one_message_as_for_many(
    mail_server, query_cost, settings
):
    settings.EMAIL_CONNECTIONS = 1  # the rounds of several depend on who answers first

    def cost(count: int) -> int:
        for number in range(count):
            write(f"reader{number}@example.org")
        return query_cost(lambda: engine.run(outbox), once=True)

    engine.run(outbox)  # whether the journal is whole is asked again only after a while
    one, few, many = cost(1), cost(11), cost(21)
    # Whatever a message costs, it costs no more when there are many.
    assert many - few == few - one


def test_a_partial_index_serves_the_claim(db):
    sql, params = OutgoingMail.objects.claimable().order_by("due_at").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "outgoingmail_open" in plan
