"""Many people and designations are written at once, and nothing is lost by it."""

from __future__ import annotations

import datetime

import pytest

from focalpoints.designations import change_designations, designate_all
from focalpoints.models import Category, Designation, Member, Person, Revision
from focalpoints.people import correct_person, import_people
from network import clock
from network.accounts.models import User
from network.importing.imports import confirm_import
from network.values.refusals import Refusal, RefusedRows
from network.values.saving import save_all
from tests import factories
from tests.network.importing.files import Rows, checked, imported, outcomes, sentences, worked

pytestmark = pytest.mark.django_db

DAY = datetime.date(2024, 8, 1)
HEADINGS = ["Country", "Category", "Name", "Email", "Telephone", "From"]


@pytest.fixture(autouse=True)
def _places(db: None) -> None:
    for code in ("ESP", "NOR", "NAM"):
        factories.member(code)
    for code in ("focal_point", "military"):
        factories.category(code)
    Category.objects.filter(code="focal_point").update(one_holder_since=datetime.date(2000, 1, 1))


def military(number: int, *, mark: str = "a", phone: str = "") -> list[str]:
    code = ("ESP", "NOR", "NAM")[number % 3]
    return [code, "military", f"Ana Ruiz {mark}{number}", f"{mark}{number}@mfa.example", phone, DAY]  # type: ignore[list-item]


def planned(person: Person, code: str = "ESP", category: str = "military") -> Designation:
    return Designation(
        member=factories.member(code),
        person=person,
        category=factories.category(category),
        starts_on=DAY,
    )


def test_every_row_is_in_the_history_and_has_its_version(secretariat: User) -> None:
    """Seventy rows are more than a worker writes at once."""
    done = imported([HEADINGS, *map(military, range(70))], kind="focal-points", by=secretariat)
    assert (done.state, outcomes(done)) == ("written", ["new"] * 70)
    for model in (Person, Designation):
        events = model.pgh_event_model.objects.filter(pgh_label="insert")  # type: ignore[union-attr]
        assert set(events.values_list("pgh_obj", flat=True)) == set(
            model.objects.values_list("pk", flat=True)
        )
        assert {event.pgh_context.metadata["user"] for event in events} == {secretariat.pk}
    assert Designation.objects.filter(recorded_by=secretariat).count() == 70
    versions = Revision.objects.of_model(Person)
    assert {one.object_id for one in versions} == set(Person.objects.values_list("pk", flat=True))
    assert {(one.number, one.source, one.by) for one in versions} == {(1, "import", secretariat)}
    for one in versions:
        assert one.values["email"] == Person.objects.get(pk=one.object_id).email
        assert one.label == Person.objects.get(pk=one.object_id).full_name
    written = done.rows.values_list("object_id", "about__person", "about__designation")
    assert set(written) == {
        (held.pk, held.person_id, held.pk) for held in Designation.objects.all()
    }


def test_one_row_that_has_become_impossible_stops_all_and_is_named(secretariat: User) -> None:
    rows: Rows = [HEADINGS, *map(military, range(60))]
    rows[40] = ["NOR", "focal_point", "Kari Nordmann", "kari@mfa.example", "", "2024-08-01"]
    found = checked(rows, kind="focal-points", by=secretariat)
    assert outcomes(found) == ["new"] * 60
    factories.DesignationFactory.create(
        member=factories.member("NOR"),
        category=factories.category("focal_point"),
        person=factories.PersonFactory.create(given_name="Ola", family_name="Nordmann"),
    )
    back = worked(confirm_import(found, only_good=False, by=secretariat))
    assert back.state == "ready"
    assert "row 41 is about has changed" in back.message
    assert Designation.objects.count() == 1
    assert not Person.objects.filter(email__endswith="@mfa.example").exists()
    [sentence] = sentences(back)
    assert sentence.startswith("41: ")
    assert "Ola Nordmann" in sentence
    assert "record the letter of Kari Nordmann" in sentence


def test_a_later_row_of_one_person_says_more_and_makes_a_second_version(secretariat: User) -> None:
    rows: Rows = [
        HEADINGS,
        ["ESP", "military", "Ana Ruiz", "ana@mfa.example", "", "2024-08-01"],
        ["NOR", "military", "Ana Ruiz", "ana@mfa.example", "+34 912 34 56 78", "2024-08-01"],
        ["NAM", "military", "Ana Ruiz", "ana@mfa.example", "", "2024-08-01"],
    ]
    done = imported(rows, kind="focal-points", by=secretariat)
    assert done.state == "written"
    person = Person.objects.get()
    assert (person.designations.count(), person.phone, person.version) == (3, "+34 912 34 56 78", 2)
    assert [one.values["phone"] for one in Revision.objects.of(person)] == ["+34 912 34 56 78", ""]


