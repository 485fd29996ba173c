"""The search of the admin's lists and pickers: folded words, the closest first."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.urls import reverse

from focalpoints.models import Country, Person
from initiatives.models import Initiative, NationalActionPlan
from meetings.models import Meeting
from tests import factories
from tests.costs import QueryCost

pytestmark = pytest.mark.django_db

MUÑOZ = ["Munoz", "muñoz", "MUÑOZ", "Mun\u0303oz", "maria munoz", "Ｍｕｎｏｚ", "muno"]


def listed(client: Client, model: Any, term: str) -> list[str]:
    """What the list of `model` shows for `term`, in its order."""
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    answer = client.get(url, {"q": term})
    assert answer.status_code == 200
    return [str(row) for row in answer.context["cl"].result_list]


def offered(client: Client, term: str, field: str = "designation.person") -> list[str]:
    """What a picker offers for `term`."""
    model, name = field.split(".")
    asked = {"app_label": "focalpoints", "model_name": model, "field_name": name, "term": term}
    return [
        row["text"] for row in client.get(reverse("admin:autocomplete"), asked).json()["results"]
    ]


@pytest.mark.parametrize("typed", MUÑOZ)
def test_a_person_is_found_in_the_list_and_in_a_picker(
    typed: str, secretariat_client: Client
) -> None:
    factories.PersonFactory.create(given_name="María", family_name="Muñoz")
    factories.PersonFactory.create(given_name="Mario", family_name="Other")
    assert listed(secretariat_client, Person, typed) == ["María Muñoz"]
    assert offered(secretariat_client, typed) == ["María Muñoz"]


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("O’Brien", "obrien"),
        ("Nguyễn Thị", "nguyen thi"),
        ("Łukasiewicz", "lukasiewicz"),
        ("Иванёв", "ИВАНЕВ"),
        ("Παπαδόπουλος", "παπαδοπουλοσ"),
        ("الأحمدي", "الاحمدى"),
        ("Al-Ṣabāḥ", "al sabah"),
        ("欧阳", "欧阳"),
    ],
)
def test_names_of_all_scripts_are_found(kept: str, typed: str, secretariat_client: Client) -> None:
    factories.PersonFactory.create(given_name="A", family_name=kept)
    assert len(listed(secretariat_client, Person, typed)) == 1


def test_a_person_is_found_by_mail_institution_and_words_in_any_order(
    secretariat_client: Client,
) -> None:
    factories.PersonFactory.create(
        given_name="María",
        family_name="Muñoz",
        email="m.munoz@example.org",
        institution="Ministère de l’Égalité",
    )
    for typed in ("m.munoz@example.org", "egalite munoz", '"de l egalite"', "Egalité — Muñoz"):
        assert listed(secretariat_client, Person, typed) == ["María Muñoz"], typed
    assert listed(secretariat_client, Person, '"egalite de"') == []


def test_what_names_nothing_finds_nothing(secretariat_client: Client) -> None:
    factories.PersonFactory.create()
    for typed in ("%", "_", "—", "\\", "a%b"):
        assert listed(secretariat_client, Person, typed) == [], typed


def test_a_short_word_stands_at_the_beginning_of_one(secretariat_client: Client) -> None:
    for name in ("Romania", "Oman", "Nigeria", "Niger", "Lusaka"):
        factories.CountryFactory.create(name_en=name)
    assert listed(secretariat_client, Country, "Oman") == ["Oman"]
    assert listed(secretariat_client, Country, "niger") == ["Niger", "Nigeria"]
    assert listed(secretariat_client, Country, "USA") == []
    assert offered(secretariat_client, "oman", "member.country") == ["Oman"]


def test_lists_and_pickers_of_entries_fold_too(secretariat_client: Client) -> None:
    owner = factories.MemberFactory.create(country__name_en="Côte d'Ivoire")
    factories.InitiativeFactory.create(owner=owner, title_en="Médiation", title_ru="Учёба")
    factories.PlanFactory.create(country=owner.country, title_en="Égalité")
    factories.MeetingFactory.create(title_en="Réunion", city_en="Nuʻuuli")
    for typed in ("mediation", "cote d’ivoire", "УЧЕБА", "Ivoire Médiation"):
        assert listed(secretariat_client, Initiative, typed) == ["Médiation"], typed
    for typed in ("egalite", "COTE D IVOIRE"):
        assert listed(secretariat_client, NationalActionPlan, typed) == ["Égalité"], typed
    for typed in ("reunion", "nuuuli"):
        assert listed(secretariat_client, Meeting, typed) == ["Réunion"], typed


def test_a_text_without_a_column_of_its_own_is_folded_too(secretariat_client: Client) -> None:
    account = factories.UserFactory.create(name="José Peña", email="jp_1@example.org")
    for typed in ("pena jose", "jp_1@example.org", "JP_1"):
        assert listed(secretariat_client, type(account), typed) == [str(account)], typed


def test_a_chosen_order_is_kept(secretariat_client: Client) -> None:
    for name in ("Nigeria", "Niger"):
        factories.CountryFactory.create(name_en=name)
    url = reverse("admin:focalpoints_country_changelist")
    rows = secretariat_client.get(url, {"q": "niger", "o": "-0"}).context["cl"].result_list
    assert [row.name_en for row in rows] == ["Nigeria", "Niger"]


def test_every_search_of_the_admin_answers(secretariat_client: Client) -> None:
    factories.NewsletterFactory.create()
    for model, page in admin.site._registry.items():
        if page.search_fields:
            listed(secretariat_client, model, 'É1 d\'x "a b" —')


def test_one_row_costs_as_many_queries_as_fifty(
    secretariat_client: Client, query_cost: QueryCost
) -> None:
    def look() -> Any:
        return secretariat_client.get(
            reverse("admin:focalpoints_person_changelist"), {"q": "munoz"}
        )

    factories.PersonFactory.create(family_name="Muñoz")
    one = query_cost(look)
    factories.PersonFactory.create_batch(49, family_name="Muñoz")
    assert query_cost(look) == one


def test_what_is_stored_follows_every_write_and_is_never_fetched() -> None:
    person = factories.PersonFactory.create(family_name="Muñoz")
    Person.objects.filter(pk=person.pk).update(family_name="Peña")
    assert Person.objects.filter(folded__contains="pena").exists()
    assert '"folded"' not in str(Person.objects.all().query)


@pytest.mark.parametrize(
    ("model", "column"),
    [(Person, "folded"), (Initiative, "folded"), (Country, "folded"), (Meeting, "folded")],
)
def test_a_search_uses_its_index(model: Any, column: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    found = model.objects.order_by().filter(**{f"{column}__contains": "munoz"})
    assert f"{model._meta.model_name}_folded" in found.explain()


def test_people_stand_in_the_order_of_their_folded_names(secretariat_client: Client) -> None:
    for name in ("Zoe", "Élan", "Eland", "elia", "Ågren"):
        factories.PersonFactory.create(given_name="A", family_name=name)
    page = secretariat_client.get(reverse("admin:focalpoints_person_changelist"))
    names = [row.family_name for row in page.context["cl"].result_list]
    assert names == ["Ågren", "Élan", "Eland", "elia", "Zoe"]
