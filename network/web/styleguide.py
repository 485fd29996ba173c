"""What the styleguide shows: every component in each of its states, with made-up content."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from network import clock
from network.accounts.models import User
from network.values.form_fields import CleanCharField, CleanEmailField, CleanTextField
from network.values.partial_dates import PartialDateFormField
from network.values.word_difference import Piece
from network.web.list_filters import ChoiceFilter, ListFilter, SearchFilter
from network.web.page_day import DayOfPageForm, PageDay

TONES = ("ok", "info", "warn", "bad", "quiet")


class SampleForm(forms.Form):
    """One field of each kind, to be seen empty, filled and invalid."""

    title = CleanCharField(
        label=_("Title"), max_length=80, help_text=_("As it should appear in a list.")
    )
    contact = CleanEmailField(label=_("Contact"), required=False)
    text = CleanTextField(label=_("Text"), max_length=2_000, required=False)
    pillar = forms.ChoiceField(
        label=_("Pillar"),
        choices=[("", _("Choose one")), ("participation", _("Participation"))],
    )
    themes = forms.MultipleChoiceField(
        label=_("Themes"),
        choices=[
            ("mediation", _("Mediation")),
            ("policing", _("Policing")),
            ("funding", _("Funding")),
            ("disarmament", _("Disarmament")),
        ],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As many as apply."),
    )
    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        choices=[("public", _("Everybody")), ("members", _("Members only"))],
        widget=forms.RadioSelect,
    )
    starts_on = PartialDateFormField(
        label=_("Start"), help_text=_("As much of the date as is known."), required=False
    )
    document = forms.FileField(label=_("Document"), required=False)
    is_public = forms.BooleanField(
        label=_("Show this on the public map"), required=False, help_text=_("You can change it.")
    )


class SampleFilter(ListFilter):
    """Filters over a list, of which a phone shows one at once."""

    shown_at_once = ("q",)

    q = SearchFilter(label=_("Search"), method="called")
    region = ChoiceFilter(label=_("Region"), choices=[("002", _("Africa"))], method="called")

    def called(self, rows: QuerySet[User], _name: str, _value: str) -> QuerySet[User]:
        return rows


def exhibits(request: HttpRequest) -> dict[str, Any]:
    """The context of the styleguide. Its address says where its pagination stands and filters a
    list of nothing."""
    now = clock.now()
    refused = SampleForm({"contact": "nobody", "starts_on_month": "4", "visibility": "public"})
    return {
        "tones": TONES,
        "form": SampleForm(auto_id="fresh_%s"),
        "refused": refused,
        "filters": SampleFilter(request, User.objects.none()),
        "page_obj": Paginator(range(240), 20).get_page(request.GET.get("page", "3")),
        "ages": [
            now - datetime.timedelta(days=20),
            now - datetime.timedelta(days=500),
            now - datetime.timedelta(days=1000),
            None,
        ],
        "events": [
            {"at": now, "title": _("Published"), "by": _("Secretariat"), "tone": "ok"},
            {
                "at": now,
                "title": _("Sent back"),
                "by": _("Secretariat"),
                "tone": "warn",
                "text": _("Please add the period of the plan."),
            },
            {"at": now, "title": _("Submitted"), "by": _("Focal point"), "tone": "info"},
        ],
        "facts": [
            (_("Period"), "2023-2027"),
            (_("Lead institution"), _("Ministry of Foreign Affairs")),
            (_("Budget"), _("yes")),
        ],
        "difference": {
            "changed": [
                {
                    "label": _("Title"),
                    "published": "Plan II",
                    "proposed": "Plan III",
                    "has_inline": True,
                    "before": [Piece("same", "Plan "), Piece("out", "II")],
                    "after": [Piece("same", "Plan "), Piece("in", "III")],
                },
                {"label": _("Budget"), "published": "", "proposed": "1 200 000"},
            ],
            "unchanged": [{"label": _("Lead institution"), "published": "Ministry"}],
        },
        "steps": [
            {"label": _("Draft"), "state": "done"},
            {"label": _("In review"), "state": "current"},
            {"label": _("Published"), "state": ""},
        ],
        "percents": [None, 40, 100],
        "another_day": PageDay(
            datetime.date(2018, 6, 1), clock.today(), DayOfPageForm(auto_id="day_%s")
        ),
        "refused_day": PageDay(
            clock.today(), clock.today(), DayOfPageForm({"on": "someday"}, auto_id="refused_day_%s")
        ),
        "levels": ["success", "info", "warning", "error"],
        "notices": [
            Message(level, str(_("The entry was sent to the Secretariat for review.")))
            for level in (constants.SUCCESS, constants.INFO, constants.WARNING, constants.ERROR)
        ],
    }
