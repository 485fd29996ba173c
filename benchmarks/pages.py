"""Pages against a page that says hello, both through the whole of Django."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from benchmarks.figures import Figure, ratio
from network.urls import urlpatterns as portal


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello")


urlpatterns = [path("bench-hello/", hello), *portal]


def page(name: str, address: str) -> Figure:
    """How many times longer a visitor waits for `address` than for a page that says hello."""
    with override_settings(ROOT_URLCONF=__name__):
        client = Client()

        def get(where: str) -> None:
            answer = client.get(where)
            assert answer.status_code == 200, f"{where} answered {answer.status_code}"

        return ratio(
            name,
            of=(
                f"GET {address} as a visitor, with reference and sample data",
                lambda: get(address),
            ),
            against=("GET of a page that says hello", lambda: get("/bench-hello/")),
            rounds=30,
            repeat=3,
        )
