"""Visitors' pages that are kept: never out of date, never one reader's, never without bound."""

from __future__ import annotations

import datetime
import gzip
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.db import connection, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path
from redis.exceptions import ConnectionError as RedisConnectionError

from initiatives.models import Initiative
from network import clock
from network.accounts.models import User
from network.documents.models import DocumentBuild
from network.documents.queue import claim
from network.importing.models import ListExport
from network.urls import urlpatterns as portal
from network.web import data_version, kept_pages
from network.web.cache import RestingCache
from network.web.kept_pages import kept_for_visitors
from network.web.models import DataChange
from tests import factories
from tests.access.row import Answer
from tests.costs import cost_of
from tests.network.importing.files import checked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pages_are_kept(settings: Any) -> Iterator[None]:
    settings.KEPT_PAGES = 100_000
    cache.clear()
    yield
    cache.clear()


def kept() -> list[Any]:
    """Where pages are kept."""
    found: list[Any] = caches["pages"]._cache.get_client().keys("portal-pages:*")
    return found


# --- Kept, and as it was ---


def test_the_second_visitor_gets_the_page_for_one_query(visitor: Client) -> None:
    first = visitor.get("/members/")
    assert cost_of(lambda: visitor.get("/members/"), once=True) == 1
    second = Client().get("/members/")
    assert second.content == first.content
    assert {**second.headers} == {**first.headers}
    assert "csrf" not in first.content.decode().lower()
    assert not second.cookies


