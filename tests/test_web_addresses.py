"""Web addresses are made by themselves, and stay once they were public."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsletters.models import Newsletter
from tests import factories

pytestmark = pytest.mark.django_db


def empty(*formsets: str) -> dict[str, str]:
    """The management forms of inlines without rows."""
    return {f"{prefix}-{count}_FORMS": "0" for prefix in formsets for count in ("TOTAL", "INITIAL")}


def of_member() -> tuple[dict[str, Any], str]:
    country = factories.CountryFactory.create()
    rows = {**empty("designations"), **empty("institutions")}
    return {"country": country.pk, "state": "recorded", **rows}, country.slug


def of_organisation() -> tuple[dict[str, Any], str]:
    names = {f"name_{code}": "Union of the Sea" for code in ("en", "fr", "es", "ar", "ru")}
    values = {**names, "name_zh_hans": "海洋联盟", "code": "UOS"}
    place = {"seat": "Rome", "latitude": "41.9", "longitude": "12.5"}
    return {**values, **place, **empty("coverage")}, "union-of-the-sea"


def of_meeting() -> tuple[dict[str, Any], str]:
    title = "Expert meeting: who sits at the table, and who " + "talks " * 12
    values = {"title_en": title, "kind": "expert", "format": "online"}
    made = "expert-meeting-who-sits-at-the-table-and-who-talks-talk"
    return {**values, **empty("host_seats")}, made


def of_presidency() -> tuple[dict[str, Any], str]:
    member = factories.MemberFactory.create()
    seat = {"seats-0-member": member.pk, "seats-0-order": "1"}
    term = {"starts_on": "2031-07-01", "ends_on": "2032-06-30", **seat}
    counts = {"seats-TOTAL_FORMS": "1", "seats-INITIAL_FORMS": "0"}
    return {**term, **counts}, "2031-2032"


def of_newsletter() -> tuple[dict[str, Any], str]:
    text = {"texts-TOTAL_FORMS": "1", "texts-INITIAL_FORMS": "0"}
    words = {"texts-0-subject": "Of the autumn", "texts-0-body": "<p>Good morning.</p>"}
    others = [f"texts-{code}" for code in ("fr", "es", "ar", "ru", "zh-hans")]
    return {"number": "77", **text, **words, **empty(*others)}, "issue-77"


def of_opportunity() -> tuple[dict[str, Any], str]:
    words = {"title_en": "Course in mediation", "summary_en": "Two weeks."}
    facts = {"kind": "training", "provider": "A school", "url": "https://example.org/course"}
    return {**words, **facts}, "course-in-mediation"


FORMS: dict[str, Callable[[], tuple[dict[str, Any], str]]] = {
    "focalpoints.member": of_member,
    "focalpoints.organisation": of_organisation,
    "meetings.meeting": of_meeting,
    "meetings.presidency": of_presidency,
    "newsletters.newsletter": of_newsletter,
    "newsletters.opportunity": of_opportunity,
}
# Their addresses are made when they are published, and never typed.
NEVER_TYPED = {"initiatives.initiative", "initiatives.nationalactionplan"}


def adding(model: type[models.Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def with_address() -> dict[str, type[models.Model]]:
    return {
        model._meta.label_lower: model
        for model in admin.site._registry
        if any(field.name == "slug" for field in model._meta.get_fields())
    }


def test_every_add_form_with_a_web_address_is_known(secretariat_client: Client) -> None:
    found = {}
    for label, model in with_address().items():
        answer = secretariat_client.get(adding(model))
        if answer.status_code == 200:
            found[label] = answer.context["adminform"].form.fields.get("slug")
    assert {label for label, field in found.items() if field} == set(FORMS)
    assert {label for label, field in found.items() if not field} == NEVER_TYPED
    for field in found.values():
        if field:
            assert not field.required
            assert str(field.help_text).startswith("If left empty, it is made from the ")


@pytest.mark.parametrize("label", FORMS)
def test_an_empty_web_address_is_made(secretariat_client: Client, label: str) -> None:
    model = with_address()[label]
    values, expected = FORMS[label]()
    answer = secretariat_client.post(adding(model), {**values, "slug": ""})
    assert answer.status_code == 302, answer.context["errors"]
    assert model._default_manager.filter(slug=expected).exists()


@pytest.mark.parametrize("label", FORMS)
def test_a_typed_web_address_is_kept(secretariat_client: Client, label: str) -> None:
    model = with_address()[label]
    values, _made = FORMS[label]()
    answer = secretariat_client.post(adding(model), {**values, "slug": "of-my-own"})
    assert answer.status_code == 302, answer.context["errors"]
    row = model._default_manager.get(slug="of-my-own")
    change = reverse(f"admin:{label.replace('.', '_')}_change", args=[row.pk])
    typed = 'name="slug"' in secretariat_client.get(change).content.decode()
    # Drafts are not public yet.
    assert typed is (label in {"newsletters.newsletter", "newsletters.opportunity"})


def test_a_second_row_of_one_title_gets_a_number(secretariat_client: Client) -> None:
    address = reverse("admin:newsletters_opportunity_add")
    for _time in range(2):
        answer = secretariat_client.post(address, {**of_opportunity()[0], "slug": ""})
        assert answer.status_code == 302, answer.context["errors"]
    titled = with_address()["newsletters.opportunity"]._default_manager
    found = titled.filter(slug__startswith="course").values_list("slug", flat=True)
    assert set(found) == {"course-in-mediation", "course-in-mediation-2"}


def test_without_a_title_the_form_asks_for_the_title_alone(secretariat_client: Client) -> None:
    values = {**of_opportunity()[0], "title_en": "", "slug": ""}
    answer = secretariat_client.post(reverse("admin:newsletters_opportunity_add"), values)
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == ["title_en"]


def test_a_published_opportunity_keeps_its_web_address(secretariat_client: Client) -> None:
    draft = factories.OpportunityFactory.create(published_at=None)
    public = factories.OpportunityFactory.create(published_at=timezone.now())
    for row, is_typed in ((draft, True), (public, False)):
        address = reverse("admin:newsletters_opportunity_change", args=[row.pk])
        page = secretariat_client.get(address).content.decode()
        assert ('name="slug"' in page) is is_typed


def test_a_sent_newsletter_keeps_its_web_address(secretariat_client: Client) -> None:
    now = timezone.now()
    sent = factories.NewsletterFactory.create(
        state=Newsletter.State.SENT,
        sent_content={"en": {"subject": "S", "body": "", "html": "", "text": ""}},
        started_at=now,
        finished_at=now,
    )
    address = reverse("admin:newsletters_newsletter_change", args=[sent.pk])
    page = secretariat_client.get(address).content.decode()
    assert sent.slug in page
    assert 'name="slug"' not in page
