"""The words of the search: as the index holds them, in SQL, and as a reader types them, in Python.

An entry's words stand in a `tsvector`, folded (network.values.folding), each once and without a
position. Beside them stands every whole name behind a sign of its own: `=burkina faso`. So one
index answers for words, for their beginnings, for names and for the beginnings of names.

A typing error is found without going through the words: two words of which one has a letter more,
less or another, or two exchanged, have something in common once each has lost a letter
(https://github.com/wolfgarbe/SymSpell). `portal_near_words` holds every longer word of the names,
and what is left of it without each of its letters.
"""

from __future__ import annotations

from network.values.folding import BETWEEN_NAMES, folded
from network.values.searching import MOST_WORDS, RUN_TOGETHER, SHORT, is_short

# Before a whole name; folding leaves no such sign in a word.
WHOLE = "="
# Letters of a name by which it is compared as a whole; of a word by which it is found.
LONGEST_NAME, LONGEST_WORD = 200, 60
# Letters beyond which a word is compared as it is: it has as many neighbours as letters.
LONGEST_NEAR = 30


def _in_regex(*letters: int) -> str:
    """Letters from the first to the last as PostgreSQL's regular expressions write them."""
    return "-".join(rf"\u{each:04x}" if each < 0x10000 else rf"\U{each:08x}" for each in letters)


# Writing without spaces, where a word may begin at any letter.
_RUN_TOGETHER = f"[{''.join(_in_regex(*each) for each in RUN_TOGETHER)}]"

CREATE_FUNCTIONS = f"""
CREATE FUNCTION portal_search_words(names jsonb, texts text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $words$
DECLARE
  named text COLLATE pg_catalog."C";
  folded text COLLATE pg_catalog."C";
  words text[];
BEGIN
  SELECT pg_catalog.string_agg(name.folded, ' ') INTO named
  FROM pg_catalog.jsonb_each_text(names) AS name(language, folded);
  named := coalesce(named, '');
  folded := pg_catalog.concat(named, ' ', public.portal_folded(texts));
  words := pg_catalog.string_to_array(folded, ' ');
  IF folded ~ '[^ ]{{{LONGEST_WORD + 1}}}' THEN
    words := ARRAY(
      SELECT pg_catalog.left(word, {LONGEST_WORD}) FROM pg_catalog.unnest(words) AS word
    );
  END IF;
  IF folded ~ '[^\\u0001-\\u007f]' THEN
    words := words || ARRAY(
      -- Behind the Arabic article too.
      SELECT pg_catalog.substr(word, 3) FROM pg_catalog.unnest(words) AS word
      WHERE word LIKE '\u0627\u0644___%'
      UNION ALL
      SELECT pg_catalog.substr(word, place) FROM pg_catalog.unnest(words) AS word,
        pg_catalog.generate_series(2, pg_catalog.length(word)) AS place
      WHERE word ~ '{_RUN_TOGETHER}'
    );
  END IF;
  words := words || ARRAY(
    SELECT '{WHOLE}' || pg_catalog.left(pg_catalog.btrim(whole), {LONGEST_NAME})
    FROM pg_catalog.string_to_table(named, '{BETWEEN_NAMES}') AS whole
    WHERE pg_catalog.btrim(whole) <> ''
  );
  RETURN pg_catalog.array_to_tsvector(
    pg_catalog.array_remove(pg_catalog.array_remove(words, ''), '{BETWEEN_NAMES}')
  );
END $words$;

CREATE FUNCTION portal_near_words(names jsonb) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 10000 AS $near$
BEGIN
  RETURN ARRAY(
    -- The whole word, and it without the letter at each place.
    SELECT DISTINCT pg_catalog.left(word, place - 1) || pg_catalog.substr(word, place + 1)
    FROM pg_catalog.jsonb_each_text(names) AS name(language, folded),
      pg_catalog.string_to_table(name.folded, ' ') AS word,
      pg_catalog.generate_series(1, pg_catalog.length(word) + 1) AS place
    WHERE pg_catalog.length(word) BETWEEN {SHORT + 1} AND {LONGEST_NEAR}
      AND word !~ '{_RUN_TOGETHER}'
  );
END $near$;
"""  # noqa: S608

DROP_FUNCTIONS = """
DROP FUNCTION portal_near_words(jsonb);
DROP FUNCTION portal_search_words(jsonb, text);
"""


def typed_words(text: str) -> list[str]:
    """The words of `text`, folded, each once; more than a few narrow nothing down."""
    return list(dict.fromkeys(folded(text).split()))[:MOST_WORDS]


def is_too_short(words: list[str]) -> bool:
    """Whether there is nothing but single letters, with which half of all entries begin."""
    return all(len(word) == 1 and is_short(word) for word in words)


def holding(words: list[str]) -> str:
    """The tsquery for entries with words that begin with each of `words`."""
    return " & ".join(f"'{word[:LONGEST_WORD]}':*" for word in words)


def whole_name(text: str) -> str:
    """The tsquery for entries of which `text` is a whole name."""
    return f"'{WHOLE}{folded(text)[:LONGEST_NAME]}'"


def name_beginning(text: str) -> str:
    """The tsquery for entries with a name that begins with `text`."""
    return f"{whole_name(text)}:*"


def can_be_mistyped(word: str) -> bool:
    """Whether `word` may stand for another one; a short word never does."""
    return len(word) <= LONGEST_NEAR and not is_short(word) and len(word) > SHORT


def near_words(word: str) -> list[str]:
    """What `word` has in common with words that differ from it by a letter."""
    return [word, *dict.fromkeys(word[:place] + word[place + 1 :] for place in range(len(word)))]


def distance(one: str, other: str) -> int:
    """How many letters are more, less, others or exchanged (Damerau and Levenshtein)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, its in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
