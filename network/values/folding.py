"""How texts are compared in a search: one rule, in SQL and in Python.

`folded("Muñoz")` and the database's `portal_folded('Muñoz')` are both `munoz`: letters without
case, accents and vowel signs, digits of any script as 0 to 9, words with a space between them.
docs/search.md tells all that it does. Both read one table (folding_table.py), frozen at one
release of Unicode, for each Python and each PostgreSQL knows another one.

A change here is a change of stored columns: a migration makes the functions again
(`create_functions()`) and the columns that they fill.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from network.values import folding_table

# Before each name in a column of several, and behind the last: no folded text holds one.
BETWEEN_NAMES: Final = "|"


def _pairs(spelled: str) -> list[tuple[int, int]]:
    found = []
    for part in spelled.split():
        first, _dash, last = part.partition("-")
        found.append((int(first, 16), int(last or first, 16)))
    return found


def _letters(spelled: str) -> dict[str, str]:
    found = {}
    for part in spelled.split():
        code, _colon, into = part.partition(":")
        found[chr(int(code, 16))] = "".join(chr(int(each, 16)) for each in into.split("+"))
    return found


def _class(spelled: str) -> str:
    """The inside of a character class, as both Python and PostgreSQL read it."""

    def escaped(code: int) -> str:
        return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"

    return "".join(
        escaped(first) if first == last else f"{escaped(first)}-{escaped(last)}"
        for first, last in _pairs(spelled)
    )


def _class_of(letters: Iterable[str]) -> str:
    return _class(" ".join(f"{ord(each):x}" for each in letters))


_UNKNOWN = _class(folding_table.UNKNOWN)
_APOSTROPHES = _class(folding_table.APOSTROPHES)
_DROPPED = _class(folding_table.DROPPED)
_BETWEEN = _class(folding_table.BETWEEN)
_COMMON = _letters(folding_table.COMMON)
_RARE = _letters(folding_table.RARE)
# "l'Iran" and "d'Ivoire" are two words; "O'Brien" and "Sana'a" are one.
_ELIDED = ("l", "d")

_UNKNOWN_FOUND = re.compile(f"[{_UNKNOWN}]")
_APOSTROPHE_FOUND = re.compile(f"[{_APOSTROPHES}]")
_DROPPED_FOUND = re.compile(f"[{_DROPPED}]")
_BETWEEN_FOUND = re.compile(f"[{_BETWEEN}]+")
_ASCII_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_LETTERS = str.maketrans({**_COMMON, **_RARE}) | _ASCII_LOWER


def folded(text: str) -> str:
    """`text` as a search compares it; the same as `portal_folded(text)` of the database.

    Folded again it stays as it is. Any text that PostgreSQL can store is taken.
    """
    text = _APOSTROPHE_FOUND.sub("'", _UNKNOWN_FOUND.sub(" ", text))
    text = unicodedata.normalize("NFKD", text)
    text = _DROPPED_FOUND.sub("", text).translate(_LETTERS)
    text = f" {_BETWEEN_FOUND.sub(' ', text)}"
    for letter in _ELIDED:
        text = text.replace(f" {letter}'", f" {letter} ")
    return re.sub(" +", " ", text.replace("'", "")).strip(" ")


def names_folded(*names: str | None) -> str:
    """Several names as one column keeps them: `| cote d ivoire | ivory coast |`.

    The same as `portal_names_folded(names)` of the database; nothing for no name.
    """
    each = [one for one in (folded(name) for name in names if name) if one]
    return _joined(each)


def _joined(names: Iterable[str]) -> str:
    between = f" {BETWEEN_NAMES} "
    inside = between.join(names)
    return f"{BETWEEN_NAMES} {inside} {BETWEEN_NAMES}" if inside else ""


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def create_functions() -> str:
    """The SQL that makes `portal_folded(text)` and `portal_names_folded(text[])`, or again.

    Immutable, for stored columns and indexes hang on them: nothing in them depends on a locale,
    a dictionary or the search path. A text of ASCII alone takes the short way.
    """

    def looked_up(table: dict[str, str]) -> str:
        # Letter by letter in one object: `translate()` would go through the whole table for each.
        into = _quoted(json.dumps(table, ensure_ascii=False))
        return f"""IF folded ~ '[{_class_of(table)}]' THEN
      folded := (
        SELECT pg_catalog.string_agg(coalesce({into}::pg_catalog.jsonb ->> letter, letter), '')
        FROM pg_catalog.unnest(pg_catalog.string_to_array(folded, NULL)) AS letter
      );
    END IF;"""  # noqa: S608

    elided = "\n".join(
        f"  folded := pg_catalog.replace(folded, ' {letter}''', ' {letter} ');"
        for letter in _ELIDED
    )
    return f"""
CREATE OR REPLACE FUNCTION portal_folded(words text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $folding$
DECLARE
  folded text COLLATE pg_catalog."C" := words;
BEGIN
  IF folded ~ '[^\\u0001-\\u007f]' THEN
    folded := pg_catalog.regexp_replace(folded, '[{_UNKNOWN}]', ' ', 'g');
    folded := pg_catalog.regexp_replace(folded, '[{_APOSTROPHES}]', '''', 'g');
    folded := pg_catalog.normalize(folded, 'NFKD');
    folded := pg_catalog.regexp_replace(folded, '[{_DROPPED}]', '', 'g');
    {looked_up(_COMMON)}
    {looked_up(_RARE)}
  ELSE
    folded := pg_catalog.translate(folded, '`', '''');
    folded := pg_catalog.replace(folded, '.', '');
  END IF;
  folded := pg_catalog.lower(folded);
  folded := ' ' || pg_catalog.regexp_replace(folded, '[{_BETWEEN}]+', ' ', 'g');
{elided}
  folded := pg_catalog.replace(folded, '''', '');
  RETURN pg_catalog.btrim(pg_catalog.regexp_replace(folded, ' +', ' ', 'g'), ' ');
END $folding$;

CREATE OR REPLACE FUNCTION portal_names_folded(VARIADIC names text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $folding$
DECLARE
  name text;
  folded text COLLATE pg_catalog."C";
  joined text COLLATE pg_catalog."C" := '';
BEGIN
  IF names IS NULL THEN
    RETURN '';
  END IF;
  FOREACH name IN ARRAY names LOOP
    folded := public.portal_folded(name);
    IF folded <> '' THEN
      joined := joined || ' {BETWEEN_NAMES} ' || folded;
    END IF;
  END LOOP;
  RETURN CASE WHEN joined = '' THEN '' ELSE pg_catalog.btrim(joined, ' ') || ' {BETWEEN_NAMES}' END;
END $folding$;
"""


def drop_functions() -> str:
    return """
DROP FUNCTION portal_names_folded(text[]);
DROP FUNCTION portal_folded(text);
"""
