"""What rows of one list of focal points say against each other.

Each row is checked as if it stood alone. Here those of one file are held together: who is new in
two of them, who has two offices, and where two rows cannot both be written.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from network.importing.models import ImportedRow
from network.importing.problems import problem_of_row
from network.values.folding import folded
from network.values.lists import listed

About = dict[str, Any]
_LAST = datetime.date.max.isoformat()


def keys_of(about: About) -> list[str]:
    """What a row may have in common with others: its person, and what it would hold alone."""
    keys = [f"c {about['member']} {about['category']}"] if about["one_since"] else []
    if about["subject"]:
        return [*keys, f"p {about['subject']}"]
    names = [f"n {about['member']} {about['name']}"[:400]] if about["name"] else []
    return [*keys, *names, *(f"e {email}" for email in about["emails"])]


def compared(
    rows: Sequence[ImportedRow], earlier: Sequence[ImportedRow]
) -> dict[int, list[dict[str, Any]]]:
    """The problems of `rows`, by their numbers; says of each whom it is about (`subject`)."""
    seen = _Seen()
    for row in earlier:
        seen.add(row)
    found = {}
    for row in rows:
        problem = _settle_subject(row, seen) or _contradiction(row, seen)
        if problem:
            found[row.number] = [problem_of_row(problem)]
        else:
            seen.add(row)
    return found


class _Seen:
    """The rows before, by what they have in common with others."""

    def __init__(self) -> None:
        self._by_key: dict[str, list[ImportedRow]] = defaultdict(list)
        self._by_subject: dict[str, list[ImportedRow]] = defaultdict(list)

    def add(self, row: ImportedRow) -> None:
        for key in row.shared:
            self._by_key[key].append(row)
        self._by_subject[row.about["subject"]].append(row)

    def sharing(self, keys: Iterable[str], kind: str) -> list[ImportedRow]:
        return [row for key in keys if key.startswith(kind) for row in self._by_key[key]]

    def about(self, subject: str) -> list[ImportedRow]:
        return self._by_subject[subject]

    def emails_of(self, subject: str) -> set[str]:
        return {email for row in self.about(subject) for email in row.about["emails"]}


def _settle_subject(row: ImportedRow, seen: _Seen) -> str:
    """Say of a row about somebody new in which row they stand first; the problem, or nothing."""
    about = row.about
    if about["subject"]:
        return ""
    subjects: dict[str, int] = {}
    for other in seen.sharing(row.shared, "e "):
        if _is_alike(other.about, about):
            subjects.setdefault(other.about["subject"], other.number)
        else:
            # Two people of one mailbox: an office's, or an error that the note lets see.
            row.notes.append(
                _("Row {number} gives the same address for another name.").format(
                    number=other.number
                )
            )
    if not subjects:
        for other in seen.sharing(row.shared, "n "):
            emails = seen.emails_of(other.about["subject"])
            if about["emails"] and emails and not emails & set(about["emails"]):
                row.notes.append(
                    _(
                        "Row {number} has the same name and another address: two people of one "
                        "name."
                    ).format(number=other.number)
                )
            else:
                subjects.setdefault(other.about["subject"], other.number)
    if len(subjects) > 1:
        return _(
            "It is not certain which of the people in rows {rows} is meant. Give the same address "
            "in the rows of one person."
        ).format(rows=listed([str(number) for number in sorted(subjects.values())]))
    about["subject"] = next(iter(subjects), f"new:{row.number}")
    # Those to come find it by whom it is about, too.
    row.shared = [*row.shared, f"p {about['subject']}"]
    return ""


def _is_alike(one: About, other: About) -> bool:
    own, theirs = set(one["name"].split()), set(other["name"].split())
    return own <= theirs or own >= theirs


def _contradiction(row: ImportedRow, seen: _Seen) -> str:
    about = row.about
    for other in seen.about(about["subject"]):
        for column, value in about["says"].items():
            said = other.about["says"].get(column, value)
            if not _say_the_same(column, said, value, about, other.about):
                return _(
                    "Row {number} says “{said}” of the same person, and this one “{value}”. The "
                    "register keeps one of them: write the same in both rows, or in one alone."
                ).format(number=other.number, said=str(said)[:80], value=str(value)[:80])
        is_same = all(other.about[name] == about[name] for name in ("member", "category"))
        if is_same and _overlap(about, other.about, ""):
            return _("Row {number} is about the same designation. Keep one of the two.").format(
                number=other.number
            )
    for other in seen.sharing(row.shared, "c "):
        if other.about["subject"] == about["subject"]:
            continue
        if _overlap(about, other.about, about["one_since"]):
            return _(
                "Row {number} names somebody else for the same category and time, and a member "
                "has one holder of it. Correct the days, or leave one of the two out."
            ).format(number=other.number)
    return ""


def _say_the_same(column: str, one: str, other: str, about: About, theirs: About) -> bool:
    if column in ("given_name", "family_name"):
        # In capitals or in another order it is the same name.
        return one == other or bool(about["name"] == theirs["name"])
    return folded(one) == folded(other) if column == "title" else one == other


def _overlap(one: About, other: About, since: str) -> bool:
    start = max(one["starts_on"], other["starts_on"], since)
    end = min(one["ends_on"] or _LAST, other["ends_on"] or _LAST)
    return bool(start <= end)
