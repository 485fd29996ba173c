"""Child rows in review: the documents of a plan, from the desk to its public page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.models import ProposedChange
from focalpoints.review import changes, drafts, publication, submissions
from focalpoints.review.difference import difference_of
from initiatives.models import NationalActionPlan, PlanDocument
from network.accounts.models import User
from network.values.refusals import Refusal
from tests import factories
from tests.focalpoints.changes import draft_of, kind, seen
from tests.sent import sent_by

pytestmark = pytest.mark.django_db
State = ProposedChange.State

SUMMARY = {"kind": "summary", "title": "In short", "language": "fr", "url": "https://x.example/s"}
REPORT = {"kind": "report", "title": "Report", "language": "en", "url": "https://x.example/r"}
NEW = {"key": "new-0123456789ab"}


@pytest.fixture
def plan(spain: Any) -> NationalActionPlan:
    return factories.PlanFactory.create(
        country=spain.country, title_en="Plan", document_url="https://x.example/plan"
    )


@pytest.fixture
def summary(plan: NationalActionPlan) -> PlanDocument:
    return PlanDocument.objects.create(plan=plan, **SUMMARY)


def row_of(document: PlanDocument, **values: Any) -> dict[str, Any]:
    names = ("kind", "title", "language", "url")
    return {
        "key": str(document.pk),
        **{name: getattr(document, name) for name in names},
        **values,
    }


def change_of(plan: NationalActionPlan, by: User, member: Any, *rows: Any) -> ProposedChange:
    return draft_of(plan, by, member=member, key="plan", documents=list(rows))


def published(change: ProposedChange, focal_point: User, secretariat: User) -> Any:
    submissions.submit(change, seen=seen(change), by=focal_point)
    return submissions.publish(change, seen=seen(change), by=secretariat)


def test_a_document_goes_from_the_desk_to_the_plans_page(
    focal_point_client: Client,
    secretariat_client: Client,
    plan: NationalActionPlan,
    spain: Any,
    visitor: Client,
) -> None:
    start = reverse("focalpoints:change-start", args=["spain", "plan"])
    edit = focal_point_client.post(start, {"entry": plan.pk})["Location"]
    # Without JavaScript: the button saves the draft and offers an empty row.
    page = focal_point_client.get(edit).content.decode()
    answer = focal_point_client.post(edit, {**sent_by(page, "add"), "add": "documents"})
    assert answer["Location"].endswith("?add=documents#documents")
    page = focal_point_client.get(answer["Location"]).content.decode()
    typed = {f"documents-0-{name}": value for name, value in SUMMARY.items()}
    answer = focal_point_client.post(edit, {**sent_by(page, "preview"), **typed})
    change = ProposedChange.objects.get()
    preview = reverse("focalpoints:change-preview", args=[change.pk])
    assert answer["Location"] == preview
    assert "In short" in focal_point_client.get(preview).content.decode()
    focal_point_client.post(
        reverse("focalpoints:change-submit", args=[change.pk]), {"edition": seen(change)}
    )
    assert not PlanDocument.objects.exists()
    page_of = reverse("admin:focalpoints_proposedchange_change", args=[change.pk])
    page = secretariat_client.get(page_of).content.decode()
    assert "Document: In short" in page
    secretariat_client.post(page_of, {**sent_by(page, "decision"), "decision": "publish"})
    document = PlanDocument.objects.get()
    assert row_of(document) == {"key": str(document.pk), **SUMMARY}
    page = visitor.get(plan.get_absolute_url()).content.decode()
    assert 'href="https://x.example/s"' in page
    assert 'href="https://x.example/plan"' in page


def test_an_empty_row_is_no_document(focal_point_client: Client, plan: Any, spain: Any) -> None:
    start = reverse("focalpoints:change-start", args=["spain", "plan"])
    edit = focal_point_client.post(start, {"entry": plan.pk})["Location"]
    page = focal_point_client.get(f"{edit}?add=documents").content.decode()
    assert "documents-0-title" in page
    focal_point_client.post(edit, sent_by(page, "preview"))
    assert ProposedChange.objects.get().draft["documents"] == []


def test_what_is_wrong_in_a_row_is_beside_it_and_stays(
    focal_point_client: Client, plan: Any, summary: PlanDocument, spain: Any
) -> None:
    start = reverse("focalpoints:change-start", args=["spain", "plan"])
    edit = focal_point_client.post(start, {"entry": plan.pk})["Location"]
    page = focal_point_client.get(edit).content.decode()
    sent = {**sent_by(page, "preview"), "documents-0-url": "no address", "documents-0-title": ""}
    page = focal_point_client.post(edit, sent).content.decode()
    assert 'value="no address"' in page
    assert "Enter a valid URL" in page
    assert 'href="#documents-0"' in page
    change = ProposedChange.objects.get()
    assert change.draft["documents"] == [row_of(summary, url="no address", title="")]
    with pytest.raises(Refusal, match="valid URL"):
        submissions.submit(change, seen=seen(change), by=change.author)


def test_an_address_listed_twice_is_refused(
    plan: Any, summary: PlanDocument, focal_point: User, spain: Any
) -> None:
    change = change_of(plan, focal_point, spain, row_of(summary), {**NEW, **SUMMARY})
    with pytest.raises(Refusal, match="listed twice"):
        submissions.submit(change, seen=seen(change), by=focal_point)


def test_a_row_marked_for_removal_goes(
    focal_point_client: Client, plan: Any, summary: PlanDocument, spain: Any
) -> None:
    start = reverse("focalpoints:change-start", args=["spain", "plan"])
    edit = focal_point_client.post(start, {"entry": plan.pk})["Location"]
    page = focal_point_client.get(edit).content.decode()
    focal_point_client.post(edit, {**sent_by(page, "preview"), "documents-0-remove": "on"})
    change = ProposedChange.objects.get()
    assert change.draft["documents"] == []
    (line,) = difference_of(change).changed
    assert (line.name, line.is_removed) == (f"documents.{summary.pk}", True)


def test_rows_that_stay_keep_their_keys(
    plan: Any, summary: PlanDocument, focal_point: User, secretariat: User, spain: Any
) -> None:
    gone = PlanDocument.objects.create(plan=plan, **REPORT)
    change = change_of(
        plan, focal_point, spain, row_of(summary, title="Shorter"), {**NEW, **REPORT}
    )
    assert [line.name for line in difference_of(change).changed] == [
        f"documents.{summary.pk}",
        f"documents.{gone.pk}",
        "documents.new-0123456789ab",
    ]
    published(change, focal_point, secretariat)
    summary.refresh_from_db()
    assert summary.title == "Shorter"
    # The same address again: the row that goes makes room first.
    (added,) = plan.documents.exclude(pk=summary.pk)
    assert added.pk != gone.pk
    assert added.url == REPORT["url"]


def test_two_rows_may_exchange_their_addresses(
    plan: Any, summary: PlanDocument, focal_point: User, secretariat: User, spain: Any
) -> None:
    report = PlanDocument.objects.create(plan=plan, **REPORT)
    change = change_of(
        plan,
        focal_point,
        spain,
        row_of(summary, url=REPORT["url"]),
        row_of(report, url=SUMMARY["url"]),
    )
    published(change, focal_point, secretariat)
    summary.refresh_from_db()
    report.refresh_from_db()
    assert (summary.url, report.url) == (REPORT["url"], SUMMARY["url"])


def test_a_key_of_another_plan_writes_nothing_there(
    plan: Any, focal_point: User, secretariat: User, spain: Any
) -> None:
    germany = factories.PlanFactory.create(country=factories.country("DEU"))
    theirs = PlanDocument.objects.create(plan=germany, **REPORT)
    change = change_of(plan, focal_point, spain, row_of(theirs, title="Ours"))
    published(change, focal_point, secretariat)
    theirs.refresh_from_db()
    assert (theirs.title, theirs.plan) == ("Report", germany)
    assert plan.documents.get().title == "Ours"


def test_a_row_that_both_sides_changed_is_decided(
    plan: Any, summary: PlanDocument, focal_point: User, secretariat: User, spain: Any
) -> None:
    other = PlanDocument.objects.create(plan=plan, **REPORT)
    change = change_of(
        plan, focal_point, spain, row_of(summary, title="Ours"), row_of(other), {**NEW, **SUMMARY}
    )

    def retitle() -> None:
        PlanDocument.objects.filter(pk=summary.pk).update(title="Theirs")
        PlanDocument.objects.filter(pk=other.pk).update(title="Their report")

    plan.refresh_from_db()
    publication.edit_directly(plan, seen_version=1, by=secretariat, write_related=retitle)
    with pytest.raises(Refusal, match="choose which to keep") as refused:
        drafts.rebase(change, decisions={}, seen=seen(change), seen_version=2, by=focal_point)
    item = f"documents.{summary.pk}"
    assert refused.value.field == item
    (conflict,) = difference_of(change).conflicts
    assert (conflict.name, "Theirs" in conflict.published) == (item, True)
    drafts.rebase(
        change, decisions={item: "proposed"}, seen=seen(change), seen_version=2, by=focal_point
    )
    change.refresh_from_db()
    assert [row["title"] for row in change.draft["documents"]] == [
        "Ours",
        "Their report",
        "In short",
    ]


def test_a_direct_edit_of_a_document_is_a_publication(
    secretariat_client: Client, plan: Any, summary: PlanDocument
) -> None:
    url = reverse("admin:initiatives_nationalactionplan_change", args=[plan.pk])
    page = secretariat_client.get(url).content.decode()
    sent = {**sent_by(page, "_save"), "documents-0-title": "Shorter"}
    secretariat_client.post(url, sent)
    plan.refresh_from_db()
    assert (plan.version, plan.documents.get().title) == (2, "Shorter")
    page = secretariat_client.get(url).content.decode()
    secretariat_client.post(url, sent_by(page, "_save"))
    plan.refresh_from_db()
    assert plan.version == 2


def test_a_draft_from_before_there_were_rows_leaves_them(
    plan: Any, summary: PlanDocument, focal_point: User, secretariat: User, spain: Any
) -> None:
    change = draft_of(plan, focal_point, member=spain, key="plan", title_en="New title")
    for values in (change.base, change.draft):
        del values["documents"]
    change.save(update_fields=["base", "draft"])
    published(change, focal_point, secretariat)
    assert plan.documents.get() == summary


def test_a_page_shows_at_most_a_hundred_rows(
    focal_point_client: Client, plan: Any, focal_point: User, spain: Any
) -> None:
    change = drafts.start_change(kind("plan"), plan, member=spain, by=focal_point)
    edit = reverse("focalpoints:change-edit", args=[change.pk])
    page = focal_point_client.get(edit).content.decode()
    many = {f"documents-{number}-title": f"T{number}" for number in range(300)}
    sent = {**sent_by(page, "preview"), **many, "documents-total": "300"}
    focal_point_client.post(edit, {**sent, "edition": changes.edition(change)})
    change.refresh_from_db()
    assert len(change.draft["documents"]) == 100
    page = focal_point_client.get(edit).content.decode()
    assert 'value="documents"' not in page
