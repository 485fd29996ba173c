"""Who may open what: every address of the portal by every role.

The tables are in tests/access/<app>.py, each with `ROWS`: address name -> Row (or several rows). An
address without a row fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from network.accounts.models import User
from tests import factories, players
from tests.access.row import LOGIN, METHOD, MISSING, MOVED, OK, REFUSED, ROLES, Answer, Cast, Row

pytestmark = [pytest.mark.guard, pytest.mark.django_db]

APPS = ("network", "focalpoints", "meetings", "initiatives", "newsletters")
TABLE: dict[str, Row | list[Row]] = {}
for app in APPS:
    if find_spec(f"tests.access.{app}"):
        TABLE |= getattr(import_module(f"tests.access.{app}"), "ROWS", {})


def addresses(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or pattern.pattern}"


ADDRESSES = sorted(set(addresses(get_resolver())))
PORTAL = [name for name in ADDRESSES if not name.startswith("admin:")]
ADMIN = [name for name in ADDRESSES if name.startswith("admin:")]
CASES = [
    pytest.param(name, row, id=f"{name}-{row.method}-{number}")
    for name, rows in sorted(TABLE.items())
    for number, row in enumerate(rows if isinstance(rows, list) else [rows])
]


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Any, Any]]:
    """All who play, signed in once for the whole table; what a row changes is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        users = {role: getattr(players, role)() for role in ROLES if role != "visitor"}
        cookies = {"visitor": ""}
        for role, user in users.items():
            client = Client()
            client.force_login(user)
            cookies[role] = client.cookies.output(header="", sep=";")
        yield users, cookies
        transaction.set_rollback(True)


@pytest.fixture
def cast(company: tuple[dict[str, User], dict[str, str]]) -> Cast:
    users, cookies = company
    clients = {}
    for role in ROLES:
        # A client of its own for each row: a request may be given another session.
        clients[role] = Client(raise_request_exception=False)
        clients[role].cookies.load(cookies[role])
    return Cast(clients, users, factories.member("ESP"), factories.member("DEU"))


def answer_of(response: Any) -> Answer | int:
    if response.status_code in (301, 302, 303):
        return LOGIN if "/login/" in response["Location"] else MOVED
    known = {404: MISSING, 405: METHOD, 400: REFUSED, 403: REFUSED, 410: REFUSED, 422: REFUSED}
    if 200 <= response.status_code < 300:
        return OK
    return known.get(response.status_code, response.status_code)


def test_every_address_has_its_row() -> None:
    assert [name for name in PORTAL if name not in TABLE] == []


def test_every_row_is_of_an_address() -> None:
    assert [name for name in TABLE if name not in PORTAL] == []


@pytest.mark.parametrize(("name", "row"), CASES)
def test_each_role_gets_its_answer(name: str, row: Row, cast: Cast) -> None:
    given = {}
    url = reverse(name, kwargs=row.arrange(cast))
    for role in ROLES:
        # What one role's request changes is undone before the next one's.
        with transaction.atomic():
            response = getattr(cast.clients[role], row.method)(url, row.data)
            if response.streaming:
                b"".join(response.streaming_content)
            given[role] = answer_of(response)
            if role != "visitor":
                assert response["Cache-Control"] == "private, no-store", (role, url)
            transaction.set_rollback(True)
    assert given == {role: getattr(row, role) for role in ROLES}


@pytest.mark.usefixtures("bare_404")
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", [role for role in ROLES if role != "secretariat"])
def test_the_admin_is_open_to_the_secretariat_alone(role: str, method: str, cast: Cast) -> None:
    expected = LOGIN if role == "visitor" else MISSING
    given = {}
    for name in ADMIN:
        if name in {"admin:login", "admin:logout", "admin:jsi18n"}:
            continue
        with transaction.atomic():
            given[name] = answer_of(getattr(cast.clients[role], method)(_reversed(name)))
            transaction.set_rollback(True)
    assert {name: answer for name, answer in given.items() if answer != expected} == {}


def test_the_secretariat_opens_every_list_of_the_admin(cast: Cast) -> None:
    lists = [name for name in ADMIN if name.endswith(("_changelist", ":index"))]
    given = {name: answer_of(cast.clients["secretariat"].get(reverse(name))) for name in lists}
    assert {name: answer for name, answer in given.items() if answer != OK} == {}


def test_the_admins_sign_in_is_the_portals(cast: Cast) -> None:
    response = cast.clients["visitor"].get(reverse("admin:index"), follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))


# Addresses without a name of their own: the old form of a row's page, and what is no page.
NAMELESS = {
    "admin:<path:object_id>/": "newsletters/newsletter/1/",
    "admin:(?P<url>.*)$": "nothing/here/",
}


def _reversed(name: str) -> str:
    """The address with made-up arguments, whatever it is that they are called."""
    if name in NAMELESS:
        return f"{reverse('admin:index')}{NAMELESS[name]}"
    for arguments in ([], ["1"], ["1", "1"], ["focalpoints"], ["1", "1", "1"]):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue  # another number of arguments may fit
    raise AssertionError(f"{name}: say with which arguments it is reached")
