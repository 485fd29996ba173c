"""Versions as rows: recorded once, complete, and never written over."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from focalpoints.models import Revision
from focalpoints.revisions import erase_values, names_of, record, record_loaded, values_of
from initiatives.models import Initiative, NationalActionPlan
from network import clock
from network.accounts.models import User
from network.values.refusals import Refusal
from tests import factories
from tests.costs import QueryCost

pytestmark = pytest.mark.django_db
Source = Revision.Source


def recorded(entry: Any, **more: Any) -> Revision:
    return record(entry, **{"by": None, "source": Source.REFERENCE, **more})


def test_a_version_keeps_every_column_that_people_edit_and_every_related_row(
    secretariat: User,
) -> None:
    entry = factories.InitiativeFactory.create(starts_on="2024-03", seeks=["funding"])
    entry.countries.set([factories.country("NAM"), factories.country("CAN")])
    entry.members.set([factories.member("DEU")])
    version = recorded(
        entry, by=secretariat, source=Source.DIRECT_EDIT, reason="The dates were wrong."
    )
    version.refresh_from_db()
    assert version.number == entry.version == 1
    assert (version.by, version.by_name) == (secretariat, str(secretariat))
    assert version.reason == "The dates were wrong."
    kept = {field.name for field in Initiative._meta.concrete_fields if field.editable} - {"id"}
    assert set(version.values) == {*kept, "countries", "members"}
    assert version.values["starts_on"] == "2024-03"
    assert version.values["seeks"] == ["funding"]
    assert version.values["owner"] == entry.owner_id
    assert version.values["countries"] == sorted(row.pk for row in entry.countries.all())
    assert set(version.names["countries"].values()) == {"Canada", "Namibia"}
    assert set(version.names["members"].values()) == {"Germany"}
    entry.refresh_from_db()
    assert version.values == values_of(entry)
    assert version.names == names_of(entry)


def test_a_number_is_given_once() -> None:
    entry = factories.PlanFactory.create()
    recorded(entry)
    with pytest.raises(IntegrityError, match="revision_number_once"), transaction.atomic():
        recorded(entry)


@pytest.mark.parametrize(
    "change",
    [
        "number = number + 1",
        "object_id = object_id + 1",
        "at = at + interval '1 day'",
        "by_name = 'somebody else'",
        "source = 'review'",
        "reason = 'another reason'",
        "label = 'another title'",
        """values = jsonb_set(values, '{title_en}', '"another"')""",
        "values = '{}'",
        "names = '{}'",
        # An erasure empties only what it names, names what it empties, and writes nothing else.
        "erased = '{summary_en}', erased_at = now()",
        """erased = '{title_en}', erased_at = now(),
           values = jsonb_set(values, '{title_en}', '"x"')""",
        """erased = '{summary_en}', erased_at = now(),
           values = jsonb_set(jsonb_set(values, '{summary_en}', '""'), '{title_en}', '""')""",
        """erased = '{summary_en}', values = jsonb_set(values, '{summary_en}', '""')""",
    ],
)
def test_the_database_refuses_to_change_a_version(change: str) -> None:
    version = recorded(factories.InitiativeFactory.create())
    with (
        pytest.raises(DatabaseError, match=r"neither changed nor deleted|says_what"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE focalpoints_revision SET {change} WHERE id = %s", [version.pk])


def test_the_database_refuses_to_delete_a_version() -> None:
    version = recorded(factories.InitiativeFactory.create())
    with pytest.raises(DatabaseError, match="neither changed nor deleted"), transaction.atomic():
        Revision.objects.filter(pk=version.pk).delete()


def test_an_account_that_is_deleted_leaves_its_name_behind() -> None:
    editor = factories.UserFactory.create(name="Eva Editor")
    version = recorded(factories.InitiativeFactory.create(), by=editor)
    editor.delete()
    version.refresh_from_db()
    assert (version.by, version.by_name) == (None, "Eva Editor")


def test_a_version_outlives_its_entry() -> None:
    entry = factories.InitiativeFactory.create(title_en="A school of mediators")
    version = recorded(entry)
    entry.delete()
    version.refresh_from_db()
    assert version.label == "A school of mediators"


def test_what_is_erased_is_gone_from_every_version_and_says_so(secretariat: User) -> None:
    entry = factories.InitiativeFactory.create(contact="A person's mailbox", partners="Two schools")
    recorded(entry)
    Initiative.objects.filter(pk=entry.pk).update(version=2)
    recorded(entry)
    assert erase_values(Initiative, [entry.pk], ["contact", "members"], by=secretariat) == 2
    for version in Revision.objects.of(entry):
        assert version.values["contact"] == ""
        assert version.values["members"] == []
        assert version.values["partners"] == "Two schools"
        assert version.erased == ["contact", "members"]
        assert version.erased_at is not None
    # A second erasure adds to the first.
    assert erase_values(Initiative, [entry.pk], ["partners"], by=secretariat, with_label=True) == 2
    version = Revision.objects.of(entry)[0]
    assert version.erased == ["contact", "members", "partners"]
    assert (version.values["partners"], version.label) == ("", "")
    with pytest.raises(DatabaseError), transaction.atomic():
        # What was erased is not restored, and is not reported as missing.
        Revision.objects.filter(pk=version.pk).update(erased=["contact"])


def test_only_the_secretariat_erases(focal_point: User) -> None:
    entry = factories.InitiativeFactory.create()
    recorded(entry)
    with pytest.raises(Refusal, match="Only the Secretariat"):
        erase_values(Initiative, [entry.pk], ["contact"], by=focal_point)


def test_a_loader_keeps_what_changed_and_nothing_else() -> None:
    plans = [factories.PlanFactory.create(published_at=None) for _turn in range(3)]
    keys = [plan.pk for plan in plans]
    first = record_loaded(NationalActionPlan, keys, source=Source.REFERENCE)
    assert [one.number for one in first] == [1, 1, 1]
    assert record_loaded(NationalActionPlan, keys, source=Source.REFERENCE) == []
    # Written without the next number, as `bulk_update` does.
    NationalActionPlan.objects.filter(pk=keys[1]).update(lead_institution="Another ministry")
    (second,) = record_loaded(NationalActionPlan, keys, source=Source.REFERENCE)
    plans[1].refresh_from_db()
    assert (second.object_id, second.number, plans[1].version) == (keys[1], 2, 2)
    assert second.values == values_of(plans[1])


def test_keeping_many_costs_as_many_queries_as_keeping_one(query_cost: QueryCost) -> None:
    def made(count: int) -> list[int]:
        found = []
        for _turn in range(count):
            row = factories.InitiativeFactory.create()
            row.countries.set([factories.country("NAM")])
            row.members.set([factories.member("DEU")])
            found.append(row.pk)
        return found

    few, many = made(2), made(20)
    record_loaded(Initiative, few + many, source=Source.SAMPLE)

    def cost(keys: list[int]) -> int:
        Initiative.objects.filter(pk__in=keys).update(partners=f"{clock.now()}")
        return query_cost(lambda: record_loaded(Initiative, keys, source=Source.SAMPLE), once=True)

    assert cost(few) == cost(many)
