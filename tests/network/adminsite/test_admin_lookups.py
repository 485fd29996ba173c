"""A list of the admin gives away no column that it does not show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pghistory
import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.filters import SimpleListFilter
from django.db.models import Func
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from focalpoints.models import Member, Organisation
from network.accounts.invitations import invite
from network.accounts.models import Invitation, User
from network.adminsite.lookups import is_secret, named_by
from network.mail.models import OutgoingMail
from network.mail.outbox import queue_mail
from newsletters.models import Subscription
from tests import factories

pytestmark = pytest.mark.django_db

LOOKUPS = ("", "__exact", "__startswith", "__contains", "__isnull", "__regex", "__in", "__gt")
# Whatever happens in these columns, no list may be searched by them.
HIDDEN = {
    "network.User": {"password"},
    "focalpoints.ConfirmationRequest": {"token_digest"},
    "network.Invitation": {"token_digest"},
    "network.OutgoingMail": {"lease_token", "body_text", "body_html", "headers"},
    "newsletters.Subscription": {"token"},
    "newsletters.Delivery": {"token", "lease_token"},
    "mfa.Authenticator": {"data"},
    "sessions.Session": {"session_key", "session_data"},
    "account.EmailConfirmation": {"key"},
    "network.DocumentBuild": {"lease_token"},
}
PAGES = list(admin.site._registry.items())


@pytest.fixture
def asked(secretariat: User) -> HttpRequest:
    request = RequestFactory().get("/admin/")
    request.user = secretariat
    return request


def paths(model: Any, steps: int = 2) -> Iterator[tuple[Any, ...]]:
    """Every field of a model, and of what it is related to, in both directions."""
    for field in model._meta.get_fields(include_hidden=True):
        yield (field,)
        if steps and getattr(field, "path_infos", None):
            for further in paths(field.path_infos[-1].to_opts.model, steps - 1):
                yield (field, *further)


def of_its_page(page: Any, request: HttpRequest) -> set[str]:
    """The columns that an admin names, as its author wrote them."""
    filters = page.get_list_filter(request)
    written = {
        *(name for name in page.get_list_display(request) if isinstance(name, str)),
        *(name.lstrip("^=@") for name in page.get_search_fields(request)),
        *(each if isinstance(each, str) else each[0] for each in filters if not callable(each)),
    }
    sorting = {
        order.lstrip("-")
        for name in page.get_list_display(request)
        if isinstance(order := getattr(getattr(page, str(name), None), "admin_order_field", 0), str)
    }
    folded = {
        part.name
        for name in page.get_list_display(request)
        if isinstance(
            order := getattr(getattr(page, str(name), None), "admin_order_field", 0), Func
        )
        for part in order.get_source_expressions()
    }
    return written | sorting | folded


def without_key(path: tuple[Any, ...]) -> str:
    if len(path) > 1 and getattr(path[-1], "primary_key", False):
        path = path[:-1]
    return "__".join(field.name for field in path)


def own_parameters(page: Any, request: HttpRequest) -> set[str]:
    return {
        each.parameter_name
        for each in page.get_list_filter(request)
        if isinstance(each, type) and issubclass(each, SimpleListFilter)
    }


def changelist(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


@pytest.mark.parametrize(("model", "page"), PAGES, ids=[m._meta.label for m, _page in PAGES])
def test_only_what_a_list_names_can_be_looked_up(model: Any, page: Any, asked: HttpRequest) -> None:
    named, own = of_its_page(page, asked), own_parameters(page, asked)
    suffixes, revealing = cycle(LOOKUPS), set()
    seen = 0
    for path in paths(model):
        name = "__".join(field.name for field in path)
        # Of what lies far away, one kind of comparison each.
        for suffix in LOOKUPS if len(path) == 1 else [next(suffixes)]:
            seen += 1
            lookup = name + suffix
            allowed = page.lookup_allowed(lookup, "1", asked)
            if lookup not in own and allowed and without_key(path) not in named:
                revealing.add(lookup)
            assert not (allowed and lookup not in own and any(is_secret(f) for f in path)), lookup
    assert revealing == set()
    assert seen > 100


@pytest.mark.parametrize(
    ("model", "name"),
    [(User, "password"), (Invitation, "invited_by__password"), (OutgoingMail, "body_text")],
)
def test_what_is_secret_is_not_looked_up_even_where_a_list_names_it(
    model: Any, name: str, secretariat_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admin.site.get_model_admin(model), "list_filter", [name])
    for suffix in LOOKUPS:
        answer = secretariat_client.get(changelist(model), {name + suffix: "1"})
        assert answer.status_code == 400, suffix


@pytest.mark.parametrize(
    ("model", "name"),
    # What the list itself counts or works out, and what is no column of anything.
    [(Member, "active_designations"), (Organisation, "covered"), (Member, "nothing")],
)
def test_what_is_no_column_is_not_looked_up_though_the_list_sorts_by_it(
    model: Any, name: str, secretariat_client: Client
) -> None:
    for lookup in (name, f"{name}__gt"):
        answer = secretariat_client.get(changelist(model), {lookup: "1"})
        assert answer.status_code == 400, lookup


def test_no_admin_names_what_is_secret(asked: HttpRequest) -> None:
    hidden = {
        apps.get_model(label)._meta.get_field(name)
        for label, names in HIDDEN.items()
        for name in names
    }
    assert all(is_secret(field) for field in hidden)
    named = {
        f"{model._meta.label}: {name}"
        for model, page in PAGES
        for name in named_by(page, asked)
        if re.search("password|token|digest|secret|session|body_|headers", name)
    }
    assert named == set()


def test_the_history_keeps_no_secret_column() -> None:
    events = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]
    kept = {
        f"{model._meta.label}.{field.name}"
        for model in events
        for field in model._meta.concrete_fields
        if is_secret(field)
    }
    assert len(events) > 10
    assert kept == set()


def rows_of_each(by: User) -> dict[type[Any], dict[str, str]]:
    """A row of each model with secrets, and lookups that would reveal its columns."""
    invite(email="new@example.org", by=by)
    mail = queue_mail(
        kind="account",
        address="a@example.org",
        language="en",
        subject="A",
        text="A secret link",
        holds_link=True,
    )
    subscription = factories.SubscriptionFactory.create()
    invitation = Invitation.objects.get()
    return {
        User: {"password__startswith": by.password[:6], "password__regex": "."},
        Invitation: {
            "token_digest__startswith": invitation.token_digest[0],
            "token_digest": invitation.token_digest,
            "invited_by__password__startswith": by.password[:6],
            "account__password__contains": "pbkdf2",
            "account__isnull": "1",
        },
        OutgoingMail: {
            "body_text__contains": "secret",
            "body_html__isnull": "0",
            "headers__has_key": "Auto-Submitted",
            "message_id__startswith": mail.message_id[:3],
        },
        Subscription: {
            "token__startswith": str(subscription.token)[:1],
            "deliveries__token__startswith": "a",
            "events__pgh_id__gt": "0",
        },
    }


def test_a_hash_a_digest_and_a_text_cannot_be_read_letter_by_letter(
    secretariat_client: Client, secretariat: User
) -> None:
    for model, lookups in rows_of_each(secretariat).items():
        for lookup, right in lookups.items():
            for value in (right, "zzz"):
                answer = secretariat_client.get(changelist(model), {lookup: value})
                assert answer.status_code == 400, (model, lookup)
    # An action on "all that fits" asks the same list.
    posted = secretariat_client.post(
        f"{changelist(OutgoingMail)}?body_text__contains=secret",
        {"action": "send_chosen_again", "_selected_action": ["1"], "select_across": "1"},
    )
    assert posted.status_code == 400
    exported = secretariat_client.get(
        reverse("admin:newsletters_subscription_export"), {"token__startswith": "a"}
    )
    assert exported.status_code == 400


@pytest.mark.parametrize(
    ("label", "column"),
    [(label, name) for label, names in HIDDEN.items() for name in sorted(names)],
)
def test_no_page_refers_to_a_row_by_a_secret(
    label: str, column: str, secretariat_client: Client, asked: HttpRequest
) -> None:
    model = apps.get_model(label)
    if model not in admin.site._registry:
        return
    answer = secretariat_client.get(changelist(model), {"_popup": "1", "_to_field": column})
    assert answer.status_code == 400
    assert not admin.site._registry[model].to_field_allowed(asked, column)


def test_no_page_refers_to_a_row_by_what_is_no_column(secretariat_client: Client) -> None:
    answer = secretariat_client.get(changelist(User), {"_popup": "1", "_to_field": "nothing"})
    assert answer.status_code == 400


def test_no_page_refers_to_a_row_by_a_secret_that_other_rows_point_to(
    asked: HttpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = admin.site.get_model_admin(User)
    assert page.to_field_allowed(asked, "id")
    # No secret of today is a key of its table, as that of Django's sessions is.
    monkeypatch.setattr("network.adminsite.lookups._SECRET_COLUMNS", {"network.user.id"})
    assert not page.to_field_allowed(asked, "id")


def test_pickers_answer_for_the_relations_of_forms_alone(secretariat_client: Client) -> None:
    def picked(app: str, model: str, field: str) -> int:
        asked = {"app_label": app, "model_name": model, "field_name": field, "term": "a"}
        return secretariat_client.get(reverse("admin:autocomplete"), asked).status_code

    assert picked("focalpoints", "designation", "person") == 200
    assert picked("initiatives", "initiative", "countries") == 200
    # Not a field of any form, of a model without pages, a relation from the other side, nothing.
    assert picked("network", "invitation", "account") == 403
    assert picked("account", "emailaddress", "user") == 403
    assert picked("mfa", "authenticator", "user") == 403
    assert picked("network", "user", "invitations") == 403
    assert picked("network", "user", "password") == 403
    assert picked("", "", "") == 403


def test_every_filter_and_every_order_that_a_list_offers_works(
    secretariat_client: Client, secretariat: User, focal_point: User
) -> None:
    rows_of_each(secretariat)
    factories.InitiativeFactory.create(owner=focal_point.person.designations.get().member)
    factories.PlanFactory.create()
    factories.MeetingFactory.create()
    factories.CommuniqueFactory.create()
    factories.NewsletterFactory.create()
    wrong, opened = {}, 0
    for model, page in PAGES:
        url = changelist(model)
        shown = secretariat_client.get(url).content.decode()
        offered = {found.replace("&amp;", "&") for found in re.findall(r'href="(\?[^"]+)"', shown)}
        # Counts beside the choices are tested with the lists of their own.
        offered = {query for query in offered if "_facets" not in query}
        # By all columns at once, each way: what one of them cannot be ordered by fails them all.
        columns = range(1, len(page.list_display) + 1)
        offered = {query for query in offered if "o=" not in query}
        offered |= {f"?o={'.'.join(f'{way}{number}' for number in columns)}" for way in ("", "-")}
        for query in offered:
            opened += 1
            status = secretariat_client.get(url + query).status_code
            if status != 200:
                wrong[url + query] = status
    assert wrong == {}
    assert opened > 150


def test_what_the_first_page_links_to_opens(secretariat_client: Client, secretariat: User) -> None:
    for query in (
        "network_outgoingmail_changelist?waits=person",
        "network_invitation_changelist?standing=expired",
        "focalpoints_proposedchange_changelist?queue=waiting",
        "focalpoints_designation_changelist?standing=ending",
        "focalpoints_member_changelist?designated=no",
        "meetings_communique_changelist?state__exact=draft",
        "network_documentbuild_changelist?state__exact=failed",
        "initiatives_initiative_changelist?freshness=stale",
        "initiatives_nationalactionplan_changelist?standing=lapsing",
        "newsletters_newsletter_changelist?state__exact=sending",
        "newsletters_delivery_changelist?newsletter__id__exact=1",
    ):
        name, _mark, asked = query.partition("?")
        answer = secretariat_client.get(f"{reverse(f'admin:{name}')}?{asked}")
        assert answer.status_code == 200, query


def test_the_password_is_changed_on_the_portals_own_page(secretariat_client: Client) -> None:
    answer = secretariat_client.get(reverse("admin:password_change"))
    assert answer["Location"] == reverse("account_change_password")
