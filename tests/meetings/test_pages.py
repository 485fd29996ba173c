"""The public pages of meetings, communiqués and the presidency."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from meetings.models import Meeting, Presidency
from meetings.services.builds import request_builds
from meetings.services.communique import adopt, publish
from meetings.views import Gap, with_gaps
from network import clock
from network.accounts.models import User
from network.documents.models import DocumentBuild
from tests.costs import QueryCost
from tests.factories import MeetingFactory, PresidencyFactory, member
from tests.meetings.texts import (
    ADOPTED_ON,
    SENTENCES,
    adopted,
    with_ready_pdf,
    write_over,
    written,
)
from tests.refusals import assert_asked_to_sign_in
from tests.states import reach

pytestmark = pytest.mark.django_db


def next_year() -> int:
    return clock.today().year + 1


def text(client: Client, address: str) -> str:
    with translation.override("en"):  # the page's language must not stay for the test
        response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_meetings_stand_as_coming_undated_and_past_by_year(visitor: Client) -> None:
    MeetingFactory.create(title_en="Old one", starts_on="2017-09", ends_on=None)
    MeetingFactory.create(title_en="Next one", starts_on=f"{next_year()}-03", ends_on=None)
    MeetingFactory.create(title_en="Some day", starts_on=None, ends_on=None)
    page = text(visitor, reverse("meetings:meetings"))
    order = [page.index(word) for word in ("Next one", "Some day", ">2017</h3>", "Old one")]
    assert order == sorted(order)
    assert "September 2017" in page


def test_a_meeting_is_coming_until_its_last_day_is_over() -> None:
    today = clock.today()
    MeetingFactory.create(starts_on=today - datetime.timedelta(days=2), ends_on=today)
    assert Meeting.objects.coming(today).count() == 1
    assert Meeting.objects.past(today).count() == 0
    tomorrow = today + datetime.timedelta(days=1)
    assert Meeting.objects.coming(tomorrow).count() == 0
    assert Meeting.objects.past(tomorrow).count() == 1


def test_a_meeting_known_to_the_month_is_past_when_the_month_is(visitor: Client) -> None:
    MeetingFactory.create(starts_on="2025-02", ends_on=None)
    assert Meeting.objects.coming(datetime.date(2025, 2, 28)).exists()
    assert Meeting.objects.past(datetime.date(2025, 3, 1)).exists()


def test_the_next_meeting_is_one_whose_day_is_known() -> None:
    MeetingFactory.create(title_en="Some time", starts_on="2031", ends_on=None)
    MeetingFactory.create(title_en="Known", starts_on="2031-11-02", ends_on=None)
    MeetingFactory.create(title_en="Ends known", starts_on=None, ends_on="2031-05-02")
    coming = Meeting.objects.coming(datetime.date(2030, 1, 1))
    assert [row.title_en for row in coming] == ["Ends known", "Known", "Some time"]
    past = Meeting.objects.past(datetime.date(2032, 1, 1))
    assert [row.title_en for row in past] == ["Known", "Ends known", "Some time"]


def test_empty_pages_say_so(visitor: Client) -> None:
    assert "No past meeting is recorded yet." in text(visitor, reverse("meetings:meetings"))
    page = text(visitor, reverse("meetings:presidency"))
    assert "No presidency is recorded yet." in page
    assert "No term is recorded yet." in page


def test_a_meeting_that_is_not_announced_is_for_the_secretariat(
    visitor: Client, focal_point_client: Client, secretariat_client: Client
) -> None:
    hidden = MeetingFactory.create(title_en="Hidden one", is_announced=False)
    assert_asked_to_sign_in(visitor, hidden.get_absolute_url())
    assert focal_point_client.get(hidden.get_absolute_url()).status_code == 404
    for client in (visitor, focal_point_client):
        assert "Hidden one" not in text(client, reverse("meetings:meetings"))
    assert "only the Secretariat sees" in text(secretariat_client, hidden.get_absolute_url())


def test_a_meetings_page_tells_its_facts_with_its_source(visitor: Client) -> None:
    meeting = MeetingFactory.create(
        hosts=[member("DEU"), member("ESP")],
        country=member("DEU").country,
        city_en="Berlin",
        source="https://example.org/report",
        theme_en="Building trust",
        is_sample=True,
    )
    page = text(visitor, meeting.get_absolute_url())
    for word in ("20–21 May 2025", "Berlin, Germany", "Building trust", "Sample"):
        assert word in page
    assert 'href="https://example.org/report"' in page
    assert page.index(">Germany</a>") < page.index(">Spain</a>")


def test_dates_and_names_follow_the_language(visitor: Client) -> None:
    meeting = MeetingFactory.create(hosts=[member("DEU")], title_fr="Réunion")
    page = text(visitor, "/fr" + meeting.get_absolute_url())
    assert "20–21 mai 2025" in page
    assert "Allemagne" in page
    assert "Réunion" in page


def test_the_public_reads_an_adopted_text_in_its_language(
    visitor: Client, secretariat: User
) -> None:
    communique = adopted("en", "ar", by=secretariat, public=True)
    address = communique.meeting.get_absolute_url()
    arabic = text(visitor, "/ar" + address)
    assert SENTENCES["ar"] in arabic
    assert SENTENCES["en"] not in arabic
    assert 'lang="ar" dir="rtl"' in arabic
    assert SENTENCES["en"] in text(visitor, address + "?text=en")
    # A language that the communiqué does not have falls back to English.
    assert SENTENCES["en"] in text(visitor, "/ru" + address)
    assert SENTENCES["en"] in text(visitor, address + "?text=nonsense")


def test_a_draft_is_read_by_the_secretariat_alone_once_it_is_frozen(
    visitor: Client, focal_point_client: Client, secretariat_client: Client, secretariat: User
) -> None:
    communique = written()
    request_builds(communique, by=secretariat)
    address = communique.meeting.get_absolute_url()
    for client in (visitor, focal_point_client):
        assert SENTENCES["en"] not in text(client, address)
    assert "draft, not adopted" in text(secretariat_client, address)


def test_an_edit_after_the_adoption_does_not_reach_the_page(
    visitor: Client, secretariat: User
) -> None:
    communique = adopted(by=secretariat, public=True)
    write_over(communique, "Smuggled in.")
    page = text(visitor, communique.meeting.get_absolute_url())
    assert "Smuggled in." not in page
    assert SENTENCES["en"] in page


def test_the_text_of_a_paragraph_is_never_markup(visitor: Client, secretariat: User) -> None:
    communique = written()
    write_over(communique, "<script>alert(1)</script>")
    adopt(communique, on=ADOPTED_ON, by=secretariat)
    publish(communique, by=secretariat)
    assert "<script>alert" not in text(visitor, communique.meeting.get_absolute_url())


def test_a_download_has_a_readable_name_a_size_and_a_tag(
    visitor: Client, secretariat: User
) -> None:
    communique = adopted("en", "fr", by=secretariat, public=True)
    build = with_ready_pdf(communique, by=secretariat, data=b"%PDF-1.7 the text")
    page = text(visitor, communique.meeting.get_absolute_url())
    address = reverse("meetings:communique-pdf", args=[communique.pk, 1, "en"])
    assert address in page
    assert "1 page" in page
    response = visitor.get(address)
    assert b"".join(response.streaming_content) == b"%PDF-1.7 the text"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == "17"
    assert response["ETag"] == f'"{build.sha256}"'
    disposition = response["Content-Disposition"]
    assert f'filename="{communique.meeting.slug}-communique-v1-en.pdf"' in disposition
    assert "filename*=UTF-8''Joint%20communiqu%C3%A9" in disposition
    again = visitor.get(address, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_a_pdf_that_is_not_ready_or_not_there_is_not_found(
    visitor: Client, secretariat: User
) -> None:
    communique = adopted(by=secretariat, public=True)
    address = reverse("meetings:communique-pdf", args=[communique.pk, 1, "en"])
    assert visitor.get(address).status_code == 404
    request_builds(communique, by=secretariat)
    assert visitor.get(address).status_code == 404
    assert "The PDF is being prepared" in text(visitor, communique.meeting.get_absolute_url())
    # One that failed is not being prepared.
    reach(DocumentBuild.objects.all(), DocumentBuild.State.FAILED)
    assert "being prepared" not in text(visitor, communique.meeting.get_absolute_url())


def test_the_pdf_of_a_draft_is_not_found_after_the_adoption_either(
    visitor: Client, secretariat_client: Client, secretariat: User
) -> None:
    communique = written()
    with_ready_pdf(communique, by=secretariat)
    adopt(communique, on=ADOPTED_ON, by=secretariat)
    publish(communique, by=secretariat)
    draft = reverse("meetings:communique-pdf", args=[communique.pk, 1, "en"])
    assert_asked_to_sign_in(visitor, draft)
    response = secretariat_client.get(draft)
    assert b"".join(response.streaming_content).startswith(b"%PDF")


def test_a_file_that_the_storage_lost_is_not_found(visitor: Client, secretariat: User) -> None:
    communique = adopted(by=secretariat, public=True)
    build = with_ready_pdf(communique, by=secretariat)
    build.file.storage.delete(build.file.name)
    address = reverse("meetings:communique-pdf", args=[communique.pk, 1, "en"])
    assert visitor.get(address).status_code == 404


def test_the_troika_of_a_day_is_asked_for_in_the_address(visitor: Client) -> None:
    PresidencyFactory.create(year=2017, holders=[member("ESP")])
    PresidencyFactory.create(year=2018, holders=[member("DEU")])
    PresidencyFactory.create(year=2020, holders=[member("CAN"), member("URY")], is_sample=True)
    page = text(visitor, reverse("meetings:presidency") + "?on=2018-06-01")
    assert "The Troika on <bdi>1 June 2018</bdi>" in page
    troika = page[: page.index("All terms")]
    order = [troika.index(f">{name}</a>") for name in ("Spain", "Germany", "Canada", "Uruguay")]
    assert order == sorted(order)
    gap = text(visitor, reverse("meetings:presidency") + "?on=2019-06-01")
    assert "keep the role of the Troika" in gap
    assert '<p class="timeline-when">2019</p>' in gap
    assert "Sample" in gap


def test_a_day_that_cannot_be_read_is_said_beside_the_field(visitor: Client) -> None:
    PresidencyFactory.create(holders=[member("ESP")])
    page = text(visitor, reverse("meetings:presidency") + "?on=someday")
    assert "Enter the date as year-month-day, for example 2026-12-31." in page
    assert 'value="someday"' in page
    assert "The Troika today" in page


def test_gaps_between_terms_are_said_and_neighbours_have_none() -> None:
    for year in (2017, 2018, 2020):
        PresidencyFactory.create(year=year)
    events = with_gaps(list(Presidency.objects.order_by("-starts_on")))
    gaps = [event for event in events if isinstance(event, Gap)]
    assert [(gap.starts_on.year, gap.ends_on.year) for gap in gaps] == [(2019, 2019)]


@pytest.mark.parametrize("page", ["meetings:meetings", "meetings:presidency", "home"])
def test_many_rows_cost_as_many_queries_as_one(
    visitor: Client, page: str, query_cost: QueryCost
) -> None:
    address = reverse(page)
    MeetingFactory.create(hosts=[member("ESP")], country=member("ESP").country)
    PresidencyFactory.create(year=2000, holders=[member("ESP")])
    one = query_cost(lambda: visitor.get(address))
    for number in range(8):
        MeetingFactory.create(
            hosts=[member("DEU"), member("CAN")],
            country=member("DEU").country,
            starts_on=f"20{10 + number}",
            ends_on=None,
        )
        PresidencyFactory.create(year=2001 + number, holders=[member("URY"), member("NAM")])
    assert query_cost(lambda: visitor.get(address)) == one


def test_many_paragraphs_and_languages_cost_as_many_queries_as_one(
    visitor: Client, secretariat: User, query_cost: QueryCost
) -> None:
    small = adopted(by=secretariat, public=True, paragraphs=1)
    large = adopted("en", "fr", "ar", by=secretariat, public=True, paragraphs=12)
    for communique in (small, large):
        with_ready_pdf(communique, by=secretariat)
    addresses = [row.meeting.get_absolute_url() for row in (small, large)]
    one, many = (query_cost(lambda url=url: visitor.get(url)) for url in addresses)
    assert many == one


def test_a_members_page_names_its_terms_and_the_meetings_it_hosted(visitor: Client) -> None:
    PresidencyFactory.create(year=2018, holders=[member("DEU")])
    MeetingFactory.create(title_en="In Berlin", hosts=[member("DEU")])
    MeetingFactory.create(title_en="Not yet announced", hosts=[member("DEU")], is_announced=False)
    page = text(visitor, member("DEU").get_absolute_url())
    assert "In Berlin" in page
    assert "#term-2018" in page
    assert "Not yet announced" not in page


def test_the_home_page_shows_the_troika_and_the_next_and_last_meeting(visitor: Client) -> None:
    PresidencyFactory.create(holders=[member("CAN"), member("URY")])
    MeetingFactory.create(title_en="The last one")
    MeetingFactory.create(title_en="The next one", starts_on=f"{next_year()}", ends_on=None)
    page = text(visitor, reverse("home"))
    for word in ("Uruguay", "The last one", "The next one", "Following presidency"):
        assert word in page


def test_a_held_meeting_says_what_is_recorded_of_its_outcome(visitor: Client) -> None:
    recorded = MeetingFactory.create(outcome="joint communique; chair's summary A/72/926")
    unrecorded = MeetingFactory.create(outcome="")
    page = text(visitor, recorded.get_absolute_url())
    assert "Recorded outcome: joint communiqué, chair’s summary A/72/926" in page
    assert "Its text is not in the portal yet." in page
    assert "No outcome of this meeting is recorded here." in text(
        visitor, unrecorded.get_absolute_url()
    )


def test_a_coming_meeting_has_no_box_for_an_outcome(visitor: Client) -> None:
    for starts_on in (f"{next_year()}-03", None):
        meeting = MeetingFactory.create(starts_on=starts_on, ends_on=None, theme_en="Trust")
        page = text(visitor, meeting.get_absolute_url())
        assert "outcome" not in page.lower()
        assert "Trust" in page


def test_sources_are_linked_by_the_names_of_their_sites(visitor: Client) -> None:
    meeting = MeetingFactory.create(source="https://www.example.org/a/b; https://example.net/c")
    page = text(visitor, meeting.get_absolute_url())
    assert ">example.org</a>" in page
    assert ">example.net</a>" in page


def test_the_list_says_which_meetings_have_a_communique(visitor: Client, secretariat: User) -> None:
    communique = adopted("en", "fr", by=secretariat, public=True)
    Meeting.objects.filter(pk=communique.meeting_id).update(starts_on="2018-04-09", ends_on=None)
    MeetingFactory.create(title_en="Without one")
    page = text(visitor, reverse("meetings:meetings"))
    assert "(English, Français)" in page
    assert page.count("Communiqué<span") == 1


def test_a_gap_is_said_in_years_where_it_is_whole_years() -> None:
    day = datetime.date
    assert Gap(day(2024, 1, 1), day(2024, 12, 31)).years == "2024"
    assert Gap(day(2024, 1, 1), day(2025, 12, 31)).years == "2024/2025"
    assert Gap(day(2024, 2, 1), day(2024, 12, 31)).years == "1 February 2024 – 31 December 2024"
