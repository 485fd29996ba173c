"""Values that no page of the portal would send, by what they are mistaken for."""

from __future__ import annotations

# What a query or a form may carry: text, with lone surrogates too, or bytes that are no UTF-8.
Value = str | bytes

NUL: tuple[Value, ...] = ("\0", "a\0b", "1\0")
WORDS: tuple[Value, ...] = ("", "word", "no-such-word", "null", "True", "None", "undefined", " 1 ")
NUMBERS: tuple[Value, ...] = (
    "0",
    "-1",
    "1.5",
    "1e400",
    "nan",
    "Infinity",
    "1_000",
    "0x10",
    "٣",
    "²",
    "32768",
    "2147483648",
    "9223372036854775808",
    "9" * 20,
    "-" + "9" * 20,
    "9" * 5_000,
    "-" + "9" * 5_000,
)
DATES: tuple[Value, ...] = (
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "31/12/2026",
    "2026-02-30",
    f"{'9' * 20}-01-01",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "24:61",
)
TEXTS: tuple[Value, ...] = (
    "\x07\x1b[31m\x7f",
    "Women\x96Peace",
    "\u202eesrever\u202c",
    "\u2066\u200f\ufeff\u2028",
    "\ud800",
    "a\udfffb",
    "a\r\nb",
    "'\"<b>%s{0}{{ x }}\\",
    "../../../../etc/passwd",
    "//example.org/\\",
    "http://[::1",
    "javascript:alert(1)",
    "a@" + "b" * 300 + ".org",
    "x" * 300,
    "é" * 20_000,
    "word\n" * 5_000,
)
JSON: tuple[Value, ...] = ("{", "[]", "[1, [", '{"a": "\\ud800"}', "[" * 5_000, "1,x", "a,b,,")
BYTES: tuple[Value, ...] = (b"\xff\xfe", b"\xc3", b"\xed\xa0\x80", b"%", b"1\x00")
NAMES: tuple[Value, ...] = ("__class__", "id__in", "-", ".", "..", "*", "0.1.2", "-0.-1")

EVERY: tuple[Value, ...] = (*NUL, *WORDS, *NUMBERS, *DATES, *TEXTS, *JSON, *BYTES, *NAMES)
# One of each kind, for what is asked of every address.
FEW: tuple[Value, ...] = (
    "",
    "word",
    "a\0b",
    "-1",
    "9" * 20,
    "9" * 5_000,
    "²",
    "\ud800",
    b"\xff\xfe",
    "0000-00-00",
)
# Other parts of a path: it reaches views as text, never as bytes.
IN_PATHS: tuple[Value, ...] = (*FEW[1:], "..", "a/b", "_5F", "_", "1_", "%", "x" * 3_000)

# name, content type, content: uploads that are not what their name says.
UPLOADS: tuple[tuple[str, str, bytes], ...] = (
    ("letter.pdf", "application/pdf", b""),
    ("letter.pdf", "application/pdf", b"%PDF-1.4 a letter"),
    ("letter.pdf", "text/plain", b"no letter"),
    ("", "application/pdf", b"%PDF-1.4"),
    ("a\x01b.pdf", "application/pdf", b"%PDF-1.4"),
    ("../../x.pdf", "x/y", b"%PDF-1.4"),
    ("x" * 300 + ".pdf", "application/pdf", b"%PDF-1.4"),
    ("م\u202efdp.exe", "application/pdf", b"MZ\x00\xff"),
)
HEADERS: tuple[dict[str, str], ...] = (
    {"Accept-Language": "9" * 5_000},
    {"Accept-Language": "zz-\xff;q=nan, *;q=x"},
    {"Referer": "http://[::1"},
    {"Referer": "\xff\x01"},
    {"HX-Request": "true", "HX-Current-URL": "http://[::1", "HX-Target": "\xff"},
    {"HX-Request": "true", "HX-Current-URL-URI-AutoEncoded": "true", "HX-Current-URL": "%ff%00"},
    {"If-Modified-Since": "Sun, 99 Abc 99999999999999999999 00:00:00 GMT"},
    {"If-None-Match": '"' * 50, "Range": "bytes=9-1,-"},
    {"Range": f"bytes={'9' * 5_000}-"},
    {"X-Forwarded-For": "word, 1.2.3.4:\x01, ::1%eth0"},
    {"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"},
    {"Content-Type": "application/json"},
    {"Content-Type": "multipart/form-data"},
    {"Content-Type": "multipart/form-data; boundary=\xff"},
    {"Content-Type": "application/x-www-form-urlencoded; charset=utf-99"},
    {"Cookie": "sessionid=\xff\x01; messages=word; csrftoken=x"},
    {"Host": "no such host"},
)
