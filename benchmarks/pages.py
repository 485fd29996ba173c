"""Pages against a page that says hello, both through the whole of Django."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from benchmarks import first_visit
from benchmarks.figures import Figure
from network.accounts.models import User
from network.urls import urlpatterns as portal

# Visitors' pages, measured kept (warm) and made again (cold). Their parts are kept as in
# production: what hangs on the version of the data alone, like the map, is made once for each.
FOR_VISITORS = {
    "home": "/",
    "map": "/map/",
    "plans": "/plans/",
    "initiatives": "/initiatives/",
    "members": "/members/",
    "member": "/members/spain/",
    "meetings": "/meetings/",
}
# Pages of the signed-in, by who opens them.
FOR_READERS = {
    "desk": ("/desk/", "spain@example.org"),
    "admin_index": ("/admin/", "secretariat@example.org"),
    "admin_members": ("/admin/focalpoints/member/", "secretariat@example.org"),
    "admin_people": ("/admin/focalpoints/person/", "secretariat@example.org"),
}
ROUNDS = 60
PARTS = 2_500  # as many as production keeps unless told otherwise


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello")


urlpatterns = [path("bench-hello/", hello), *portal]


def figures() -> Iterator[Figure]:
    """Each page against the hello page, p95 against p95, measured in turn."""
    with override_settings(ROOT_URLCONF=__name__, SECOND_FACTOR_REQUIRED=False):
        for name, address in FOR_VISITORS.items():
            for suffix, kept in (("", 1_000), ("_cold", 0)):
                with override_settings(KEPT_PAGES=kept, KEPT_PARTS=PARTS):
                    cache.clear()
                    yield _against_hello(f"pages.{name}{suffix}_vs_hello", Client(), address)
        # As in production, where the cards that hang on the data alone are kept.
        with override_settings(KEPT_PARTS=PARTS):
            for name, (address, email) in FOR_READERS.items():
                client = Client()
                client.force_login(User.objects.get(email=email))
                yield _against_hello(f"pages.{name}_vs_hello", client, address)
    yield from first_visit.figures()


def _against_hello(name: str, client: Client, address: str) -> Figure:
    hello_client = Client()
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(ROUNDS + 3):
        for taken, (who, where) in zip(
            times, ((client, address), (hello_client, "/bench-hello/")), strict=True
        ):
            begun = time.perf_counter()
            answer = who.get(where)
            passed = time.perf_counter() - begun
            assert answer.status_code == 200, f"{where} answered {answer.status_code}"
            if number >= 3:  # the first load templates and compile what is compiled once
                taken.append(passed)
    of, against = (statistics.quantiles(taken, n=20)[-1] for taken in times)
    return Figure(name, of / against, "x", f"p95 of GET {address}", "p95 of a page that says hello")
