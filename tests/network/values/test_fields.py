"""Dates known in part, and texts in six languages."""

from __future__ import annotations

import datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from meetings.models import Meeting
from network.values.partial_dates import PartialDate, PartialDateFormField
from tests import factories

years = st.integers(1000, 9999)
partial_dates = st.one_of(
    st.builds(PartialDate, years),
    st.builds(PartialDate, years, st.integers(1, 12)),
    st.dates(datetime.date(1000, 1, 1)).map(PartialDate.of),
)


@given(partial_dates)
def test_what_is_written_is_read_back(date: PartialDate) -> None:
    assert PartialDate.parse(date.isoformat) == date


@given(partial_dates)
def test_a_date_known_in_part_covers_its_whole_span(date: PartialDate) -> None:
    assert date.earliest <= date.latest
    length = (date.latest - date.earliest).days + 1
    assert {"day": length == 1, "month": 28 <= length <= 31, "year": length in (365, 366)}[
        date.precision
    ]
    after = date.latest + datetime.timedelta(days=1) if date.latest.year < 9999 else None
    if after:
        assert not PartialDate.of(after).isoformat.startswith(date.isoformat)


@given(partial_dates, partial_dates)
def test_order_is_total_and_follows_the_earliest_reading(
    one: PartialDate, other: PartialDate
) -> None:
    assert (one < other) + (other < one) + (one == other) == 1
    if one < other:
        assert one.earliest <= other.earliest


@pytest.mark.parametrize(
    "text", ["", "17", "2017-13", "2017-02-30", "2017-9", "2017-09-23T10:00", "2017 09", "x"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("en", "2017-09-23", "23 September 2017"),
        ("en", "2017-09", "September 2017"),
        ("en", "2017", "2017"),
        ("fr", "2017-09", "septembre 2017"),
        ("es", "2017-09-23", "23 de septiembre de 2017"),
    ],
)
def test_a_date_is_shown_as_precisely_as_it_is_known(language: str, text: str, shown: str) -> None:
    with override(language):
        localized = PartialDate.parse(text).localized
    # English has two orders; the portal's follows Django's format of the language.
    assert set(localized.replace(",", "").lower().split()) == set(shown.lower().split())


@pytest.mark.parametrize(
    ("year", "month", "day", "result"),
    [
        ("2017", "9", "23", "2017-09-23"),
        ("2017", "9", "", "2017-09"),
        ("2017", "", "", "2017"),
        ("", "", "", None),
    ],
)
def test_a_form_takes_what_is_known(year: str, month: str, day: str, result: str | None) -> None:
    cleaned = PartialDateFormField(required=False).clean([year, month, day])
    assert (None if cleaned is None else str(cleaned)) == result


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (["", "9", "23"], "at least the year"),
        (["2017", "", "23"], "needs its month"),
        (["2017", "2", "30"], "does not exist"),
    ],
)
def test_a_form_says_what_is_wrong(parts: list[str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        PartialDateFormField(required=False).clean(parts)


def test_a_form_that_says_what_is_wrong_loses_nothing() -> None:
    class DateForm(forms.Form):
        day = PartialDateFormField()

    form = DateForm({"day_year": "2017", "day_month": "2", "day_day": "30"})
    assert not form.is_valid()
    page = str(form)
    assert 'value="2017"' in page
    assert 'value="30"' in page


@pytest.mark.django_db
def test_the_database_asks_of_dates_known_in_part() -> None:
    for starts_on in ("2016", "2017", "2017-03", "2017-03-10", "2018-01-01", None):
        factories.MeetingFactory.create(starts_on=starts_on, ends_on=None)

    def starts(**lookup: object) -> list[str]:
        rows = Meeting.objects.filter(**lookup).order_by("starts_on")
        return [str(row.starts_on) for row in rows]

    day = datetime.date(2017, 3, 9)
    assert starts(starts_on__lte=day) == ["2016", "2017", "2017-03"]
    over = ["2017", "2017-03", "2017-03-10", "2018-01-01"]
    assert starts(starts_on__latest__gte=day) == over


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["spring", "2017-00", "2017-13", "17"])
def test_the_database_refuses_what_is_no_date(text: str) -> None:
    meeting = factories.MeetingFactory.create(starts_on="2017", ends_on=None)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "update meetings_meeting set starts_on = %s where id = %s", [text, meeting.pk]
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "end", "may_be"),
    [
        ("2017", "2017", True),
        ("2017-05", "2017", True),
        ("2017-05", "2017-05-01", True),
        ("2017-05", "2017-04", False),
        ("2018", "2017-12-31", False),
        (None, "2017", True),
    ],
)
def test_a_period_is_in_order_at_its_latest_reading(
    start: str | None, end: str, may_be: bool
) -> None:
    if may_be:
        factories.MeetingFactory.create(starts_on=start, ends_on=end)
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.MeetingFactory.create(starts_on=start, ends_on=end)


@pytest.mark.django_db
def test_a_text_is_read_in_the_active_language_with_english_behind_it() -> None:
    spain = factories.country("ESP")
    with override("es"):
        assert spain.name == "España"
    with override("zh-hans"):
        assert spain.name == "西班牙"
    organisation = factories.OrganisationFactory.create(name_en="African Union", name_fr="")
    with override("fr"):
        assert organisation.name == "African Union"
    with override(None):
        assert spain.name == "Spain"
