"""Days as people type them: one reading is taken, two or none are refused, what was typed stays."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from network.values.day_fields import DayField
from tests import factories

DAY = datetime.date(2026, 12, 31)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-12-31",
        "2026/12/31",
        "31/12/2026",
        "31.12.2026",
        "31-12-2026",
        "12/31/2026",
        "31 December 2026",
        "31 Dec 2026",
        "December 31, 2026",
        "2026年12月31日",
        "٣١/١٢/٢٠٢٦",
    ],
)
def test_a_day_with_one_reading_is_taken(typed: str) -> None:
    assert DayField().clean(typed) == DAY


def test_months_are_read_in_the_language_of_the_page() -> None:
    with translation.override("fr"):
        assert DayField().clean("1er juin 2026") == datetime.date(2026, 6, 1)
    with translation.override("es"):
        assert DayField().clean("1 de junio de 2026") == datetime.date(2026, 6, 1)


def test_a_dot_is_only_after_the_day() -> None:
    assert DayField().clean("03.04.2026") == datetime.date(2026, 4, 3)


def test_a_day_with_two_readings_is_refused_with_both() -> None:
    with pytest.raises(ValidationError, match=r"3 April 2026 or 4 March 2026.*year-month-day"):
        DayField().clean("03/04/2026")


@pytest.mark.parametrize("typed", ["31/31/2026", "2026-02-30", "soon", "31 Nothing 2026", "1/2/26"])
def test_what_is_no_day_is_refused_with_the_format(typed: str) -> None:
    with pytest.raises(ValidationError, match="year-month-day, for example 2026-12-31"):
        DayField().clean(typed)


@pytest.mark.django_db
def test_the_admin_keeps_what_was_typed_and_names_the_format(secretariat_client: Client) -> None:
    held = factories.DesignationFactory.create()
    page = secretariat_client.post(
        reverse("admin:focalpoints_designation_add"),
        {
            "member": held.member_id,
            "person": held.person_id,
            "category": factories.category("alternate").pk,
            "starts_on": "next Tuesday",
        },
    ).content.decode()
    assert 'value="next Tuesday"' in page
    assert "Enter the date as year-month-day, for example 2026-12-31." in page
