"""The page of the search, and what its box shows as somebody types."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from network.accounts.rate_limits import may_ask
from network.search.finding import SHOWN, Search
from network.search.forms import SearchForm
from network.search.kinds import kinds_for
from network.search.words import is_too_short, typed_words
from network.web.errors import too_many

# Of one network address: far more than somebody types, and no load for the database.
TIMES, SECONDS = 240, 60
# Rows of one kind alone, and of each in the box.
OF_ONE_KIND, IN_BOX = 50, 3


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`?q=`: what the reader may see, in groups; `?in=` one kind alone, and more of it."""
    return _answer(request, "network/search.html")


@require_safe
def search_box(request: HttpRequest) -> HttpResponse:
    """The closest few of each kind, as the options of the box in the header."""
    return _answer(request, "network/components/search_options.html", most=IN_BOX)


def _answer(request: HttpRequest, template: str, most: int | None = None) -> HttpResponse:
    if not may_ask(request, action="search", times=TIMES, seconds=SECONDS):
        return too_many(request)
    form = SearchForm(request.GET, user=request.user)
    form.is_valid()
    text = form.cleaned_data.get("q", "")
    only = form.cleaned_data.get("in", "")
    kinds = kinds_for(request.user)
    context: dict[str, Any] = {
        "form": form,
        "text": text,
        "kinds": kinds,
        "only": next((kind for kind in kinds if kind.name == only), None),
        "refusals": [sentence for sentences in form.errors.values() for sentence in sentences],
    }
    if text:
        words = typed_words(text)
        context["holds_no_word"] = not words
        context["is_too_short"] = bool(words) and is_too_short(words)
        found = Search(text, request.user, only, most or (OF_ONE_KIND if only else SHOWN))
        context |= {"groups": found.groups, "is_alike": found.is_alike, "meant": found.meant}
    return render(request, template, context)
