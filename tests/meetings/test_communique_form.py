"""What the form of a communiqué offers: nothing to save or delete where nothing may change."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from network.accounts.models import User
from tests.meetings.test_communique_admin import address_of
from tests.meetings.texts import adopted, written

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_adopted_text_has_nothing_to_save(
    secretariat_client: Client, secretariat: User, language: str
) -> None:
    draft, fixed = written("en", "fr"), adopted("en", "fr", by=secretariat)
    shown = {
        communique: secretariat_client.get(address_of(communique, language)).content.decode()
        for communique in (draft, fixed)
    }
    for button in ("_save", "_continue"):
        assert f'name="{button}"' in shown[draft]
        assert f'name="{button}"' not in shown[fixed]


def test_a_translation_that_is_missing_after_the_adoption_can_be_saved(
    secretariat_client: Client, secretariat: User
) -> None:
    fixed = adopted("en", by=secretariat)
    assert 'name="_save"' in secretariat_client.get(address_of(fixed, "fr")).content.decode()


def test_the_form_does_not_offer_to_delete_the_meeting(secretariat_client: Client) -> None:
    communique = written()
    page = secretariat_client.get(address_of(communique)).content.decode()
    assert reverse("admin:meetings_meeting_change", args=["__fk__"]) in page
    assert reverse("admin:meetings_meeting_delete", args=["__fk__"]) not in page
