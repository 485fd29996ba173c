"""What the admin says before it deletes, and what it does not offer to delete."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


def test_the_question_names_what_goes_and_no_rows_between_tables(
    secretariat_client: Client,
) -> None:
    initiative = factories.InitiativeFactory.create(title_en="Courses for mediators")
    initiative.countries.add(factories.country("ESP"))
    address = reverse("admin:initiatives_initiative_delete", args=[initiative.pk])
    question = secretariat_client.get(address).content.decode()
    assert "Courses for mediators" in question
    assert "This cannot be undone." in question
    assert "object (" not in question
    assert "relationship" not in question
    secretariat_client.post(address, {"post": "yes"})
    assert not type(initiative).objects.exists()


def test_a_newsletter_names_its_texts_before_it_goes(secretariat_client: Client) -> None:
    draft = factories.NewsletterFactory.create(text__subject="News of the spring")
    address = reverse("admin:newsletters_newsletter_delete", args=[draft.pk])
    assert "News of the spring" in secretariat_client.get(address).content.decode()


def test_who_was_ever_designated_is_not_offered_for_deletion(secretariat_client: Client) -> None:
    officer = factories.DesignationFactory.create().person
    newcomer = factories.PersonFactory.create()
    answers = [
        secretariat_client.get(reverse(f"admin:focalpoints_person_{page}", args=[person.pk]))
        for person in (officer, newcomer)
        for page in ("change", "delete")
    ]
    assert [answer.status_code for answer in answers] == [200, 403, 200, 200]
    assert "Delete person" not in answers[0].content.decode()
    assert "Delete person" in answers[2].content.decode()


def test_the_organisation_of_a_member_is_not_offered_for_deletion(
    secretariat_client: Client,
) -> None:
    of_member = factories.OrganisationMemberFactory.create().organisation
    other = factories.OrganisationFactory.create()
    statuses = [
        secretariat_client.get(
            reverse("admin:focalpoints_organisation_delete", args=[organisation.pk])
        ).status_code
        for organisation in (of_member, other)
    ]
    assert statuses == [403, 200]
