"""A request as it goes over the wire, whatever its values are made of."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_from_bytes

from tests.fuzz.hostile import Value

Pairs = tuple[tuple[str, Value], ...]
Upload = tuple[str, str, str, bytes]  # control, file name, content type, content
_BOUNDARY = "portal-fuzz-boundary"


def octets(value: Value) -> bytes:
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")


def quoted(value: Value, safe: str = "") -> str:
    """Percent-encoded, with what is no character of UTF-8 as its bytes."""
    return quote_from_bytes(octets(value), safe=safe)


def encoded(pairs: Iterable[tuple[str, Value]]) -> str:
    return "&".join(f"{quoted(name)}={quoted(value)}" for name, value in pairs)


@dataclass(frozen=True)
class Request:
    """`path` is percent-encoded; `fields` is None where no body is sent."""

    role: str
    path: str
    method: str = "GET"
    query: Pairs = ()
    fields: Pairs | None = None
    uploads: tuple[Upload, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, client: Any) -> Any:
        """The answer of Django's test client, read to its end."""
        address = self.path + (f"?{encoded(self.query)}" if self.query else "")
        kind, body = self._body()
        headers = {"Accept": "text/html", **self.headers}
        response = client.generic(
            self.method,
            address,
            body,
            headers.pop("Content-Type", kind),
            headers=headers,
        )
        if response.streaming:
            b"".join(response.streaming_content)
        return response

    def _body(self) -> tuple[str, bytes]:
        if self.headers.get("Content-Type") == "application/json":
            return "application/json", json.dumps(str(self.fields)).encode()
        if not self.uploads:
            return "application/x-www-form-urlencoded", encoded(self.fields or ()).encode()
        parts = [
            b'Content-Disposition: form-data; name="%s"\r\n\r\n%s' % (octets(name), octets(value))
            for name, value in self.fields or ()
        ]
        parts += [
            b'Content-Disposition: form-data; name="%s"; filename="%s"\r\n'
            % (octets(name), octets(file))
            + b"Content-Type: %s\r\n\r\n%s" % (octets(kind), content)
            for name, file, kind, content in self.uploads
        ]
        edge = f"--{_BOUNDARY}".encode()
        body = b"".join(edge + b"\r\n" + part + b"\r\n" for part in parts) + edge + b"--\r\n"
        return f"multipart/form-data; boundary={_BOUNDARY}", body

    def __str__(self) -> str:
        def short(value: object) -> str:
            text = repr(value)
            return text if len(text) < 80 else f"{text[:60]}…({len(text)})"

        said = [self.role, self.method, short(self.path)]
        said += [f"?{name}={short(value)}" for name, value in self.query]
        said += [f"{name}={short(value)}" for name, value in self.fields or ()]
        said += [f"{upload[0]}=file {short(upload[1:])}" for upload in self.uploads]
        return " ".join(said + ([short(self.headers)] if self.headers else []))
