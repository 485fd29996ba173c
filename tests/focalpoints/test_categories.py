"""Categories of designation: rows of the Secretariat's, with a rule that the database holds."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from focalpoints.categories import remove_category, save_category
from focalpoints.designations import change_designation, designate
from focalpoints.models import Category, Designation, DraftingRight, Member
from focalpoints.sources import load
from network import clock
from network.accounts.models import User
from network.importing.loading import LoadReport
from network.values.refusals import Refusal
from tests import factories
from tests.costs import QueryCost
from tests.focalpoints.changes import wait_for_somebody_waiting
from tests.focalpoints.drafters import given

pytestmark = pytest.mark.django_db

A_DAY = datetime.timedelta(days=1)
CHANGE = "admin:focalpoints_category_change"


def new(code: str, member: Member, **values: Any) -> Designation:
    """A designation of `member` that is not saved yet, from 2024 until further notice."""
    start = values.pop("starts_on", datetime.date(2024, 1, 1))
    person = values.pop("person", None) or factories.PersonFactory.create()
    return Designation(
        member=member, person=person, category=factories.category(code), starts_on=start, **values
    )


def form_of(client: Client, category: Category, **changes: Any) -> dict[str, Any]:
    """What the category's page sends, with `changes`; None leaves a box unticked."""
    form = client.get(reverse(CHANGE, args=[category.pk])).context["adminform"].form
    data = {name: form[name].value() for name in form.fields} | changes
    return {name: value for name, value in data.items() if value not in (None, False)}


# --- One active holder ---


def test_a_member_has_one_national_focal_point_at_a_time(secretariat: User) -> None:
    spain = factories.member("ESP")
    first = designate(new("focal_point", spain), by=secretariat)
    with pytest.raises(Refusal, match="until further notice"):
        designate(new("focal_point", spain), by=secretariat)
    with pytest.raises(IntegrityError, match="designation_one_holder"), transaction.atomic():
        new("focal_point", spain).save()
    # Another member's, and another category of the same member, are no matter of this rule.
    designate(new("focal_point", factories.member("DEU")), by=secretariat)
    for _each in range(2):
        designate(new("alternate", spain), by=secretariat)
    first.ends_on = clock.today()
    change_designation(first, by=secretariat)
    with pytest.raises(Refusal, match="Start this designation after that day"):
        designate(new("focal_point", spain, starts_on=clock.today()), by=secretariat)
    designate(new("focal_point", spain, starts_on=clock.today() + A_DAY), by=secretariat)


def test_an_alternate_does_not_become_a_second_national_focal_point(secretariat: User) -> None:
    spain = factories.member("ESP")
    designate(new("focal_point", spain), by=secretariat)
    alternate = designate(new("alternate", spain), by=secretariat)
    alternate.category = factories.category("focal_point")
    with pytest.raises(Refusal, match="one National Focal Point at a time"):
        change_designation(alternate, by=secretariat)
    rows = Designation.objects.filter(pk=alternate.pk)
    with pytest.raises(IntegrityError, match="designation_one_holder"), transaction.atomic():
        rows.update(category=factories.category("focal_point"))


def test_the_past_may_have_had_several(secretariat: User) -> None:
    """Old documents keep the officers of their time."""
    spain = factories.member("ESP")
    for _each in range(2):
        last = datetime.date(2019, 12, 31)
        designation = new("focal_point", spain, starts_on=datetime.date(2018, 1, 1), ends_on=last)
        designate(designation, by=secretariat)
    assert spain.designations.count() == 2


def test_the_rule_is_not_made_over_those_who_are_designated(secretariat: User) -> None:
    spain, alternate = factories.member("ESP"), factories.category("alternate")
    held = [designate(new("alternate", spain), by=secretariat) for _each in range(2)]
    with pytest.raises(Refusal, match="Spain") as refused:
        save_category(alternate, has_one_holder=True, by=secretariat)
    assert all(str(one.person) in refused.value.sentence for one in held)
    rows = Category.objects.filter(pk=alternate.pk)
    with pytest.raises(IntegrityError, match="designation_one_holder"), transaction.atomic():
        rows.update(one_holder_since=clock.today())
    assert spain.designations.filter(ends_on=None).count() == 2, "nobody's designation ended"
    Designation.objects.filter(pk=held[0].pk).update(ends_on=clock.today() - A_DAY)
    alternate.refresh_from_db()
    save_category(alternate, has_one_holder=True, by=secretariat)
    with pytest.raises(IntegrityError, match="designation_one_holder"), transaction.atomic():
        new("alternate", spain).save()


def test_a_rule_that_is_lifted_lets_a_second_in(secretariat: User) -> None:
    spain, category = factories.member("ESP"), factories.category("focal_point")
    designate(new("focal_point", spain), by=secretariat)
    save_category(category, has_one_holder=False, by=secretariat)
    designate(new("focal_point", spain), by=secretariat)
    assert spain.designations.active_on(clock.today()).count() == 2


