"""The preview of a text with links and lists, for those who write one."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from network.web import views
from tests import factories
from tests.focalpoints.changes import INITIATIVE, draft_of

pytestmark = pytest.mark.django_db


def shown(client: Client, text: str) -> tuple[int, str]:
    answer = client.post(reverse("rich-text-preview"), {"text": text})
    return answer.status_code, answer.content.decode()


def test_it_shows_what_the_page_will_show_and_nothing_else(focal_point_client: Client) -> None:
    status, text = shown(focal_point_client, "- one\n- **two**\n\n<script>x</script>")
    assert status == 200
    assert "<li>one</li>" in text
    assert "<strong>two</strong>" in text
    assert "<script>" not in text
    assert "javascript:" not in shown(focal_point_client, "[a](javascript:alert(1))")[1].replace(
        "[a](javascript:alert(1))", ""
    )


def test_it_is_asked_for_sixty_times_a_minute_at_most(
    focal_point_client: Client, secretariat_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PREVIEW_TIMES", 2)
    assert [shown(focal_point_client, "a")[0] for _time in range(3)] == [200, 200, 429]
    assert shown(secretariat_client, "a")[0] == 200


def test_the_fields_of_the_desk_and_the_admin_name_it(
    focal_point_client: Client, secretariat_client: Client
) -> None:
    owner = factories.member("ESP")
    entry = factories.InitiativeFactory.create(owner=owner)
    user = factories.member("ESP").designations.first().person.user
    change = draft_of(None, user, member=owner, **INITIATIVE)
    desk = focal_point_client.get(reverse("focalpoints:change-edit", args=[change.pk]))
    admin = secretariat_client.get(reverse("admin:initiatives_initiative_change", args=[entry.pk]))
    for page in (desk.content.decode(), admin.content.decode()):
        assert page.count('data-preview-url="/rich-text/"') == 6
        assert "js/rich-text-preview" in page
