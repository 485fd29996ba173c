"""Web addresses are made once from names of any script, and stay."""

from __future__ import annotations

import pytest

from initiatives.models import Initiative
from network.values.slugs import free_slug
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Женщины, мир и безопасность", "zhenshchiny-mir-i-bezopasnost"),
        ("妇女与和平", "fu-nu-yu-he-ping"),
        ("المرأة والسلام", "almrat-walslam"),
        ("Ειρήνη", "eirene"),
        ("Äöü Straße", "aou-strasse"),
        ("Égalité d’accès", "egalite-dacces"),
        ("Plan 2020/2021 – phase two", "plan-2020-2021-phase-two"),
        ("!!!", "entry"),
    ],
)
def test_an_address_is_in_latin_letters(title: str, slug: str) -> None:
    assert free_slug(Initiative, title) == slug


def test_two_of_one_name_are_numbered_and_a_stored_address_stays() -> None:
    first = factories.InitiativeFactory.create(slug=free_slug(Initiative, "妇女与和平"))
    assert free_slug(Initiative, "妇女与和平") == "fu-nu-yu-he-ping-2"
    first.title_en = "Another title"
    first.save()
    first.refresh_from_db()
    assert first.slug == "fu-nu-yu-he-ping"
