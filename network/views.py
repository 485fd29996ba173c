"""Pages of the ground floor."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from network.access import secretariat_only
from network.styleguide import exhibits


def home(request: HttpRequest) -> HttpResponse:
    """The first page; its panels come from the upper floors."""
    return render(request, "network/home.html")


@secretariat_only
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in each of its states, for those who build and translate pages."""
    page = request.GET.get("page", "3")
    return render(request, "network/styleguide.html", exhibits(page))