def test_who_has_the_page_gets_no_second_copy(visitor: Client) -> None:
    first = visitor.get("/members/")
    again = visitor.get("/members/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    factories.MemberFactory.create()
    assert visitor.get("/members/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_browser_gets_it_compressed_as_it_is_kept(visitor: Client) -> None:
    plain = visitor.get("/members/")
    # Made, and then found: the same answer.
    for address in ("/members/", "/plans/", "/plans/"):
        page = visitor.get(address, headers={"Accept-Encoding": "gzip, deflate, br"})
        assert page["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in page["Vary"]
        assert page["Content-Length"] == str(len(page.content))
        assert gzip.decompress(page.content) == visitor.get(address).content
    assert "Content-Encoding" not in plain
    again = visitor.get(
        "/members/", headers={"Accept-Encoding": "gzip", "If-None-Match": plain["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_each_language_address_and_host_has_its_own(visitor: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["one.example.org", "two.example.org"]
    addresses = ("/members/", "/fr/members/", "/members/?region=002", "/plans/")
    answers = {
        visitor.get(address, headers={"Host": host}).content
        for address in addresses
        for host in settings.ALLOWED_HOSTS
    }
    for address in addresses:
        for host in settings.ALLOWED_HOSTS:
            assert visitor.get(address, headers={"Host": host}).content in answers
    assert len(kept()) == 8


# --- Never out of date ---


def test_what_is_published_shows_at_once(visitor: Client) -> None:
    assert b"Unheard-of initiative" not in visitor.get("/initiatives/").content
    factories.InitiativeFactory.create(title_en="Unheard-of initiative")
    assert b"Unheard-of initiative" in visitor.get("/initiatives/").content


def test_what_no_public_page_shows_leaves_the_pages_kept(
    visitor: Client, secretariat: User
) -> None:
    visitor.get("/members/")
    checked([["country", "joined"], ["NOR", "2018"]], by=secretariat)
    ListExport.objects.create(model="focalpoints.person", rows=1, format="csv", by=secretariat)
    assert cost_of(lambda: visitor.get("/members/"), once=True) == 1


def test_the_next_day_is_another_page(visitor: Client) -> None:
    opportunity = factories.OpportunityFactory.create(deadline_on=datetime.date(2026, 6, 1))
    address = f"/opportunities/{opportunity.slug}/"
    last_minute = datetime.datetime(2026, 6, 2, 3, 59, tzinfo=datetime.UTC)
    with clock.set_to(last_minute) as hands:
        before = visitor.get(address).content
        assert cost_of(lambda: visitor.get(address), once=True) == 1
        hands.advance(minutes=2)
        assert visitor.get(address).content != before


def test_a_page_that_asks_for_the_moment_is_not_kept(visitor: Client, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    assert visitor.get("/what-time/").content != visitor.get("/what-time/").content
    assert kept() == []


@pytest.mark.django_db(transaction=True)
def test_what_is_published_while_a_page_is_made_is_on_the_next(
    visitor: Client, settings: Any
) -> None:
    settings.ROOT_URLCONF = __name__
    entry = factories.InitiativeFactory.create(title_en="before")
    answers: list[bytes] = []

    def read() -> None:
        answers.append(Client().get("/slow/").content)
        connections.close_all()

    reader = threading.Thread(target=read)
    PUBLISHED.clear()
    READ.clear()
    reader.start()
    assert READ.wait(20)
    Initiative.objects.filter(pk=entry.pk).update(title_en="after")
    PUBLISHED.set()
    reader.join(20)
    assert answers == [b"before"]
    assert visitor.get("/slow/").content == b"after"
    assert visitor.get("/slow/").content == b"after"


@pytest.mark.django_db(transaction=True)
def test_an_earlier_change_that_is_committed_later_changes_the_version() -> None:
    """And two publications do not wait for each other."""
    one, other = factories.InitiativeFactory.create_batch(2)
    written, go_on = threading.Event(), threading.Event()

    def first() -> None:
        with transaction.atomic():
            Initiative.objects.filter(pk=one.pk).update(title_en="first")
            written.set()
            go_on.wait(20)
        connections.close_all()

    publishing = threading.Thread(target=first)
    versions = [data_version.current()]
    publishing.start()
    assert written.wait(20)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '2s'")
        Initiative.objects.filter(pk=other.pk).update(title_en="second")
    versions.append(data_version.current())
    go_on.set()
    publishing.join(20)
    versions.append(data_version.current())
    assert len(set(versions)) == 3


def test_a_change_that_is_taken_back_leaves_no_trace() -> None:
    before = data_version.current()
    with transaction.atomic():
        factories.MemberFactory.create()
        transaction.set_rollback(True)
    assert data_version.current() == before
    factories.MemberFactory.create()
    assert data_version.current() != before


@pytest.mark.django_db(transaction=True)
def test_a_lease_that_is_renewed_raises_nothing_and_a_finished_document_does() -> None:
    key = DocumentBuild.objects.create(
        kind="communique", subject="1", language="en", digest="d", title="t", name="n"
    ).pk
    held = claim(key)
    assert held is not None
    before = data_version.current()
    held.renew(40)
    assert data_version.current() == before
    held.finish(b"%PDF-1.7", name="a.pdf", sha256="0" * 64, pages=1)
    assert data_version.current() != before


def test_folding_many_changes_leaves_the_version_as_it_is(monkeypatch: Any) -> None:
    monkeypatch.setattr(data_version, "MANY", 3)
    DataChange.objects.bulk_create([DataChange() for _ in range(5)])
    before = data_version.current()
    assert data_version.fold_changes() >= 5
    assert data_version.current() == before
    assert DataChange.objects.count() == 1
    assert data_version.fold_changes() == 0


def test_every_table_raises_the_version_or_is_named() -> None:
    """What is named shows on no public page; `raising_models` has all others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE tgname = %s",
            [data_version.TRIGGER],
        )
        with_trigger = {name for (name,) in cursor.fetchall()}
    assert with_trigger == {model._meta.db_table for model in data_version.raising_models()}
    assert "focalpoints_person" in with_trigger
    assert "network_user" not in with_trigger


# --- Never one reader's ---


def test_a_reader_who_is_signed_in_gets_and_leaves_none(
    visitor: Client, focal_point_client: Client, focal_point: User
) -> None:
    signed_in = focal_point_client.get("/members/")
    assert focal_point.email.encode() in signed_in.content
    assert kept() == []
    assert focal_point.email.encode() not in visitor.get("/members/").content
    assert len(kept()) == 1
    assert focal_point.email.encode() in focal_point_client.get("/members/").content


@pytest.mark.parametrize(
    "address",
    ["/members/?unknown=1", "/members/?region=002&region=150", "/members/?q=spa"],
)
def test_an_unknown_parameter_is_kept_for_nobody(visitor: Client, address: str) -> None:
    visitor.get(address)
    assert kept() == []


@pytest.mark.parametrize(
    "address",
    [
        *("/members/?on=never", "/members/?region=atlantis", "/plans/?standing=odd"),
        *("/plans/?page=x", "/plans/?page=0", "/plans/?page=01", "/initiatives/?page=9"),
    ],
)
def test_a_value_that_means_nothing_is_kept_for_nobody(visitor: Client, address: str) -> None:
    visitor.get(address)
    assert kept() == []


def test_forms_of_kept_pages_work_without_a_token() -> None:
    browser = Client(enforce_csrf_checks=True)
    own, other = {"Origin": "http://testserver"}, {"Origin": "https://elsewhere.example"}
    french = {"language": "fr", "next": "/fr/"}
    asks = {"email": "reader@example.org"}
    assert browser.post("/i18n/setlang/", french, headers=own).status_code == 302
    assert browser.post("/subscription/", asks, headers=own).status_code == 302
    for headers in (other, {"Origin": "null"}, {}, {"Referer": "https://elsewhere.example/"}):
        assert browser.post("/i18n/setlang/", french, headers=headers).status_code == 403
        assert browser.post("/subscription/", asks, headers=headers).status_code == 403
    referred = {"Referer": "http://testserver/members/"}
    assert browser.post("/i18n/setlang/", french, headers=referred).status_code == 302


def test_what_is_not_declared_asks_for_its_token_whatever_the_origin() -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(
        "/accounts/login/", {"login": "a@example.org"}, headers={"Origin": "http://testserver"}
    )
    assert answer.status_code == 403


# --- Never without bound, and never in the way ---


def test_pages_share_a_fixed_number_of_places(visitor: Client, settings: Any) -> None:
    settings.KEPT_PAGES = 2
    for slug in ("/members/", "/plans/", "/initiatives/", "/meetings/", "/privacy/"):
        assert visitor.get(slug).status_code == 200
    assert 0 < len(kept()) <= 2


def test_a_page_that_is_too_large_is_not_kept(visitor: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(kept_pages, "LARGEST", 10)
    visitor.get("/members/")
    assert kept() == []


def test_an_emptied_redis_costs_time_only(visitor: Client) -> None:
    first = visitor.get("/members/").content
    cache.clear()
    assert visitor.get("/members/").content == first


def test_without_redis_pages_are_made_anew(visitor: Client, monkeypatch: Any) -> None:
    def refuse(*_args: Any) -> None:
        raise RedisConnectionError

    monkeypatch.setattr(caches["pages"]._cache, "get", refuse)
    monkeypatch.setattr(RestingCache, "_resting_until", 0.0)
    assert visitor.get("/members/").status_code == 200
    assert RestingCache._resting_until > time.monotonic()
    assert visitor.get("/members/").status_code == 200


# Public addresses whose pages are made for each visitor, with the reason.
MADE_EACH_TIME = {
    "focalpoints:confirm-email": "behind a secret link",
    "focalpoints:confirm-record": "behind a secret link",
    "focalpoints:notification-feed": "a file for feed readers",
    "newsletters:subscribe": "holds a form with its token",
    "newsletters:preferences": "behind a secret link",
    "newsletters:confirm": "behind a secret link",
    "newsletters:unsubscribe": "behind a secret link",
    "newsletters:subscribe-asked": "names the address that was typed",
    "meetings:communique-pdf": "a file",
}


@pytest.mark.guard
def test_every_public_page_is_kept_or_has_a_reason() -> None:
    from tests.test_access import TABLE  # noqa: PLC0415 - it is large, and only this test reads it

    apps = ("focalpoints:", "meetings:", "initiatives:", "newsletters:")
    public = {
        name
        for name, rows in TABLE.items()
        if name in {"home", "privacy", "retention", "accessibility"} or name.startswith(apps)
        if any(row.method == "get" and row.visitor == Answer.OK for row in listed(rows))
    }
    marked = {name for name, view in named_views() if hasattr(view, "kept_for_visitors")}
    assert public - marked - MADE_EACH_TIME.keys() == set()
    assert marked <= public


def listed(rows: Any) -> list[Any]:
    return rows if isinstance(rows, list) else [rows]


def named_views(resolver: Any = None, space: str = "") -> Iterator[tuple[str, Any]]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from named_views(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{space}{entry.name}", entry.callback


# --- Pages of these tests ---

READ, PUBLISHED = threading.Event(), threading.Event()


@kept_for_visitors()
def slow(request: HttpRequest) -> HttpResponse:
    (title,) = Initiative.objects.values_list("title_en", flat=True)
    READ.set()
    PUBLISHED.wait(20)
    return HttpResponse(title)


@kept_for_visitors()
def what_time(request: HttpRequest) -> HttpResponse:
    return HttpResponse(clock.now().isoformat())


urlpatterns = [path("slow/", slow), path("what-time/", what_time), *portal]
