"""Write the alphabetical order of the country names in each of the six languages.

PostgreSQL as the demo and the tests run it has no ICU, and sorting by code point puts Österreich
after Zimbabwe and Chinese names in no order a reader knows. The order is therefore made once, with
ICU's rules, and committed as ranks that any database can sort by.

Run by hand, from the root of the repository, after a name in `countries.csv` changed:

    apt-get install python3-icu          # Debian; PyICU 2.10 with ICU 72 made the committed file
    /usr/bin/python3 scripts/make_name_ranks.py

Reads `focalpoints/reference/countries.csv` (columns `iso3` and `name_<language>`) and writes
`focalpoints/reference/country_name_ranks.csv`: `iso3`, then `rank_en`, `rank_fr`, `rank_es`,
`rank_ru`, `rank_zh` and `rank_ar`, each a permutation of 1 ... number of countries, rows in the
order of `iso3`.

Rules of order: the Unicode Collation Algorithm with the CLDR tailoring of each language in ICU's
default form: Chinese by pinyin, Spanish in its modern order (ch and ll are two letters each),
French without the backward comparison of accents that only Canadian French keeps. A name is
sorted as it is shown: the Arabic article counts as letters, and the UN's index forms with " - "
in brackets are taken as they stand.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

LANGUAGES = ("en", "fr", "es", "ru", "zh", "ar")
REFERENCE = Path(__file__).resolve().parent.parent / "focalpoints" / "reference"


def ranks_by_language(rows: list[dict[str, str]]) -> dict[str, dict[str, int]]:
    """Return {language: {iso3: rank}}, ranks from 1.

    Raises ValueError when two countries would share a place: a tie would let the order change
    from one query to the next.
    """
    import icu  # type: ignore[import-not-found]  # Debian's package, not in the environment

    found: dict[str, dict[str, int]] = {}
    for language in LANGUAGES:
        collator = icu.Collator.createInstance(icu.Locale(language))
        keyed = sorted((collator.getSortKey(row[f"name_{language}"]), row["iso3"]) for row in rows)
        if len({key for key, _ in keyed}) != len(keyed):
            raise ValueError(f"two countries have the same place in {language}")
        found[language] = {iso3: place for place, (_, iso3) in enumerate(keyed, start=1)}
    return found


def main() -> int:
    """Read the names, write the ranks; returns the exit status."""
    with (REFERENCE / "countries.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    try:
        ranks = ranks_by_language(rows)
    except ImportError:
        print("PyICU is missing: apt-get install python3-icu, then run with /usr/bin/python3.")
        return 1
    with (REFERENCE / "country_name_ranks.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(["iso3", *(f"rank_{language}" for language in LANGUAGES)])
        for iso3 in sorted(row["iso3"] for row in rows):
            writer.writerow([iso3, *(ranks[language][iso3] for language in LANGUAGES)])
    print(f"{len(rows)} countries ranked in {len(LANGUAGES)} languages.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
