"""Dates as each language writes them, and moments that name their time zone."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.formats import date_format, localize

from network.values.partial_dates import PartialDate
from network.values.periods import period_text

FIRST = datetime.date(2026, 6, 1)
MOMENT = datetime.datetime(2026, 6, 1, 14, 5, tzinfo=ZoneInfo("America/New_York"))

DATES = {
    "en": ("1 June 2026", "2 June 2026", "June 2026", "1 June"),
    "fr": ("1er juin 2026", "2 juin 2026", "juin 2026", "1er juin"),
    "es": ("1 de junio de 2026", "2 de junio de 2026", "junio de 2026", "1 de junio"),
    "ru": ("1 июня 2026 года", "2 июня 2026 года", "Июнь 2026 года", "1 июня"),
    "ar": ("1 يونيو 2026", "2 يونيو 2026", "يونيو 2026", "1 يونيو"),
    "zh-hans": ("2026年6月1日", "2026年6月2日", "2026年6月", "6月1日"),
}


@pytest.mark.parametrize("language", DATES)
def test_a_date_is_written_as_its_language_does(language: str) -> None:
    first, second, month, without_year = DATES[language]
    with translation.override(language):
        assert PartialDate.of(FIRST).localized == first
        assert PartialDate(2026, 6, 2).localized == second
        assert PartialDate(2026, 6).localized == month
        assert date_format(FIRST, "MONTH_DAY_FORMAT") == without_year
        # Every way in which a page, a mail, a PDF or the admin writes a day.
        assert localize(FIRST) == first
        page = Template('{{ day }}|{{ day|date }}|{{ day|date:"DATE_FORMAT" }}')
        assert page.render(Context({"day": FIRST})) == "|".join([first] * 3)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "1–3 June 2026"),
        ("fr", "1er–3 juin 2026"),
        ("es", "1–3 de junio de 2026"),
        ("ru", "1–3 июня 2026 года"),
        ("ar", "1–3 يونيو 2026"),
        ("zh-hans", "2026年6月1–3日"),
    ],
)
def test_days_of_one_month_share_it(language: str, said: str) -> None:
    with translation.override(language):
        assert period_text(PartialDate.of(FIRST), PartialDate(2026, 6, 3)) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "1 June 2026, 14:05 EDT"),
        ("fr", "1er juin 2026, 14:05 EDT"),
        ("es", "1 de junio de 2026, 14:05 EDT"),
        ("ru", "1 июня 2026 года, 14:05 EDT"),
        ("ar", "1 يونيو 2026، 14:05 EDT"),
        ("zh-hans", "2026年6月1日 14:05 EDT"),
    ],
)
def test_a_moment_names_its_time_zone(language: str, said: str) -> None:
    with translation.override(language):
        assert date_format(MOMENT, "DATETIME_FORMAT") == said
        assert localize(MOMENT) == said
        page = Template('{{ at }}|{{ at|date:"DATETIME_FORMAT" }}')
        assert page.render(Context({"at": MOMENT})) == f"{said}|{said}"
        assert date_format(MOMENT, "SHORT_DATETIME_FORMAT").endswith(" 14:05 EDT")


def test_a_moment_in_another_zone_names_that_one() -> None:
    with translation.override("en"), timezone.override("Africa/Nairobi"):
        assert localize(timezone.localtime(MOMENT)) == "1 June 2026, 21:05 EAT"
