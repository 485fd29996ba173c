"""A submission accepted in part, corrected, and sent back for a second round; who wrote it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.models import ProposedChange
from focalpoints.review import drafts, submissions
from initiatives.models import Initiative, NationalActionPlan, PlanDocument
from network.accounts.models import User
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import factories
from tests.focalpoints.changes import INITIATIVE, draft_of, seen, submitted
from tests.focalpoints.drafters import accept, given
from tests.sent import sent_by

pytestmark = pytest.mark.django_db
State = ProposedChange.State


def page_of(change: ProposedChange, name: str = "change") -> str:
    return reverse(f"admin:focalpoints_proposedchange_{name}", args=[change.pk])


def decide(client: Client, change: ProposedChange, *declined: str, **typed: Any) -> Any:
    """Untick `declined` on the Secretariat's page and press Publish."""
    page = client.get(page_of(change)).content.decode()
    sent = sent_by(page, "decision")
    assert set(declined) <= set(sent["accept"])
    sent["accept"] = [item for item in sent["accept"] if item not in declined]
    return client.post(page_of(change), {**sent, "decision": "publish", **typed})


@pytest.fixture
def change(initiative: Initiative, focal_point: User, spain: Any) -> ProposedChange:
    return submitted(
        initiative, focal_point, member=spain, title_en="Newer title", partners="UN Women"
    )


def test_a_part_is_published_and_the_rest_goes_back(
    secretariat_client: Client,
    focal_point_client: Client,
    change: ProposedChange,
    initiative: Initiative,
) -> None:
    answer = decide(secretariat_client, change, "partners", reason="Name the office.")
    assert answer.status_code == 302
    initiative.refresh_from_db()
    assert (initiative.title_en, initiative.partners, initiative.version) == ("Newer title", "", 2)
    change.refresh_from_db()
    assert change.state == State.PUBLISHED
    rest = ProposedChange.objects.get(follows=change)
    assert (rest.state, rest.base_version, rest.object_id) == (State.SENT_BACK, 2, initiative.pk)
    assert rest.draft["partners"] == "UN Women"
    assert rest.base["title_en"] == "Newer title"
    story = focal_point_client.get(reverse("focalpoints:change", args=[change.pk]))
    page = story.content.decode()
    assert "published in part" in page
    assert "Accepted: Title" in page
    assert "Not accepted: Partners" in page
    page = focal_point_client.get(reverse("focalpoints:change", args=[rest.pk])).content.decode()
    assert "Name the office." in page
    mail = OutgoingMail.objects.get(subject__startswith="Published in part")
    for words in ("- Title", "- Partners", "Name the office.", f"/changes/{rest.pk}/"):
        assert words in mail.body_text


def test_the_rest_is_resubmitted_and_published(
    secretariat: User, focal_point: User, change: ProposedChange, initiative: Initiative
) -> None:
    submissions.publish(
        change, declined=["title_en"], reason="Shorter.", seen=seen(change), by=secretariat
    )
    rest = ProposedChange.objects.get(follows=change)
    drafts.save_draft(rest, rest.draft | {"title_en": "New"}, seen=seen(rest), by=focal_point)
    submissions.submit(rest, seen=seen(rest), by=focal_point)
    submissions.publish(rest, seen=seen(rest), by=secretariat)
    initiative.refresh_from_db()
    assert (initiative.title_en, initiative.partners, initiative.version) == ("New", "UN Women", 3)


def test_leaving_something_out_needs_a_reason_and_something_accepted(
    secretariat_client: Client, change: ProposedChange, initiative: Initiative
) -> None:
    answer = decide(secretariat_client, change, "partners")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Say why you leave out" in page
    # What was ticked and not stays so.
    assert sent_by(page, "decision")["accept"] == ["title_en"]
    answer = decide(secretariat_client, change, "partners", "title_en", reason="No.")
    assert "Accept at least one field" in answer.content.decode()
    initiative.refresh_from_db()
    assert initiative.version == 1


