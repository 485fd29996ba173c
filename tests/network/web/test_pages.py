"""The frame of every page, the components, sign-in and the error pages."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django import forms
from django.conf import LazySettings, settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.utils import timezone, translation
from django.utils.formats import date_format

from network.accounts.access import signed_in
from network.accounts.models import User
from network.adminsite.sidebar import environment, navigation
from network.web.styleguide import SampleForm
from tests import factories

COMPONENTS = Path(settings.BASE_DIR) / "templates" / "components"
# Drawn by the sign-in page of the demonstration only.
ELSEWHERE = {"demo_accounts.html"}


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def rendered(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


# --- The frame ---


@pytest.mark.django_db
def test_a_page_can_be_skipped_into_its_content(visitor: Client) -> None:
    page = text_of(visitor.get("/accounts/login/"))
    assert page.index('href="#content"') < page.index("<header")
    assert '<main class="site-main ' in page
    assert 'id="content"' in page


@pytest.mark.django_db
def test_a_page_says_its_language_and_direction(visitor: Client) -> None:
    assert '<html lang="en" dir="ltr">' in text_of(visitor.get("/accounts/login/"))
    assert '<html lang="ar" dir="rtl">' in text_of(visitor.get("/ar/accounts/login/"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "language", "leads_to"),
    [
        ("/accounts/login/", "fr", "/fr/accounts/login/"),
        ("/fr/accounts/login/?next=/x/", "es", "/es/accounts/login/?next=/x/"),
        ("/ar/accounts/login/", "en", "/accounts/login/"),
    ],
)
def test_the_language_switch_keeps_the_page(
    visitor: Client, at: str, language: str, leads_to: str
) -> None:
    page = visitor.get(at)
    [choice] = [c for c in page.context["language_choices"] if c.code == language]
    assert choice.url == leads_to
    switched = visitor.post("/i18n/setlang/", {"language": language, "next": choice.url})
    assert switched["Location"] == leads_to


@pytest.mark.django_db
def test_each_language_is_named_in_itself(visitor: Client) -> None:
    names = [c.name for c in visitor.get("/accounts/login/").context["language_choices"]]
    assert names == ["English", "Français", "Español", "العربيّة", "Русский", "简体中文"]


def test_the_navigation_marks_the_section_of_the_page() -> None:
    request = RequestFactory().get("/members/spain/")
    places = rendered(
        "{% load portal %}{% sections as places %}"
        "{% for p in places %}{% if p.current %}{{ p.url }}={{ p.current }}{% endif %}{% endfor %}",
        request=request,
    )
    assert places == "/members/=true"


@pytest.mark.django_db
def test_signing_out_is_a_form_and_not_a_link(focal_point_client: Client) -> None:
    page = text_of(focal_point_client.get("/accounts/password/change/"))
    assert '<form method="post" action="/accounts/logout/">' in page
    assert 'href="/accounts/logout/"' not in page


@pytest.mark.django_db
def test_the_desk_is_offered_to_focal_points_only(
    focal_point_client: Client, secretariat_client: Client
) -> None:
    assert 'href="/desk/"' in text_of(focal_point_client.get("/accounts/password/change/"))
    staff_page = text_of(secretariat_client.get("/accounts/password/change/"))
    assert 'href="/desk/"' not in staff_page
    assert 'href="/admin/"' in staff_page


# --- Who may ---


@pytest.mark.django_db
def test_the_styleguide_is_for_staff(
    visitor: Client, focal_point_client: Client, secretariat_client: Client
) -> None:
    assert visitor.get("/styleguide/")["Location"] == "/accounts/login/?next=/styleguide/"
    assert focal_point_client.get("/styleguide/").status_code == 404
    assert secretariat_client.get("/styleguide/").status_code == 200


@pytest.mark.django_db
def test_a_page_for_accounts_sends_a_visitor_to_sign_in(
    rf: RequestFactory, focal_point: User
) -> None:
    @signed_in
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse("seen")

    request = rf.get("/x/?y=1")
    request.user = AnonymousUser()
    assert page(request)["Location"] == "/accounts/login/?next=/x/%3Fy%3D1"
    request.user = focal_point
    assert page(request).content == b"seen"


@pytest.mark.django_db
def test_every_cookie_carries_the_port(visitor: Client, focal_point_client: Client) -> None:
    set_by = {
        *visitor.get("/meetings/not-announced/").cookies,  # a notice waits for the sign-in page
        *visitor.get("/accounts/login/").cookies,
        *visitor.post("/i18n/setlang/", {"language": "fr"}).cookies,
        *focal_point_client.cookies,
    }
    assert len(set_by) == 4
    assert all(name.endswith(f"_{settings.PORT}") for name in set_by), set_by


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("origin", "onward"),
    [
        ("http://testserver/desk/?x=1#today", "/desk/%3Fx%3D1"),
        ("https://elsewhere.example/desk/", "/after-login/"),
        ("http://testserver//elsewhere.example/", "/after-login/"),
        ("", "/after-login/"),
    ],
)
def test_a_button_pressed_after_the_session_ended_leads_back_to_its_page(
    visitor: Client, origin: str, onward: str
) -> None:
    answer = visitor.post("/desk/members/spain/start/initiative/", headers={"referer": origin})
    assert answer["Location"] == f"/accounts/login/?next={onward}"


@pytest.mark.django_db
def test_an_account_that_lost_its_place_at_the_secretariat_sees_nothing_of_it(
    secretariat_client: Client, secretariat: User
) -> None:
    secretariat.groups.clear()
    assert secretariat_client.get("/styleguide/").status_code == 404


# --- Components ---


@pytest.mark.django_db
def test_the_styleguide_shows_every_component(secretariat_client: Client) -> None:
    shown = {
        (t.name or "").split("/")[-1] for t in secretariat_client.get("/styleguide/").templates
    }
    kept = {file.name for file in COMPONENTS.glob("*.html")}
    assert kept - shown == ELSEWHERE


def test_every_component_says_what_it_takes() -> None:
    silent = [
        file.name
        for file in COMPONENTS.glob("*.html")
        if not file.read_text(encoding="utf-8").startswith("{% comment %}")
    ]
    assert not silent


def test_an_error_is_beside_its_field_and_at_the_top() -> None:
    form = SampleForm({"contact": "nobody"})
    page = rendered("{{ form }}", form=form)
    assert '<a href="#id_contact">' in page
    assert 'aria-describedby="id_contact_error"' in page
    assert 'id="id_contact_error"' in page
    # A group has no single control to go to: the link goes to the group.
    assert '<a href="#id_themes_group">' in page
    assert 'id="id_themes_group"' in page


def test_a_form_without_errors_sums_up_nothing() -> None:
    assert "error-summary" not in rendered("{{ form }}", form=SampleForm())


def test_a_date_known_in_part_keeps_what_was_typed() -> None:
    page = rendered("{{ form.starts_on }}", form=SampleForm({"starts_on_month": "4"}))
    assert 'class="partial-date"' in page
    assert '<option value="4" selected>' in page


def test_freshness_warns_as_an_entry_ages() -> None:
    source = '{% include "components/freshness.html" %}'
    now = timezone.now()
    assert "badge" not in rendered(source, at=now)
    assert "badge--warn" in rendered(source, at=now - timezone.timedelta(days=500))
    assert "badge--bad" in rendered(source, at=now - timezone.timedelta(days=900))
    assert "badge--quiet" in rendered(source, at=None)


def test_english_dates_put_the_day_first() -> None:
    day = timezone.datetime(2017, 9, 23).date()
    with translation.override("en"):
        assert rendered("{{ day }}", day=day) == "23 September 2017"


# --- Sign-in ---


@pytest.mark.django_db
def test_the_demo_offers_its_accounts_beside_the_form(
    visitor: Client, settings: LazySettings
) -> None:
    settings.PORTAL_MODE = "demo"
    factories.UserFactory.create(email="spain@example.org", is_sample=True)
    factories.UserFactory.create(email="real@example.org", is_sample=False)
    page = text_of(visitor.get("/accounts/login/"))
    assert 'data-email="spain@example.org"' in page
    assert "demo-portal" in page
    assert "real@example.org" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["test", "production"])
def test_nothing_but_the_demo_offers_accounts(
    visitor: Client, settings: LazySettings, mode: str
) -> None:
    settings.PORTAL_MODE = mode
    factories.UserFactory.create(email="spain@example.org", is_sample=True)
    page = text_of(visitor.get("/accounts/login/"))
    assert "spain@example.org" not in page
    assert "demo-portal" not in page
    assert "/mailbox/" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/accounts/login/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/signup/",
        "/accounts/inactive/",
    ],
)
def test_pages_before_sign_in_look_like_the_portal(visitor: Client, address: str) -> None:
    page = text_of(visitor.get(address))
    assert 'class="site-header"' in page
    assert 'class="site-footer"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/accounts/password/change/", "/accounts/2fa/"])
def test_pages_of_the_account_look_like_it(focal_point_client: Client, address: str) -> None:
    page = text_of(focal_point_client.get(address))
    assert 'class="account-nav"' in page
    assert 'class="site-footer"' in page


# --- When something goes wrong ---


@pytest.mark.django_db
def test_an_unknown_address_leads_on(visitor: Client) -> None:
    answer = visitor.get("/nowhere/")
    assert answer.status_code == 404
    assert 'class="error-page"' in text_of(answer)
    assert "/accounts/login/?next=%2Fnowhere%2F" in text_of(answer)


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_words() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/accounts/login/", {"login": "a@example.org", "password": "x"})
    assert answer.status_code == 403
    assert 'class="error-page"' in text_of(answer)


@pytest.mark.django_db
def test_an_address_that_takes_another_method_says_so_to_people(visitor: Client) -> None:
    address = "/members/"
    answer = visitor.post(address, headers={"accept": "text/html"})
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert 'class="error-page"' in text_of(answer)
    assert text_of(visitor.post(address, headers={"accept": "application/json"})) == ""


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_the_last_pages_need_no_context(name: str) -> None:
    page = get_template(name).render()
    assert 'class="error-page"' in page
    assert "site-nav" not in page


# --- The admin ---


@pytest.mark.django_db
def test_the_side_navigation_shows_what_one_may_see(
    rf: RequestFactory, secretariat: User, focal_point: User
) -> None:
    request = rf.get("/admin/")
    request.user = secretariat
    links = [item["link"] for group in navigation(request) for item in group["items"]]
    assert "/admin/focalpoints/proposedchange/" in links
    request.user = focal_point
    links = [item["link"] for group in navigation(request) for item in group["items"]]
    assert links == ["/admin/"]


def test_only_the_demo_is_labelled_as_one(rf: RequestFactory, settings: LazySettings) -> None:
    settings.PORTAL_MODE = "production"
    assert environment(rf.get("/admin/")) is None
    settings.PORTAL_MODE = "demo"
    assert environment(rf.get("/admin/")) is not None


@pytest.mark.django_db
def test_the_foot_leads_to_contact_privacy_and_accessibility(visitor: Client) -> None:
    home = visitor.get("/").content.decode()
    foot = home[home.index('<footer class="site-footer"') :]
    assert 'href="mailto:secretariat@example.org"' in foot
    for address in ("/privacy/", "/accessibility/"):
        assert f'href="{address}"' in foot
        assert "secretariat@example.org" in visitor.get(address).content.decode()


def test_fields_know_which_way_their_text_runs() -> None:
    class Sample(forms.Form):
        word = forms.CharField()
        note = forms.CharField(widget=forms.Textarea)
        email = forms.EmailField()
        url = forms.URLField(assume_scheme="https")
        day = forms.DateField()
        phone = forms.CharField(widget=forms.TextInput({"dir": "ltr"}))

    form = Sample()
    directions = {name: form[name].build_widget_attrs({}).get("dir") for name in form.fields}
    assert directions == {
        "word": "auto",
        "note": "auto",
        "email": "ltr",
        "url": "ltr",
        "day": None,
        "phone": None,
    }


def test_arabic_dates_have_no_comma_before_the_year() -> None:
    with translation.override("ar"):
        assert "،" not in date_format(datetime.date(2027, 1, 24), "DATE_FORMAT")
