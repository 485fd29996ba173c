"""The day whose facts a page shows: `?on=2018-06-01`, today where it names none.

The day chooses facts only: who was designated, which presidency was current, where a plan stood.
Who may see or do what, and whether an entry is public, is judged at the real now; `visible_to`
never takes the day of a page (docs/decisions/past-days.md).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from network import clock
from network.values.day_fields import DayField
from network.web.kept_pages import keep_for_valid

PARAMETER = "on"
# Resolution 1325 was adopted on the last day of October 2000: no plan and no presidency is older.
EARLIEST = datetime.date(2000, 1, 1)
LATEST = datetime.date(2099, 12, 31)


class DayOfPageForm(forms.Form):
    """The day that a reader types."""

    on = DayField(label=_("Day to show"), required=False)

    def clean_on(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["on"]
        if day is not None and not EARLIEST <= day <= LATEST:
            raise ValidationError(
                gettext("Choose a day between %(earliest)s and %(latest)s.")
                % {"earliest": date_format(EARLIEST), "latest": date_format(LATEST)}
            )
        return day


@dataclass(frozen=True)
class PageDay:
    """The day of a page, and the form with which a reader asked for it or asks for another."""

    day: datetime.date
    today: datetime.date
    form: DayOfPageForm

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    @property
    def is_past(self) -> bool:
        return self.day < self.today

    @property
    def is_refused(self) -> bool:
        """Whether the requested day cannot be shown: the page is then today's, and says so."""
        return self.form.is_bound and not self.form.is_valid()

    def dated(self, url: str) -> str:
        """An address that keeps the day; unchanged on today's page."""
        if self.is_today or not url:
            return url
        parts = urlsplit(url)
        asked = urlencode({PARAMETER: self.day.isoformat()})
        query = f"{parts.query}&{asked}" if parts.query else asked
        return urlunsplit(parts._replace(query=query))


def page_day(request: HttpRequest) -> PageDay:
    """The day that this request asks for, noted on it for the page's panels and links.

    A view of a page that can be about a day calls this; on other pages `?on=` means nothing.
    """
    noted = noted_on(request)
    if noted is None:
        is_asked = bool(request.GET.get(PARAMETER, "").strip())
        form = DayOfPageForm(request.GET if is_asked else None)
        keep_for_valid(request, form)
        today = clock.today()
        asked = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
        noted = PageDay(asked or today, today, form)
        setattr(request, "page_day", noted)  # noqa: B010 - a note on this request
    return noted


def noted_on(request: object) -> PageDay | None:
    """The day of the page that a request asks for; None where its view has none."""
    noted: PageDay | None = getattr(request, "page_day", None)
    return noted


def request_of(context: Any) -> HttpRequest | None:
    """The request of a template's context, also inside `{% include ... only %}`."""
    request: HttpRequest | None = getattr(context, "request", None)
    if request is None and isinstance(context, Mapping):
        request = context.get("request")
    return request


def day_of(context: Any) -> datetime.date:
    """The day whose facts the page of this template's context shows."""
    noted = noted_on(request_of(context))
    return noted.day if noted else clock.today()
