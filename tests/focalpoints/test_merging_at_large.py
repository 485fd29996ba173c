"""Any sequence of handovers, ends and merges leaves a whole register, and an undo restores all."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from focalpoints.designations import designate, end_designation
from focalpoints.endings import undo_ending
from focalpoints.merging import BOTH, FIELDS, KEPT, OTHER, merge_people, undo_merge
from focalpoints.models import SKILLS, Designation, Ending, Merge, Person, Revision
from focalpoints.recording import record_letter
from focalpoints.revisions import record
from network import clock
from network.accounts.models import User
from network.values.refusals import Refusal
from tests import factories
from tests.focalpoints.registers import assert_whole, said_by_every_row

pytestmark = pytest.mark.django_db

CODES = ("focal_point", "alternate", "military")
COUNTRIES = ("ESP", "DEU")
PEOPLE = 4
NUMBERS = st.integers(0, 11)
DAYS = st.integers(-40, 40)

STEPS = st.one_of(
    st.tuples(
        st.sampled_from(["designate", "hand over"]),
        st.tuples(
            st.integers(0, PEOPLE - 1),
            st.sampled_from(COUNTRIES),
            st.sampled_from(CODES),
            DAYS,
            st.one_of(st.none(), st.integers(0, 60)),
        ),
    ),
    st.tuples(st.just("end"), st.tuples(NUMBERS, DAYS)),
    st.tuples(st.just("undo end"), st.tuples(NUMBERS)),
    st.tuples(st.just("let draft"), st.tuples(st.integers(0, PEOPLE - 1), NUMBERS)),
    st.tuples(
        st.just("merge"),
        st.tuples(
            st.integers(0, PEOPLE - 1),
            st.integers(0, PEOPLE - 1),
            st.lists(st.sampled_from([KEPT, OTHER, BOTH]), min_size=9, max_size=9),
        ),
    ),
    st.tuples(st.just("undo merge"), st.tuples(NUMBERS)),
)


def nth(rows: Any, number: int) -> Any:
    found = list(rows.order_by("pk"))
    return found[number % len(found)] if found else None


class Register:
    """A register of two members and four people, of which two look alike."""

    def __init__(self, by: User) -> None:
        self.by = by
        self.people = [
            factories.PersonFactory.create(
                given_name=f"Name {number // 2}",
                languages=["en", "fr"][: 1 + number % 2],
                email_visibility=["members", "secretariat"][number % 2],
            )
            for number in range(PEOPLE)
        ]
        for person in self.people:
            record(person, by=None, source=Revision.Source.DIRECT_EDIT)
        for country in COUNTRIES:
            factories.member(country)
        for code in CODES:
            factories.category(code)

    def take(self, step: str, given: tuple[Any, ...]) -> None:
        """Take the step, unless it is refused; then nothing was written."""
        steps: dict[str, Callable[..., None]] = {
            "designate": self.designate,
            "hand over": self.hand_over,
            "end": self.end,
            "undo end": self.undo_end,
            "let draft": self.let_draft,
            "merge": self.merge,
            "undo merge": self.undo_merge,
        }
        before = said_by_every_row()
        try:
            with transaction.atomic():
                steps[step](*given)
        except Refusal:
            assert said_by_every_row() == before
        assert_whole()

    def person(self, number: int) -> Person | None:
        return Person.objects.filter(pk=self.people[number].pk).first()

    def planned(
        self, number: int, country: str, code: str, start: int, length: int | None
    ) -> Designation | None:
        person = self.person(number)
        if person is None:
            return None
        starts_on = clock.today() + datetime.timedelta(days=start)
        ends_on = None if length is None else starts_on + datetime.timedelta(days=length)
        return Designation(
            member=factories.member(country),
            person=person,
            category=factories.category(code),
            starts_on=starts_on,
            ends_on=ends_on,
        )

    def designate(self, *given: Any) -> None:
        planned = self.planned(*given)
        if planned is not None:
            designate(planned, by=self.by)

    def hand_over(self, *given: Any) -> None:
        planned = self.planned(*given)
        if planned is None:
            return
        same = Designation.objects.filter(member=planned.member, category=planned.category)
        record_letter(planned, by=self.by, predecessor=same.order_by("pk").last())

    def end(self, number: int, days: int) -> None:
        row = nth(Designation.objects.all(), number)
        if row is not None:
            end_designation(row, by=self.by, on=clock.today() + datetime.timedelta(days=days))

    def undo_end(self, number: int) -> None:
        row = nth(Ending.objects.all(), number)
        if row is not None:
            undo_ending(row, by=self.by)

    def let_draft(self, number: int, basis: int) -> None:
        person, row = self.person(number), nth(Designation.objects.all(), basis)
        if person is None or row is None:
            return
        if not person.drafting_rights.filter(member=row.member).exists():
            factories.DraftingRightFactory.create(person=person, member=row.member, rests_on=row)

    def merge(self, one: int, two: int, choices: list[str]) -> None:
        kept, other = self.person(one), self.person(two)
        if kept is None or other is None:
            return
        chosen = dict(zip((*FIELDS, *SKILLS), choices, strict=True))
        before = said_by_every_row()
        merge = merge_people(kept, other, chosen=chosen, by=self.by)
        assert_whole()
        undo_merge(merge, by=self.by)
        assert said_by_every_row() == before
        merge_people(
            Person.objects.get(pk=kept.pk),
            Person.objects.get(pk=other.pk),
            chosen=chosen,
            by=self.by,
        )

    def undo_merge(self, number: int) -> None:
        row = nth(Merge.objects.all(), number)
        if row is not None:
            undo_merge(row, by=self.by)


def test_any_sequence_leaves_a_whole_register_and_undoing_a_merge_restores_every_row(
    secretariat: User,
) -> None:
    @settings(
        deadline=None,
        max_examples=25,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(steps=st.lists(STEPS, min_size=4, max_size=14))
    def holds(steps: list[tuple[str, tuple[Any, ...]]]) -> None:
        with transaction.atomic():
            register = Register(secretariat)
            for step, given_with_it in steps:
                register.take(step, given_with_it)
            transaction.set_rollback(True)

    holds()
