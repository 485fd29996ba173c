"""Which encoding a text file is in.

It is told by its mark, else by what the bytes allow: UTF-8 where they are valid UTF-8, for by
chance they never are, and otherwise a code page, which the words of the whole file decide.
"""

from __future__ import annotations

import codecs
from collections.abc import Collection
from typing import BinaryIO, Final

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from network.importing.spreadsheets.code_pages import by_likelihood, may_be_text
from network.importing.spreadsheets.tables import UnreadableFile

NAMES: Final = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf_16_le": "UTF-16",
    "utf_16_be": "UTF-16",
    "utf-32": "UTF-32",
    "utf_32_le": "UTF-32",
    "utf_32_be": "UTF-32",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1252": "Windows-1252",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "cp1256": "Windows-1256",
    "gb18030": "GB 18030",
}
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE: Final = ("utf_16_le", "utf_16_be", "utf_32_le", "utf_32_be")
_MOST_NULS: Final = 8  # one in so many bytes
_LOOKED_AT: Final = 200_000  # bytes from which it is told whether letters are of two bytes
_CHUNK: Final = 1_000_000
_MOST_WORDS: Final = 5_000
_LONGEST_WORD: Final = 200  # bytes
# What ends a word: ASCII that is no letter in any code page, nor a part of one in GB 18030.
_BETWEEN_WORDS: Final = bytes(
    byte if byte >= 0x40 or chr(byte).isdigit() else 0x20 for byte in range(256)
)


def encoding_of(file: BinaryIO) -> str:
    """The encoding in which the whole file can be read; raises UnreadableFile."""
    file.seek(0)
    start = file.read(_LOOKED_AT)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return _readable(file, encoding)
    # Half of what is written in two bytes a letter is NUL, in Latin letters at least.
    if start.count(0) * _MOST_NULS > len(start):
        found = from_bytes(start[: len(start) // 4 * 4], cp_isolation=list(_WIDE)).best()
        if found is None:
            raise UnreadableFile(_not_text())
        return _readable(file, found.encoding)
    return "utf-8" if _is_valid(file, "utf-8") else _code_page(file)


def _code_page(file: BinaryIO) -> str:
    words = _words(file)
    page = next((page for page in by_likelihood(words) if _is_valid(file, page)), None)
    # UTF-8 that was cut off and encodings of old systems are valid, but give no words.
    if page is None or not may_be_text(words, page):
        raise UnreadableFile(_not_text())
    return page


def _words(file: BinaryIO) -> Collection[bytes]:
    """The words of the file that are not all ASCII, each once: as many as it takes to judge."""
    found: dict[bytes, None] = {}
    file.seek(0)
    # One line alone may be the whole file; where it is cut, a word may be.
    while len(found) < _MOST_WORDS and (line := file.readline(_CHUNK)):
        if not line.isascii():
            words = line.translate(_BETWEEN_WORDS).split()
            found |= dict.fromkeys(word[:_LONGEST_WORD] for word in words if not word.isascii())
    return list(found)[:_MOST_WORDS]


def _readable(file: BinaryIO, encoding: str) -> str:
    if not _is_valid(file, encoding):
        raise UnreadableFile(
            _(
                "The file says that it is {encoding}, but some of it is not: it may have been cut "
                "off. Save it again as “CSV UTF-8”."
            ).format(encoding=NAMES.get(encoding, encoding))
        )
    return encoding


def _is_valid(file: BinaryIO, encoding: str) -> bool:
    """Whether the whole file can be read in `encoding`; it is not kept in memory."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _not_text() -> str:
    return _(
        "The portal cannot read this file as text: it is no CSV, or its encoding is unusual. Save "
        "it as “CSV UTF-8” or as XLSX."
    )
