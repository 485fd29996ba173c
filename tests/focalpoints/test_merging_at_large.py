"""Any sequence of handovers, ends and merges leaves a whole register, and an undo restores all.

Nobody holds alone beside another, nothing points at nothing, and no post is open on a day on which
it was held, unless somebody asked for an end.
"""

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
from tests.focalpoints.registers import Post, assert_whole, held_days, said_by_every_row

pytestmark = pytest.mark.django_db

CODES = ("focal_point", "alternate", "military")
COUNTRIES = ("ESP", "DEU")
PEOPLE = 4
NUMBERS = st.integers(0, 11)
DAYS = st.integers(-40, 40)

# None: until further notice.
LENGTHS = st.one_of(st.none(), st.integers(0, 60))

STEPS = st.one_of(
    st.tuples(
        st.just("designate"),
        st.tuples(
            st.integers(0, PEOPLE - 1),
            st.sampled_from(COUNTRIES),
            st.sampled_from(CODES),
            DAYS,
            LENGTHS,
        ),
    ),
    # Days after the start of the one that ends.
    st.tuples(
        st.just("hand over"),
        st.tuples(st.integers(0, PEOPLE - 1), NUMBERS, st.integers(0, 30), LENGTHS),
    ),
    st.tuples(st.just("end"), st.tuples(NUMBERS, st.integers(-1, 30))),
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


def window() -> tuple[datetime.date, datetime.date]:
    """The days that are looked at: nearly all that steps name."""
    today = clock.today()
    return today - datetime.timedelta(days=45), today + datetime.timedelta(days=120)


def nth(rows: Any, number: int) -> Any:
    found = list(rows.order_by("pk"))
    return found[number % len(found)] if found else None


class Register:
    """A register of two members and four people, of which two look alike."""

    def __init__(self, by: User) -> None:
        self.by = by
        # The first day on which a post may be open, where the present step asks for an end.
        self.open_from: dict[Post, datetime.date] = {}
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
        """Take the step, unless it is refused; then the transaction takes back what was written."""
        steps: dict[str, Callable[..., None]] = {
            "designate": self.designate,
            "hand over": self.hand_over,
            "end": self.end,
            "undo end": self.undo_end,
            "let draft": self.let_draft,
            "merge": self.merge,
            "undo merge": self.undo_merge,
        }
        held = held_days(*window())
        self.open_from = {}
        try:
            with transaction.atomic():
                steps[step](*given)
        except Refusal:
            self.open_from = {}
        assert_whole()
        self.assert_no_gap(held)

    def assert_no_gap(self, held: dict[Post, set[datetime.date]]) -> None:
        """Whatever day somebody held a post on, somebody holds it on, unless an end was asked."""
        now = held_days(*window())
        for post, days in held.items():
            lost = days - now.get(post, set())
            asked = self.open_from.get(post, datetime.date.max)
            unasked = sorted(day for day in lost if day < asked)
            assert not unasked, f"nobody holds {post} on {unasked[0]} any more"

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

    def hand_over(self, number: int, to: int, days: int, length: int | None) -> None:
        predecessor, person = nth(Designation.objects.all(), to), self.person(number)
        if predecessor is None or person is None:
            return
        starts_on = predecessor.starts_on + datetime.timedelta(days=days)
        planned = Designation(
            member=predecessor.member,
            person=person,
            category=predecessor.category,
            starts_on=starts_on,
            ends_on=None if length is None else starts_on + datetime.timedelta(days=length),
        )
        if planned.ends_on is not None:
            self.may_open(planned, planned.ends_on)
        record_letter(planned, by=self.by, predecessor=predecessor)

    def end(self, number: int, days: int) -> None:
        row = nth(Designation.objects.all(), number)
        if row is not None:
            day = row.starts_on + datetime.timedelta(days=days)
            self.may_open(row, day)
            end_designation(row, by=self.by, on=day)

    def may_open(self, row: Designation, last_day: datetime.date) -> None:
        self.open_from[row.member_id, row.category_id] = last_day + datetime.timedelta(days=1)

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
        max_examples=12,
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
