"""A communiqué prints texts of its meeting: their translations go out of date with it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Acknowledgement
from meetings.services.communique import adopt, publish
from meetings.translations import outdated_texts
from network.accounts.models import User
from network.jobs import starting
from network.values.translations import OutdatedTranslations
from tests.factories import MeetingFactory
from tests.meetings.buttons import page, press
from tests.meetings.test_translations import keys
from tests.meetings.texts import ADOPTED_ON, reworded, written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_builds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "start", lambda name, build: True)


def test_the_title_and_theme_of_the_meeting_go_out_of_date_with_the_communique(
    secretariat: User, secretariat_client: Client, client: Client
) -> None:
    meeting = MeetingFactory.create(title_fr="Réunion", theme_en="Plans", theme_fr="Les plans")
    communique = written("en", "fr", "ar", meeting=meeting)
    meeting.title_en, meeting.theme_en = "Meeting of November", "Money"
    meeting.save()
    communique.refresh_from_db()
    found = outdated_texts(communique)
    assert [(item.language, item.place) for item in found] == [
        ("fr", "Title of the meeting"),
        ("fr", "Theme of the meeting"),
    ]
    shown = page(secretariat_client, "communique_change", communique.pk)
    assert "is outdated in Français." in shown
    asked = page(secretariat_client, "communique_adopt", communique.pk)
    assert reverse("admin:meetings_meeting_change", args=[meeting.pk]) in asked
    data = {"on": ADOPTED_ON.isoformat()}
    answer = press(secretariat_client, "communique_adopt", communique.pk, **data)
    assert "tick that you have seen them" in answer
    communique.refresh_from_db()
    assert not communique.is_adopted
    seen = {"key": [item.key for item in found], "acknowledge": "1"}
    press(secretariat_client, "communique_adopt", communique.pk, **data, **seen)
    communique.refresh_from_db()
    assert communique.is_adopted
    [kept] = Acknowledgement.objects.all()
    assert [item["identity"] for item in kept.items] == ["meeting.title", "meeting.theme"]
    shown = page(secretariat_client, "communique_change", communique.pk)
    assert "Français: Title of the meeting, Theme of the meeting" in shown
    publish(communique, by=secretariat, acknowledged=seen["key"])
    address = meeting.get_absolute_url()
    behind = "made: Title of the meeting, Theme of the meeting."
    assert behind in client.get(address, {"text": "fr"}).content.decode()


def test_a_meeting_that_is_mended_stops_nothing(secretariat: User) -> None:
    meeting = MeetingFactory.create(title_fr="Réunion")
    communique = written("en", "fr", meeting=meeting)
    meeting.title_en = "Meeting of November"
    meeting.save()
    communique.refresh_from_db()
    with pytest.raises(OutdatedTranslations):
        adopt(communique, on=ADOPTED_ON, by=secretariat)
    meeting.title_fr = "Réunion de novembre"
    meeting.save()
    communique.refresh_from_db()
    assert adopt(communique, on=ADOPTED_ON, by=secretariat).outdated == []


def test_a_tick_at_another_list_is_none_at_this(
    secretariat_client: Client, secretariat: User
) -> None:
    communique = written("en", "fr")
    reworded(communique, 1, "First change.", by=secretariat)
    seen = {"key": keys(communique), "acknowledge": "1"}
    answer = press(secretariat_client, "communique_adopt", communique.pk, on="", **seen)
    assert 'name="acknowledge" value="1" checked' in answer
    reworded(communique, 1, "Second change.", by=secretariat)
    answer = press(secretariat_client, "communique_adopt", communique.pk, on="", **seen)
    assert 'name="acknowledge" value="1">' in answer
