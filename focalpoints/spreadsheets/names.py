"""Names of people as spreadsheets write them: titles told from names, in any usual order.

`H.E. Ms. Ana Ruiz`, `RUIZ, Ana`, `Ana RUIZ GARCÍA`, `Mme Dupont`. Nothing is left of `Mr. ` but a
title: nobody is named. A word that is a name somewhere (`He`, `Col`, `Gen`, `Ing`) is a title only
with its full stop, or before another title.
"""

from __future__ import annotations

from dataclasses import dataclass

from network.values.folding import folded

_TITLES = {
    *("mr", "mrs", "ms", "miss", "mx", "messrs", "sir", "dame", "dr", "prof", "professor"),
    *("mme", "mlle", "madame", "mademoiselle", "monsieur", "professeur", "professeure"),
    *("sr", "sra", "srta", "dra", "senor", "senora", "profesor", "profesora", "licda"),
    *("ambassador", "ambassadeur", "ambassadrice", "embajador", "embajadora"),
    *("colonel", "coronel", "captain", "capitaine", "capitan", "commander", "commandant"),
    *("comandante", "lieutenant", "teniente", "brigadier", "admiral", "amiral", "almirante"),
    *("honourable", "honorable", "excellency", "excellence", "excelencia", "excmo", "excma"),
    *(
        "general",
        "major",
        "commissioner",
        "commissaire",
        "comisario",
        "comisaria",
        "lt",
        "sgt",
        "sergeant",
    ),
}
# Names too: only with a full stop, or before a title.
_WITH_STOP = {
    *("he", "se", "sem", "hon", "m", "d", "gen", "maj", "col", "cap", "capt", "cdr", "cmdr"),
    *("brig", "adm", "amb", "eng", "ing", "lic", "pr", "rev", "mag", "insp", "supt"),
}
# Given names too: only before a whole name.
_COURTESIES = {"don", "dona"}
_BEFORE_EXCELLENCY = {"her", "his", "son", "su"}
_EXCELLENCY = {"excellency", "excellence", "excelencia"}
# What stands for a name where there is none, folded.
_NOBODY = {
    *("vacant", "vacancy", "vacant post", "vacante", "poste vacant", "puesto vacante", "n a"),
    *("tbc", "tbd", "tba", "to be confirmed", "to be determined", "to be designated"),
    *("to be nominated", "to be appointed", "none", "nil", "nobody", "pending", "unknown"),
    *("a designer", "a nommer", "a confirmer", "non designe", "aucun", "en attente", "neant"),
    *("por designar", "por nombrar", "por confirmar", "sin designar", "ninguno", "ninguna"),
}
# Before a family name, and part of it.
_PARTICLES = {
    *("de", "del", "della", "der", "den", "da", "das", "dos", "du", "van", "von", "zu", "ter"),
    *("bin", "bint", "ben", "ibn", "abu", "al", "el", "la", "le", "st", "san"),
}


@dataclass(frozen=True)
class Name:
    """A name in its parts; without `given` and `family` nobody is named."""

    title: str = ""
    given: str = ""
    family: str = ""

    @property
    def is_nobody(self) -> bool:
        return not (self.given or self.family)

    @property
    def words(self) -> list[str]:
        return words_of(self.given, self.family)


def words_of(*texts: str) -> list[str]:
    """The words of a name by which it is compared: in whatever order, case and accents."""
    return sorted(folded(" ".join(texts)).split())


def stands_for_nobody(text: str) -> bool:
    """Whether a cell says that there is no name: `vacant`, `N/A`, a dash, `à désigner`."""
    word = folded(text)
    return not word or word in _NOBODY


def without_title(text: str) -> tuple[str, str]:
    """The titles at the beginning of `text`, and what follows them."""
    tokens = text.replace(".", ". ").split() if _is_glued(text) else text.split()
    count = 0
    while count < len(tokens) and _is_title(tokens, count):
        count += 1
    rest = " ".join(tokens[count:]).strip(" ,")
    return " ".join(tokens[:count]).strip(" ,"), rest


def _is_glued(text: str) -> bool:
    """`Mr.Smith`: a title without the space behind it; `H.E.` and `J.R.R.` are none."""
    return any(
        folded(token.partition(".")[0]) in _TITLES and token.partition(".")[2]
        for token in text.split()[:1]
    )


def _is_title(tokens: list[str], place: int) -> bool:
    token = tokens[place].strip(",")
    word = folded(token)
    after = tokens[place + 1 :]
    if word in _TITLES:
        return True
    if word in _BEFORE_EXCELLENCY:
        return bool(after) and folded(after[0]) in _EXCELLENCY
    if word in _COURTESIES:
        return len(after) > 1
    if word not in _WITH_STOP:
        return False
    if "." not in token:
        # `HE Mr Ruiz`, and a cell that holds nothing else.
        return folded(after[0]) in _TITLES if after else not place
    # An initial, where another one follows: `M. K. Gandhi`.
    return len(word) > 1 or not (after and len(folded(after[0])) == 1)


def name_in(text: str) -> Name:
    """The name that a cell with a whole name says."""
    title, rest = without_title(" ".join(text.split()))
    if stands_for_nobody(rest):
        return Name(title)
    if "," in rest:
        family, _comma, after = rest.partition(",")
        more, given = without_title(after.strip())
        if given and family.strip():
            return Name(title or more, given, family.strip())
        rest = rest.replace(",", " ").strip()
    return Name(title, *_in_two(rest.split()))


def _in_two(words: list[str]) -> tuple[str, str]:
    """Given and family name: what stands in capitals is the family's, else the last word."""
    if len(words) < 2:
        return " ".join(words), ""
    capitals = [word for word in words if len(folded(word)) > 1 and word.isupper()]
    if capitals and len(capitals) < len(words):
        return (
            " ".join(word for word in words if word not in capitals),
            " ".join(capitals),
        )
    start = len(words) - 1
    while start > 1 and folded(words[start - 1]) in _PARTICLES:
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])