def test_what_cannot_stand_alone_is_refused_beside_its_field(
    secretariat_client: Client, focal_point: User, spain: Any
) -> None:
    plan = factories.PlanFactory.create(country=spain.country, starts_on="2020", ends_on="2024")
    change = draft_of(plan, focal_point, member=spain, key="plan", starts_on="2025", ends_on="2029")
    submissions.submit(change, seen=seen(change), by=focal_point)
    answer = decide(secretariat_client, change, "ends_on", reason="Not yet.")
    page = answer.content.decode()
    assert answer.status_code == 422
    row = page.split('name="offered" value="ends_on"')[1].split("</th>")[0]
    assert "The end is before the start." in row
    plan.refresh_from_db()
    assert (plan.version, str(plan.starts_on)) == (1, "2020")
    assert not ProposedChange.objects.filter(follows=change).exists()


def test_a_new_entry_is_published_in_part(secretariat: User, focal_point: User, spain: Any) -> None:
    change = submitted(None, focal_point, member=spain, **INITIATIVE, partners="UN Women")
    with pytest.raises(submissions.IncompleteAcceptance) as refused:
        submissions.publish(
            change, declined=["title_en"], reason="No.", seen=seen(change), by=secretariat
        )
    assert "title_en" in refused.value.errors
    entry = submissions.publish(
        change, declined=["partners"], reason="Who?", seen=seen(change), by=secretariat
    )
    assert (entry.title_en, entry.partners) == (INITIATIVE["title_en"], "")
    rest = ProposedChange.objects.get(follows=change)
    assert (rest.object_id, rest.draft["partners"]) == (entry.pk, "UN Women")


def test_child_rows_are_accepted_one_by_one(
    secretariat: User, focal_point: User, spain: Any
) -> None:
    plan: NationalActionPlan = factories.PlanFactory.create(country=spain.country)
    rows = [
        {
            "key": f"new-00000000000{number}",
            "kind": "annex",
            "title": f"Annex {number}",
            "language": "en",
            "url": f"https://x.example/{number}",
        }
        for number in (1, 2)
    ]
    change = draft_of(plan, focal_point, member=spain, key="plan", documents=rows)
    submissions.submit(change, seen=seen(change), by=focal_point)
    submissions.publish(
        change,
        declined=["documents.new-000000000002"],
        reason="Broken link.",
        seen=seen(change),
        by=secretariat,
    )
    assert PlanDocument.objects.get().title == "Annex 1"
    rest = ProposedChange.objects.get(follows=change)
    assert [row["title"] for row in rest.draft["documents"]] == ["Annex 1", "Annex 2"]
    assert "- Document: Annex 2" in OutgoingMail.objects.latest("pk").body_text


def test_only_the_secretariat_accepts(
    focal_point: User, looker_client: Client, change: ProposedChange
) -> None:
    with pytest.raises(Refusal, match="Only the Secretariat"):
        submissions.publish(
            change, declined=["partners"], reason="x", seen=seen(change), by=focal_point
        )
    assert 'name="accept"' not in looker_client.get(page_of(change)).content.decode()


def test_the_secretariat_corrects_a_slip_and_publishes(
    secretariat_client: Client, change: ProposedChange, initiative: Initiative, focal_point: User
) -> None:
    page = secretariat_client.get(page_of(change, "correct")).content.decode()
    crumbs = page.split('class="admin-crumbs"')[1].split("</nav>")[0]
    assert f'href="{page_of(change)}"' in crumbs
    sent = {**sent_by(page, ""), "title_en": "New title"}
    answer = secretariat_client.post(page_of(change, "correct"), sent)
    assert answer["Location"] == page_of(change)
    change.refresh_from_db()
    assert (change.state, change.author) == (State.SUBMITTED, focal_point)
    assert change.draft["title_en"] == "New title"
    page = secretariat_client.get(page_of(change)).content.decode()
    assert "corrected by the Secretariat" in page
    assert "Corrected: Title" in page
    decide(secretariat_client, change)
    initiative.refresh_from_db()
    assert initiative.title_en == "New title"
    body = OutgoingMail.objects.filter(address=focal_point.email).latest("pk").body_text
    assert "before: Newer title" in body
    assert "now: New title" in body


def test_a_correction_that_breaks_the_draft_stays_in_the_form(
    secretariat_client: Client, change: ProposedChange
) -> None:
    page = secretariat_client.get(page_of(change, "correct")).content.decode()
    sent = {**sent_by(page, ""), "title_en": "", "partners": "UN Women and UNDP"}
    answer = secretariat_client.post(page_of(change, "correct"), sent)
    assert answer.status_code == 422
    assert "UN Women and UNDP" in answer.content.decode()
    change.refresh_from_db()
    assert change.draft["title_en"] == "Newer title"


