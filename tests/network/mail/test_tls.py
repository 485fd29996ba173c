"""Sending over TLS, whose sockets say by themselves when they want to read or to write."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from network.mail import engine
from network.mail.models import SendingState
from network.mail.outbox import outbox
from tests.mailserver import MailServer
from tests.network.letters import again, write

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example.org")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@pytest.fixture(params=["starttls", "tls"])
def secure_server(
    request: pytest.FixtureRequest, certificate: Path, settings, monkeypatch
) -> Iterator[MailServer]:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    server = MailServer()
    server.pipelining = True
    server.tls = {request.param: context}
    server.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = request.param == "starttls"
    settings.EMAIL_USE_SSL = request.param == "tls"
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield server
    server.stop()


def test_long_and_short_messages_arrive_whole_over_tls(secure_server: MailServer) -> None:
    """Longer than a TLS record (16 KB), and than what a socket takes at once."""
    texts = [
        f"{number} {'word ' * 60}\n" * (400 if number % 10 == 0 else 1) for number in range(20)
    ]
    mails = [
        write(f"reader{number}@example.org", body_text=text) for number, text in enumerate(texts)
    ]
    assert engine.run(outbox).sent == 20
    assert {again(mail).state for mail in mails} == {SendingState.SENT}
    for number, text in enumerate(texts):
        [arrived] = secure_server.to(f"reader{number}@example.org")
        assert arrived.message.get_content().replace("\r\n", "\n") == text


def test_a_certificate_that_nobody_vouches_for_is_refused(
    secure_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    mail = write()
    assert "certificate verify failed" in engine.run(outbox).unavailable
    assert again(mail).state == SendingState.RETRY
    assert secure_server.arrived == []
