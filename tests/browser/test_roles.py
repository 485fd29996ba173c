"""Who may draft and who may no longer, in a browser: what they see, and what they may not."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import People
from tests.browser.steps import press

pytestmark = pytest.mark.browser


def draft(page: Page, title: str) -> None:
    press(page, "Add an initiative")
    page.fill("[name=title_en]", title)
    page.fill("[name=summary_en]", "A summary.")
    page.check("[name=pillars][value=protection]")
    press(page, "Save and preview")
    expect(page.get_by_role("heading", name="Preview")).to_be_visible()
    expect(page.get_by_role("button", name="Submit")).to_have_count(0)
    expect(
        page.get_by_text("Those of them who may submit look at it and submit it.")
    ).to_be_visible()


def test_a_drafter_writes_and_the_focal_point_submits(people: People) -> None:
    drafter, spain = people(), people()
    page = drafter.sign_in("colleague.spain@example.org")
    expect(page.get_by_text("lets you draft for Spain until")).to_be_visible()
    expect(page.get_by_role("link", name="Let a colleague draft")).to_have_count(0)
    draft(page, "Drafted by a colleague")
    change = page.url
    # What only members read is not theirs.
    drafter.go("/directory/", refusal=404)

    page = spain.sign_in("spain@example.org")
    expect(page.get_by_text("Drafted by a colleague").first).to_be_visible()
    page.goto(change)
    expect(page.get_by_role("button", name="Submit", exact=True)).to_be_visible()


def test_a_mission_contact_drafts_and_reads_what_members_read(people: People) -> None:
    mission = people()
    page = mission.sign_in("mission.germany@example.org")
    expect(page.get_by_role("heading", name="Desk of Germany")).to_be_visible()
    expect(page.get_by_text("lets you draft for")).to_have_count(0)
    draft(page, "Drafted in New York")
    page = mission.go("/directory/")
    expect(page.get_by_role("main")).to_contain_text("Germany")
    mission.go("/desk/members/spain/", refusal=404)


def test_a_former_focal_point_finds_the_desk_closed_with_the_reason(people: People) -> None:
    former = people()
    page = former.sign_in("former.spain@example.org")
    page = former.go("/desk/")
    expect(page.get_by_role("main")).to_contain_text(
        "Your designation as National Focal Point of Spain ended on 31 August 2023."
    )
    former.go("/desk/members/spain/", refusal=404)
    former.go("/directory/", refusal=404)
    # A past day shows facts of that day, and gives no right of that day back.
    page = former.go("/members/spain/?on=2022-06-01")
    expect(page.get_by_role("region", name="Day of this page")).to_contain_text("1 June 2022")
    expect(page.get_by_role("main")).not_to_contain_text("former.spain@example.org")