def test_a_correction_is_refused_upon_another_edition_and_of_nothing(
    secretariat_client: Client, change: ProposedChange, secretariat: User, focal_point: User
) -> None:
    page = secretariat_client.get(page_of(change, "correct")).content.decode()
    same = secretariat_client.post(page_of(change, "correct"), sent_by(page, ""))
    assert "Nothing is corrected" in same.content.decode()
    sent = {**sent_by(page, ""), "title_en": "New title"}
    submissions.take_back(change, seen=seen(change), by=focal_point)
    answer = secretariat_client.post(page_of(change, "correct"), sent, follow=True)
    assert "Only a waiting submission can be corrected." in answer.content.decode()
    with pytest.raises(Refusal, match="Only the Secretariat"):
        submissions.correct(change, {}, seen=seen(change), by=focal_point)


def test_nobody_else_opens_the_correction(
    looker_client: Client, focal_point_client: Client, change: ProposedChange
) -> None:
    assert looker_client.get(page_of(change, "correct")).status_code == 403
    assert focal_point_client.get(page_of(change, "correct")).status_code == 404


def test_the_second_round_shows_what_changed_since_it_came_back(
    secretariat_client: Client, secretariat: User, focal_point: User, change: ProposedChange
) -> None:
    page = secretariat_client.get(page_of(change)).content.decode()
    assert "since it was sent back" not in page
    submissions.send_back(change, reason="Which office?", seen=seen(change), by=secretariat)
    drafts.save_draft(
        change, change.draft | {"partners": "UN Women, Madrid"}, seen=seen(change), by=focal_point
    )
    submissions.submit(change, seen=seen(change), by=focal_point)
    page = secretariat_client.get(page_of(change)).content.decode()
    since, _dot, published = page.partition("What it changes in what is published")
    since = since.split("What changed since it was sent back")[1]
    assert "Madrid" in since
    assert "Newer" not in since
    assert "<ins>Newer</ins>" in published


def test_the_preview_is_seen_at_once(secretariat_client: Client, change: ProposedChange) -> None:
    page = secretariat_client.get(page_of(change)).content.decode()
    before, _heading, _rest = page.partition('<h2 id="preview">')
    assert before.rstrip().endswith('aria-labelledby="preview">')
    assert page.index('<h2 id="preview">') < page.index('<h2 id="what">')
    assert "<summary>Preview" not in page


def test_everybody_who_wrote_is_kept_and_informed(
    visitor: Client,
    secretariat_client: Client,
    initiative: Initiative,
    focal_point: User,
    spain: Any,
) -> None:
    given(spain, focal_point)
    drafter = accept(visitor, "nuria@example.org")
    change = draft_of(initiative, drafter, member=spain, title_en="Newer")
    drafts.save_draft(
        change, change.draft | {"title_en": "Newest"}, seen=seen(change), by=focal_point
    )
    change.refresh_from_db()
    assert change.author == focal_point
    assert [row.user for row in change.authors.all()] == [drafter, focal_point]
    submissions.submit(change, seen=seen(change), by=focal_point)
    queue = secretariat_client.get("/admin/focalpoints/proposedchange/").content.decode()
    page = secretariat_client.get(page_of(change)).content.decode()
    for name in (str(drafter), str(focal_point)):
        assert name in queue
        assert name in page.split("Who wrote it")[1]
    OutgoingMail.objects.all().delete()
    decide(secretariat_client, change)
    notified = set(OutgoingMail.objects.values_list("address", flat=True))
    assert notified == {drafter.email, focal_point.email}


def test_an_author_who_may_no_longer_draft_hears_nothing(
    visitor: Client, secretariat: User, initiative: Initiative, focal_point: User, spain: Any
) -> None:
    right = given(spain, focal_point)
    drafter = accept(visitor, "nuria@example.org")
    change = draft_of(initiative, drafter, member=spain, title_en="Newer")
    drafts.save_draft(change, change.draft | {"title_en": "N"}, seen=seen(change), by=focal_point)
    submissions.submit(change, seen=seen(change), by=focal_point)
    type(right).objects.filter(pk=right.pk).delete()
    OutgoingMail.objects.all().delete()
    submissions.publish(change, seen=seen(change), by=secretariat)
    assert set(OutgoingMail.objects.values_list("address", flat=True)) == {focal_point.email}
