"""Sample terms, meetings and a communiqué, whenever the demo is started."""

from __future__ import annotations

import datetime

import pytest

from meetings import dashboard as of_meetings
from meetings import samples
from meetings.models import Communique, Meeting, Presidency
from meetings.services.builds import request_builds
from meetings.translations import outdated_texts
from meetings.troika import troika_on
from network import clock
from network.accounts.models import User
from network.adminsite.dashboard import DashboardCard
from network.documents import dashboard as of_documents
from network.documents.models import DocumentBuild
from network.documents.queue import claim
from tests.factories import PresidencyFactory, member
from tests.meetings.texts import written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _members(db: None) -> None:
    for code in ("CAN", "URY", "NAM", "JPN", "NOR"):
        member(code)


def test_there_is_a_troika_of_today_a_coming_and_a_past_meeting() -> None:
    samples.load()
    today = clock.today()
    troika = troika_on(today)
    assert troika.current.holder_names == "Canada + Uruguay"
    assert troika.following.holder_names == "Namibia"
    assert Meeting.objects.coming(today).exists()
    assert Meeting.objects.undated().exists()
    assert Meeting.objects.past(today).exists()


def test_everything_is_marked_as_sample() -> None:
    samples.load()
    for model in (Presidency, Meeting, Communique):
        assert not model.objects.filter(is_sample=False).exists()
    assert Communique.objects.get(state="adopted").adopted_version.content["is_sample"]


def test_the_communique_is_public_in_three_languages_and_its_pdfs_wait() -> None:
    samples.load()
    communique = Communique.objects.get(state="adopted")
    assert communique.is_public
    assert communique.adopted_version.languages == ["en", "fr", "ar"]
    assert {build.state for build in DocumentBuild.objects.all()} == {"waiting"}
    assert DocumentBuild.objects.count() == 3


def test_the_draft_shows_a_translation_that_its_english_has_left_behind() -> None:
    samples.load()
    draft = Communique.objects.get(state="draft")
    behind = [(item.language, item.number) for item in outdated_texts(draft)]
    assert behind == [("fr", 2), ("ar", 2)]


def test_loading_again_adds_nothing() -> None:
    samples.load()
    counts = [model.objects.count() for model in (Presidency, Meeting, Communique, DocumentBuild)]
    samples.load()
    assert counts == [m.objects.count() for m in (Presidency, Meeting, Communique, DocumentBuild)]


def test_in_later_years_the_terms_go_on_and_the_old_ones_stay() -> None:
    for year in range(2026, 2031):
        with clock.set_to(datetime.date(year, 3, 1)):
            samples.load()
        troika = troika_on(datetime.date(year, 3, 1))
        assert troika.current
        assert troika.following
    assert Presidency.objects.count() == 6
    names = [term.holder_names for term in Presidency.objects.order_by("starts_on")]
    assert names == ["Canada + Uruguay", "Namibia"] * 3
    assert Communique.objects.count() == 2
    assert Meeting.objects.coming(datetime.date(2030, 3, 1)).exists()


def test_a_recorded_term_is_left_alone() -> None:
    year = clock.today().year
    PresidencyFactory.create(year=year, holders=[member("JPN"), member("NOR")])
    samples.load()
    assert troika_on(clock.today()).current.holder_names == "Japan + Norway"
    sample_hosts = {
        host.name
        for meeting in Meeting.objects.filter(is_sample=True).with_hosts()
        for host in meeting.members
    }
    assert "Japan" not in sample_hosts, "no real presidency hosts what never took place"


@pytest.mark.parametrize("month", range(1, 13))
def test_sample_meetings_load_in_every_month(month: int) -> None:
    with clock.set_to(datetime.date(2027, month, 28)):
        samples.load()
    assert Meeting.objects.count() == 3


def dashboard_cards(user: User) -> list[DashboardCard]:
    return [*of_meetings.dashboard_cards(user), *of_documents.dashboard_cards(user)]


def test_the_first_page_tells_what_waits(secretariat: User, focal_point: User) -> None:
    assert dashboard_cards(focal_point) == []
    quiet = {card.key: card for card in dashboard_cards(secretariat)}
    assert quiet["meetings-ahead"].count == 0
    assert "failed-pdfs" not in quiet
    [build] = request_builds(written(), by=secretariat)
    claim(build.pk).give_up("broken")
    busy = {card.key: card for card in dashboard_cards(secretariat)}
    assert busy["communiques-in-draft"].count == 1
    assert busy["failed-pdfs"].count == 1
    assert busy["failed-pdfs"].tone == "bad"
    assert busy["failed-pdfs"].items[0].url.endswith("/change/")
    assert dashboard_cards(focal_point) == []