def test_a_change_of_the_rule_is_no_change_of_a_designation(secretariat: User) -> None:
    held = designate(new("focal_point", factories.member("ESP")), by=secretariat)
    category = factories.category("focal_point")
    save_category(category, has_one_holder=False, by=secretariat)
    assert held.events.count() == 1
    assert category.events.latest("pgh_id").pgh_context.metadata["user"] == secretariat.pk


def _at_once(*writes: Callable[[], Any]) -> list[BaseException | None]:
    """Run each write on a connection of its own, all together; what each of them raised."""
    barrier = threading.Barrier(len(writes))
    raised: list[BaseException | None] = [None] * len(writes)

    def run(place: int, write: Callable[[], Any]) -> None:
        try:
            barrier.wait(30)
            write()
        except (Refusal, IntegrityError) as error:
            raised[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(writes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised


@pytest.mark.django_db(transaction=True)
def test_of_two_who_are_designated_at_once_one_is() -> None:
    spain, staff = factories.member("ESP"), factories.SecretariatFactory.create()
    planned = [new("focal_point", spain) for _each in range(2)]
    refused = _at_once(*(lambda one=one: designate(one, by=staff) for one in planned))
    assert [isinstance(error, Refusal) for error in refused if error] == [True]
    assert spain.designations.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_rows_written_at_once_past_the_services_the_database_takes_one() -> None:
    spain = factories.member("ESP")
    rows = [new("focal_point", spain) for _each in range(2)]
    refused = _at_once(*(row.save for row in rows))
    assert [type(error) for error in refused if error] == [IntegrityError]
    assert spain.designations.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rule_first", [True, False])
def test_a_designation_and_the_rule_do_not_pass_each_other_by(rule_first: bool) -> None:
    """Each waits for the other, whichever began; the second is refused."""
    spain, staff = factories.member("ESP"), factories.SecretariatFactory.create()
    category = factories.category("alternate")
    factories.DesignationFactory.create(member=spain, category=category)
    second = new("alternate", spain)
    refused: list[BaseException] = []

    def make_rule() -> None:
        save_category(category, has_one_holder=True, by=staff)

    def designate_second() -> None:
        designate(second, by=staff)

    begun, waits = (make_rule, designate_second) if rule_first else (designate_second, make_rule)

    def wait() -> None:
        try:
            waits()
        except (Refusal, IntegrityError) as error:
            refused.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=wait)
    with transaction.atomic():
        begun()
        thread.start()
        wait_for_somebody_waiting()
    thread.join(30)
    assert [isinstance(error, Refusal) for error in refused] == [True]
    category.refresh_from_db()
    assert category.has_one_holder is rule_first
    assert spain.designations.count() == (1 if rule_first else 2)


# --- In the admin ---


def test_the_secretariat_adds_a_category_and_designates_for_it(secretariat_client: Client) -> None:
    # Tests that commit empty all tables behind them, those of the first categories too.
    for code in ("focal_point", "mission"):
        factories.category(code)
    data = {"name_en": "Youth adviser", "name_fr": "Conseillère jeunesse", "order": "35"}
    answer = secretariat_client.post(reverse("admin:focalpoints_category_add"), data)
    assert answer.status_code == 302, answer.context["errors"]
    youth = Category.objects.get(code="youth-adviser")
    assert (youth.may_submit, youth.is_public, youth.has_one_holder) == (False, False, False)
    page = secretariat_client.get(reverse("admin:focalpoints_designation_add")).content.decode()
    form = page.split('name="category"')[1]
    places = [form.index(name) for name in ("National Focal Point", "Youth adviser", "Mission")]
    assert places == sorted(places), "in the order of protocol"


def test_the_page_names_the_members_that_stand_against_the_rule(
    secretariat_client: Client,
) -> None:
    spain, category = factories.member("ESP"), factories.category("alternate")
    for name in ("Uno", "Dos"):
        factories.DesignationFactory.create(
            member=spain, category=category, person__family_name=name
        )
    address = reverse(CHANGE, args=[category.pk])
    page = secretariat_client.get(address).content.decode()
    assert "Spain: Alex Uno" in page
    data = form_of(secretariat_client, category, has_one_holder="on")
    answer = secretariat_client.post(address, data)
    assert "Spain: Alex Uno, Alex Dos" in str(answer.context["adminform"].form.errors)
    assert not Category.objects.get(pk=category.pk).has_one_holder
    Designation.objects.filter(person__family_name="Dos").update(ends_on=clock.today() - A_DAY)
    assert secretariat_client.post(address, data).status_code == 302
    page = secretariat_client.get(address).content.decode()
    assert "No member has several holders today or later." in page
    assert "In force since" in page


def test_a_right_to_submit_is_not_taken_without_naming_the_drafters_of_the_holders(
    secretariat_client: Client, focal_point: User
) -> None:
    category = factories.category("focal_point")
    address = reverse(CHANGE, args=[category.pk])
    nobody = "Nobody may draft by a right that a holder has given."
    assert nobody in secretariat_client.get(address).content.decode()
    given(factories.member("ESP"), focal_point)
    page = secretariat_client.get(address).content.decode()
    assert "1 drafting right is suspended with this" in page
    assert "Nuria Colega (Spain)" in page
    kept = form_of(secretariat_client, category, order="11")
    told = secretariat_client.post(address, kept, follow=True).content.decode()
    assert "With this, 1 drafting right" not in told
    data = form_of(secretariat_client, category, may_submit=None)
    told = secretariat_client.post(address, data, follow=True).content.decode()
    assert "With this, 1 drafting right is suspended until it is confirmed: Nuria Colega" in told
    assert not DraftingRight.objects.in_force_on(clock.today()).exists()


def test_what_a_colleague_changed_meanwhile_is_not_written_over(secretariat_client: Client) -> None:
    category = factories.category("police")
    data = form_of(secretariat_client, category, order="99")
    Category.objects.filter(pk=category.pk).update(is_public=False, one_holder_since=clock.today())
    answer = secretariat_client.post(reverse(CHANGE, args=[category.pk]), data)
    assert answer.status_code == 200
    category.refresh_from_db()
    assert (category.order, category.is_public, category.has_one_holder) == (40, False, True)


def test_a_category_with_designations_stays(secretariat: User, secretariat_client: Client) -> None:
    used, unused = factories.category("police"), factories.category("mission")
    held = factories.DesignationFactory.create(category=used, ends_on=datetime.date(2021, 1, 1))
    for category in (used, unused):
        address = reverse("admin:focalpoints_category_delete", args=[category.pk])
        secretariat_client.post(address, {"post": "yes"})
    assert list(Category.objects.filter(pk__in=[used.pk, unused.pk])) == [used]
    with pytest.raises(Refusal, match="has designations"):
        remove_category(held.category, by=secretariat)


def test_many_categories_cost_as_many_queries_as_few(
    secretariat_client: Client, query_cost: QueryCost
) -> None:
    address = reverse("admin:focalpoints_category_changelist")
    few = query_cost(lambda: secretariat_client.get(address))
    for number in range(20):
        Category.objects.create(code=f"more-{number}", name_en=f"More {number}")
    assert query_cost(lambda: secretariat_client.get(address)) == few


# --- Loading ---


def test_what_the_secretariat_decided_stays_when_the_files_are_loaded_again(
    secretariat: User,
) -> None:
    load(LoadReport())
    mission = Category.objects.get(code="mission")
    mission.name_en, mission.is_public = "Contact at the mission", False
    save_category(mission, has_one_holder=True, by=secretariat)
    remove_category(Category.objects.get(code="police"), by=secretariat)
    load(LoadReport())
    mission.refresh_from_db()
    assert (mission.name_en, mission.is_public) == ("Contact at the mission", False)
    assert mission.has_one_holder
    assert not Category.objects.filter(code="police").exists()


# --- Who sees that there is a holder ---


def test_the_public_sees_no_holder_of_a_category_that_is_not_shown(
    visitor: Client, other_focal_point_client: Client, focal_point_client: Client
) -> None:
    spain = factories.member("ESP")
    category = Category.objects.create(code="quiet", name_en="Quiet envoy", is_public=False)
    factories.DesignationFactory.create(
        member=spain,
        category=category,
        person__institution="Office of quiet matters",
        person__institution_visibility="public",
    )
    page = reverse("focalpoints:member", args=["spain"])
    seen = visitor.get(page).content.decode()
    assert "National Focal Point" in seen
    assert "Quiet envoy" not in seen
    assert "Office of quiet matters" not in seen
    for client in (other_focal_point_client, focal_point_client):
        assert "Quiet envoy" in client.get(page).content.decode()


def test_a_member_with_hidden_holders_alone_looks_to_the_public_like_one_without(
    visitor: Client,
) -> None:
    category = Category.objects.create(code="quiet", name_en="Quiet envoy", is_public=False)
    spain, germany = factories.member("ESP"), factories.member("DEU")
    factories.DesignationFactory.create(member=spain, category=category)
    said = "No designation is recorded at present."
    for member in (spain, germany):
        assert said in visitor.get(member.get_absolute_url()).content.decode()


def test_the_own_entry_says_that_everybody_sees_nothing(
    focal_point: User, focal_point_client: Client
) -> None:
    Category.objects.filter(code="focal_point").update(is_public=False)
    page = focal_point_client.get(reverse("focalpoints:own-contact")).content.decode()
    shown_to_all = page.split("What everybody sees now")[1].split("</section>")[0]
    assert "National Focal Point" not in shown_to_all
    assert "National Focal Point" in page
