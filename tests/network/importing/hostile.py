"""Files that would cost a portal its memory, or its data: made here, for they are large.

Run as a program it opens each in a child of its own, under a limit of processor time, and prints
what became of it: the sentence, and by how much its memory grew.
"""

from __future__ import annotations

import datetime
import io
import json
import os
import resource
import sys
import zipfile
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook

HEADINGS = ["Country", "Joined", "Source"]
EVE_OF_1900 = datetime.date(1899, 12, 31)
CPU_SECONDS = 20
BOMB_CPU_SECONDS = 1


def _csv(*rows: list[str]) -> bytes:
    return "\r\n".join(",".join(row) for row in [HEADINGS, *rows]).encode()


def _workbook(fill: Callable[[Workbook], None]) -> bytes:
    workbook = Workbook()
    fill(workbook)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _append(workbook: Workbook, *rows: list[Any]) -> None:
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)


def bomb() -> bytes:
    """110 MB of XML in half a megabyte."""
    plain = _workbook(lambda book: _append(book, HEADINGS))
    file = io.BytesIO()
    row = b'<row><c t="inlineStr"><is><t>aaaaaaaaaaaaaaaaaaaa</t></is></c></row>'
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(file, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                content = (
                    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                    b"<sheetData>" + row * 1_600_000 + b"</sheetData></worksheet>"
                )
            new.writestr(entry.filename, content, zipfile.ZIP_DEFLATED, 6)
    return file.getvalue()


def _with_entities() -> bytes:
    plain = _workbook(lambda book: _append(book, HEADINGS))
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(file, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "xl/workbook.xml":
                content = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">]>' + content
            new.writestr(entry.filename, content)
    return file.getvalue()


def _large_cell_in_a_workbook() -> bytes:
    plain = _workbook(lambda book: _append(book, HEADINGS))
    words = "".join(chr(97 + number * number % 26) for number in range(10_000_000))
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(file, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                cells = f'<row><c t="inlineStr"><is><t>{words}</t></is></c></row>'
                content = content.replace(b"</sheetData>", cells.encode() + b"</sheetData>")
            new.writestr(entry.filename, content)
    return file.getvalue()


# Each with what its refusal says.
UNREADABLE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb": (bomb, "The workbook was not opened"),
    "a workbook with entities": (_with_entities, "cannot read this workbook"),
    "a cell of 10 MB": (
        lambda: _csv(["Spain", "2017", "a" * 10_000_000]),
        "Row 2 holds a cell of more than 32767 characters",
    ),
    "a cell of 10 MB in a workbook": (
        _large_cell_in_a_workbook,
        "Row 2 holds a cell of more than 32767 characters",
    ),
    "a quotation mark that is never closed": (
        lambda: _csv(['"Spain', "2017", "x"], *[["Norway", "2018", "y"]] * 20_000),
        "A quotation mark may not be closed there",
    ),
    "a file of 12 MB": (lambda: b"a" * 12_000_000, "The file is too large"),
    "200 columns": (
        lambda: ",".join(f"h{number}" for number in range(200)).encode(),
        "Row 1 has 200 columns",
    ),
    "200 columns in a workbook": (
        lambda: _workbook(lambda book: _append(book, list(range(200)))),
        "Row 1 has more than 100 columns",
    ),
    "doubled headings": (
        lambda: b"Country,Joined,Joined\r\nSpain,2017,2018",
        "Several columns say the same: “Joined” (B), “Joined” (C)",
    ),
    "a PDF named .xlsx": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "This is a PDF file"),
    "an old workbook": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000),
        "an old Excel (.xls)",
    ),
    "a zip that is no workbook": (
        lambda: _zip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        "This is no Excel workbook",
    ),
    "a workbook that was cut off": (
        lambda: _workbook(lambda book: _append(book, HEADINGS))[:-200],
        "cannot read this workbook",
    ),
    "UTF-8 that was cut off": (
        lambda: b"\xef\xbb\xbfCountry,Joined\r\nC\xc3\xb4te d'Ivoire \xc3",
        "The file says that it is UTF-8, but some of it is not",
    ),
    "noise": (lambda: bytes(range(256)) * 400, "cannot read this file as text"),
    "nothing": (lambda: b"", "The file is empty"),
    "6,000 rows": (
        lambda: _csv(*[["Spain", "2017", "x"]] * 6_000),
        "The file holds more than 5000 rows",
    ),
    "a web page": (lambda: b"<!DOCTYPE html><table>", "This is a web page"),
}
# What can be read, and has a problem in its second row.
WITH_PROBLEMS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a formula": (
        lambda: _csv(["Spain", "2017", "=HYPERLINK(1)"]),
        "The cell holds the formula or error “=HYPERLINK(1)”",
    ),
    "a formula in a workbook": (
        lambda: _workbook(lambda book: _append(book, HEADINGS, ["Spain", "2017", "=1+1"])),
        "The cell holds the formula or error “=1+1”",
    ),
    "a date before 1900": (
        lambda: _csv(["Spain", "1899-12-31", "x"]),
        "lies before 1900",
    ),
    "a date before 1900 in a workbook": (
        lambda: _workbook(lambda book: _append(book, HEADINGS, ["Spain", EVE_OF_1900, "x"])),
        "lies before 1900",
    ),
    "a number with an exponent": (
        lambda: _csv(["Spain", "2017", "3.49E+11"]),
        "A spreadsheet has turned a long number into “3.49E+11”",
    ),
    "a NUL": (lambda: _csv(["Spain", "2017", "a\x00b"]), "A character was lost"),
    "more cells than headings": (
        lambda: _csv(["Spain", "2017", "x", "y"]),
        "Column D has no heading",
    ),
    "a cell behind the headings of a workbook": (
        lambda: _workbook(lambda book: _append(book, HEADINGS, ["Spain", "2017", "x", "y"])),
        "Column D has no heading",
    ),
}


def _zip(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def _opened(content: bytes) -> str:
    """What becomes of a file that is read to its end."""
    # Only here, where Django is ready.
    from network.importing.spreadsheets.files import open_table  # noqa: PLC0415
    from network.importing.spreadsheets.tables import UnreadableFile  # noqa: PLC0415

    try:
        table = open_table(io.BytesIO(content))
        rows = sum(1 for _line in table.lines)
    except UnreadableFile as refusal:
        return refusal.sentence
    return f"{rows} rows"


def _measured(name: str, content: bytes) -> dict[str, object]:
    """Open a file in a child; its memory is what it came to beyond the start, in MB."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        seconds = BOMB_CPU_SECONDS if name == "a bomb" else CPU_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        said = _opened(content)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        os.write(
            writer,
            json.dumps([said, (after - before) // 1024, after // 1024]).encode(),
        )
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        text = answer.read()
    _pid, status = os.waitpid(child, 0)
    said, grown, whole = json.loads(text) if text else ["killed", 0, 0]
    return {"said": said, "grown_mb": grown, "whole_mb": whole, "status": status}


if __name__ == "__main__":
    import django

    django.setup()
    # Read and thrown away before: what every import costs once.
    _opened(_workbook(lambda book: _append(book, HEADINGS)))
    files = UNREADABLE | WITH_PROBLEMS
    json.dump({name: _measured(name, make()) for name, (make, _said) in files.items()}, sys.stdout)
