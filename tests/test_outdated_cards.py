"""The Secretariat's first page and its lists name the outdated translations."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.models import Category, Organisation
from initiatives.models import Initiative, NationalActionPlan
from meetings.models import Communique, Meeting
from meetings.services.communique import adopt
from meetings.translations import outdated_texts
from network.accounts.models import User
from newsletters import services
from newsletters.models import Newsletter, Opportunity
from tests import factories
from tests.costs import QueryCost
from tests.meetings.texts import ADOPTED_ON, reworded, written
from tests.newsletters.conftest import issue_in

pytestmark = pytest.mark.django_db


def first_page(client: Client) -> str:
    return client.get(reverse("admin:index")).content.decode()


def card(client: Client, key: str) -> str:
    """The text of a card; empty without it."""
    _before, found, after = first_page(client).partition(f'aria-labelledby="card-{key}"')
    return after.split("</section>")[0] if found else ""


def reworded_issue(by: User) -> Newsletter:
    issue = issue_in({"en": "News", "ar": "أخبار"})
    services.write_text(issue, "en", subject="Other news", body=None, by=by)
    return issue


def test_nothing_outdated_takes_no_place(secretariat_client: Client) -> None:
    written("en", "fr")
    assert "Outdated translations" not in first_page(secretariat_client)


def test_the_first_page_names_what_is_outdated_and_leads_there(
    secretariat_client: Client, secretariat: User
) -> None:
    communique = written("en", "fr", "ar")
    reworded(communique, 2, "We meet in November.", by=secretariat)
    meeting = factories.MeetingFactory.create(title_fr="Réunion")
    Meeting.objects.filter(pk=meeting.pk).update(title_en="Meeting of November")
    issue = reworded_issue(secretariat)
    opportunity = factories.OpportunityFactory.create(title_ru="Грант")
    Opportunity.objects.filter(pk=opportunity.pk).update(title_en="Another grant")
    officers = Category.objects.filter(pk=factories.category("focal_point").pk)
    officers.update(name_fr="Référent")
    officers.update(name_en="Officer")

    found = card(secretariat_client, "outdated-meetings")
    address = reverse("admin:meetings_communique_change", args=[communique.pk])
    assert f'href="{address}?language=fr"' in found
    assert "Français, العربيّة" in found
    assert reverse("admin:meetings_meeting_change", args=[meeting.pk]) in found
    found = card(secretariat_client, "outdated-newsletters")
    assert reverse("admin:newsletters_newsletter_change", args=[issue.pk]) in found
    assert reverse("admin:newsletters_opportunity_change", args=[opportunity.pk]) in found
    assert "العربيّة" in found
    assert "Русский" in found
    found = card(secretariat_client, "outdated-categories")
    assert "Category of designation: Officer" in found


def test_what_adoption_has_fixed_waits_for_nobody(
    secretariat_client: Client, secretariat: User
) -> None:
    communique = written("en", "fr")
    reworded(communique, 1, "We meet in November.", by=secretariat)
    seen = [item.key for item in outdated_texts(communique)]
    adopt(communique, on=ADOPTED_ON, by=secretariat, acknowledged=seen)
    assert card(secretariat_client, "outdated-meetings") == ""


def test_the_lists_show_what_is_outdated_alone(
    secretariat_client: Client, secretariat: User
) -> None:
    communique, other = written("en", "fr"), written("en", "fr")
    reworded(communique, 1, "We meet in November.", by=secretariat)
    Communique.objects.filter(pk=other.pk).update(title_en="Right")
    Communique.objects.filter(pk=other.pk).update(title_en=other.title_en)
    issue, fresh = reworded_issue(secretariat), factories.NewsletterFactory.create()
    for row, name in ((communique, "meetings_communique"), (issue, "newsletters_newsletter")):
        address = reverse(f"admin:{name}_changelist")
        listed = secretariat_client.get(address, {"translations": "outdated"})
        assert [found.pk for found in listed.context["cl"].result_list] == [row.pk]
    assert fresh.pk != issue.pk


def test_one_row_costs_as_many_queries_as_many(
    secretariat_client: Client, secretariat: User, query_cost: QueryCost
) -> None:
    def more() -> None:
        reworded(written("en", "fr"), 1, "We meet in November.", by=secretariat)
        reworded_issue(secretariat)
        row = factories.OpportunityFactory.create(title_ru="Грант")
        Opportunity.objects.filter(pk=row.pk).update(title_en="Another grant")
        entry = factories.InitiativeFactory.create(title_ru="Дело")
        Initiative.objects.filter(pk=entry.pk).update(title_en="Another initiative")
        plan = factories.PlanFactory.create(title_ru="План", original_title="План")
        NationalActionPlan.objects.filter(pk=plan.pk).update(original_title="Другой")
        union = factories.OrganisationFactory.create(name_ru="Союз")
        Organisation.objects.filter(pk=union.pk).update(name_en="Another union")

    more()
    one = query_cost(lambda: first_page(secretariat_client))
    for _time in range(4):
        more()
    assert query_cost(lambda: first_page(secretariat_client)) <= one


@pytest.mark.parametrize(("rows", "said"), [(1, "1 result"), (2, "2 results")])
def test_a_list_counts_in_words_that_can_be_counted(
    secretariat_client: Client, rows: int, said: str
) -> None:
    for _row in range(rows):
        factories.OpportunityFactory.create()
    address = reverse("admin:newsletters_opportunity_changelist")
    shown = secretariat_client.get(address).content.decode()
    assert f'<div class="py-4">{said}</div>' in shown
    assert "opportunities</div>" not in shown