def test_somebody_whose_address_an_earlier_row_has_changed_is_found_by_the_former(
    secretariat: User,
) -> None:
    """Each row is held against the register as it was before the import."""
    ana = Person(given_name="Ana", family_name="Ruiz", email="ana@old.example")
    correct_person(ana, by=secretariat)
    factories.DesignationFactory.create(
        member=factories.member("ESP"), person=ana, category=factories.category("military")
    )
    rows: Rows = [
        ["Country", "Category", "Number in the portal", "Name", "Email", "From"],
        ["NOR", "military", str(ana.pk), "Ana Ruiz", "ana@new.example", "2024-08-01"],
        ["NAM", "military", "", "Ana Ruiz", "ana@old.example", "2024-08-01"],
    ]
    done = imported(rows, kind="focal-points", by=secretariat)
    assert done.state == "written", (done.message, sentences(done))
    assert Person.objects.get().email == "ana@new.example"
    assert ana.designations.count() == 3


def test_of_several_designations_each_refused_one_is_named_and_none_is_written(
    secretariat: User,
) -> None:
    ana, kari, ola = factories.PersonFactory.create_batch(3)
    twice = [
        planned(ana),
        planned(kari, category="focal_point"),
        planned(ana),
        planned(ola, category="focal_point"),
        planned(ola, "NOR", category="focal_point"),
    ]
    with pytest.raises(RefusedRows) as refused:
        designate_all(twice, by=secretariat)
    assert set(refused.value.refusals) == {2, 3}
    assert "already holds this designation" in refused.value.refusals[2].sentence
    assert str(kari) in refused.value.refusals[3].sentence
    assert not Designation.objects.exists()
    designate_all([twice[0], twice[1], twice[4]], by=secretariat)
    assert Designation.objects.filter(recorded_at__lte=clock.now()).count() == 3


def test_of_several_designations_those_of_a_withdrawn_member_are_refused(
    secretariat: User,
) -> None:
    Member.objects.filter(pk=factories.member("NOR").pk).update(state="withdrawn")
    ana, kari = factories.PersonFactory.create_batch(2)
    with pytest.raises(RefusedRows) as refused:
        designate_all([planned(ana), planned(kari, "NOR")], by=secretariat)
    assert {place: why.field for place, why in refused.value.refusals.items()} == {1: "member"}
    assert not Designation.objects.exists()


def test_a_change_makes_room_for_those_after_it(secretariat: User) -> None:
    ana, kari = factories.PersonFactory.create_batch(2)
    [first] = designate_all([planned(ana, category="focal_point")], by=secretariat)
    [second] = designate_all([planned(kari, "NOR", category="focal_point")], by=secretariat)
    first.ends_on = second.ends_on = DAY + datetime.timedelta(days=9)
    second.member = factories.member("ESP")
    second.starts_on = DAY + datetime.timedelta(days=5)
    with pytest.raises(RefusedRows) as refused:
        change_designations([first, second], by=secretariat)
    assert set(refused.value.refusals) == {1}
    second.starts_on, second.ends_on = DAY + datetime.timedelta(days=10), None
    change_designations([first, second], by=secretariat)
    assert list(Designation.objects.order_by("pk").values_list("starts_on", "ends_on")) == [
        (DAY, DAY + datetime.timedelta(days=9)),
        (DAY + datetime.timedelta(days=10), None),
    ]


def test_what_the_database_alone_refuses_is_named(secretariat: User) -> None:
    """As where a rule is made at this very moment: the service has found nothing against it."""
    ana, kari, ola = factories.PersonFactory.create_batch(3)
    rows = [
        planned(ana, category="focal_point"),
        planned(kari, "NOR", category="focal_point"),
        planned(ola, category="focal_point"),
    ]
    with pytest.raises(RefusedRows) as refused:
        save_all(rows, why=lambda row: Refusal(f"not {row.person_id}"))
    assert {place: why.sentence for place, why in refused.value.refusals.items()} == {
        2: f"not {ola.pk}"
    }
    assert not Designation.objects.exists()


def test_of_several_people_each_refused_one_is_named_and_none_is_written(
    secretariat: User,
) -> None:
    held = factories.PersonFactory.create(user=factories.UserFactory.create())
    people = [
        Person(given_name="Ana", email="ana@mfa.example"),
        Person(given_name="Desk", is_office=True),
        held,
    ]
    with pytest.raises(RefusedRows) as refused:
        import_people(people, by=secretariat)
    assert set(refused.value.refusals) == {1, 2}
    assert Person.objects.count() == 1
