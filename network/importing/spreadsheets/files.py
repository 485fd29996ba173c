"""A file that somebody chose, as a table: what it is, is told from its content, not its name.

Its size is looked at before anything in it is.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import BinaryIO

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from network.importing.spreadsheets import csv_tables, xlsx_tables
from network.importing.spreadsheets.tables import MOST_BYTES, Table, UnreadableFile

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
# The beginnings of what is sent by mistake: its name, in words.
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF = b"%PDF-"
_PAGES = (b"<!doctype", b"<html", b"<?xml", b"<table")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")


def open_table(file: BinaryIO, *, known_headings: Collection[str] = ()) -> Table:
    """The table in `file`, a CSV or an XLSX file.

    Of the separators that a CSV file may have, the one is taken with which most headings are among
    `known_headings` (folded). Raises UnreadableFile.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if size > MOST_BYTES:
        raise UnreadableFile(
            _(
                "The file is too large: {size}. At most {most} can be imported. Split it into "
                "several files."
            ).format(size=filesizeformat(size), most=filesizeformat(MOST_BYTES))
        )
    start = file.read(512)
    file.seek(0)
    if not start.strip(b"\xef\xbb\xbf\xff\xfe \r\n\t\x00"):
        raise UnreadableFile(_("The file is empty."))
    if start.startswith((_ZIP, _EMPTY_ZIP)):
        return xlsx_tables.read(file)
    _require_text(start)
    return csv_tables.read(file, known_headings=known_headings)


def _require_text(start: bytes) -> None:
    if start.lstrip().startswith(_PDF):
        raise UnreadableFile(
            _("This is a PDF file, whatever its name says. Export the list as CSV or XLSX.")
        )
    if start.startswith(_OLD_EXCEL):
        raise UnreadableFile(
            _(
                "This is a file of an old Excel (.xls), or one that is protected by a password. "
                "Save it without a password as “Excel workbook (.xlsx)” or as CSV."
            )
        )
    if start.startswith(_PICTURES):
        raise UnreadableFile(_("This is a picture. Export the list as CSV or XLSX."))
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_PAGES):
        raise UnreadableFile(
            _("This is a web page or XML, whatever its name says. Save the list as CSV or XLSX.")
        )
