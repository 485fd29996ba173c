"""The coverage page: what the register lacks, as numbers and lists, and what follows from them."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format

from focalpoints.confirmation import ask_to_confirm
from focalpoints.coverage import Coverage
from focalpoints.models import Designation, Person
from focalpoints.people import correct_person, import_people
from network import clock
from network.accounts.models import User
from network.mail.models import OutgoingMail
from network.mail.outbox import queue_mail
from tests import confirming, factories
from tests.costs import QueryCost

pytestmark = pytest.mark.django_db

PAGE = "admin:focalpoints_member_coverage"


def coverage() -> Coverage:
    return Coverage(clock.today())


def mail_to(address: str, state: str, **values: object) -> OutgoingMail:
    mail = queue_mail(
        kind="notice", address=address, language="en", subject="x", text="x", holds_link=False
    )
    for step in ("in_flight", state):
        OutgoingMail.objects.filter(pk=mail.pk).update(state=step)
    OutgoingMail.objects.filter(pk=mail.pk).update(**values)
    return mail


@pytest.fixture
def official(db: None) -> Designation:
    return factories.DesignationFactory.create(
        member=factories.member("DEU"), person__email="erika@example.org"
    )


def test_a_member_whose_officials_only_draft_is_without_a_focal_point(
    official: Designation,
) -> None:
    namibia = factories.member("NAM")
    adviser = factories.DesignationFactory.create(
        member=namibia, category=factories.category("military")
    )
    [found] = coverage().lacking()
    assert (found.member, found.others) == (namibia, [adviser])
    Designation.objects.filter(pk=official.pk).update(
        ends_on=clock.today() - datetime.timedelta(days=1)
    )
    assert [one.member.slug for one in coverage().lacking()] == ["germany", "namibia"]


def test_whom_the_last_mail_did_not_reach(official: Designation) -> None:
    now = clock.now()
    address = official.person.email
    assert not coverage().unreached()
    mail_to(address, "failed", created_at=now - datetime.timedelta(days=2))
    assert [one.pk for one in coverage().unreached()] == [official.person_id]
    mail_to(address, "sent", sent_at=now - datetime.timedelta(days=1))
    assert not coverage().unreached(), "a later one has arrived"
    mail_to(address, "failed", created_at=now)
    assert coverage().unreached()
    Person.objects.update(email="new@example.org")
    assert not coverage().unreached(), "the new address has refused nothing"


def test_a_mailbox_that_refused_is_not_reachable_by_the_lapse_of_time(
    official: Designation,
) -> None:
    address = official.person.email
    mail_to(address, "failed", created_at=clock.now() - datetime.timedelta(days=300), due_at=None)
    OutgoingMail.objects.forget_old()
    assert [one.pk for one in coverage().unreached()] == [official.person_id]
    mail_to(address, "sent", sent_at=clock.now())
    assert not coverage().unreached()


def test_who_cannot_be_reached_is_amber_however_fresh(official: Designation) -> None:
    Person.objects.update(confirmed_at=clock.now())
    assert coverage().people().get().tone == "ok"
    mail_to(official.person.email, "failed")
    assert coverage().people().get().tone == "warn"
    assert not coverage().unconfirmed(), "they are in the other list"


def test_what_was_confirmed_is_not_listed(official: Designation) -> None:
    assert coverage().unconfirmed()
    Person.objects.update(confirmed_at=clock.now())
    assert not coverage().unconfirmed()
    Person.objects.update(confirmed_at=clock.now() - datetime.timedelta(days=370))
    assert coverage().unconfirmed()


@pytest.mark.parametrize("how", ["edited", "imported"])
def test_what_staff_write_confirms_nothing(
    how: str, official: Designation, secretariat: User, secretariat_client: Client
) -> None:
    long_ago = clock.now() - datetime.timedelta(days=900)
    Person.objects.update(confirmed_at=long_ago, published_at=long_ago)
    assert states()["germany"] == "unconfirmed"
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=official.person_id)
        person.phone = "+49 30 5678"
        if how == "edited":
            correct_person(person, by=secretariat)
        else:
            import_people([person], by=secretariat)
    assert Person.objects.get().phone == "+49 30 5678"
    assert states()["germany"] == "unconfirmed"
    assert [one.pk for one in coverage().unconfirmed()] == [official.person_id]
    # Its age is another question: what staff updated is not old.
    assert coverage().people().get().tone == "ok"
    page = secretariat_client.get(reverse(PAGE)).content.decode()
    part = page[page.index('id="unconfirmed"') : page.index('id="unreached"')]
    assert date_format(clock.day_of(long_ago), "DATE_FORMAT") in part
    assert "over two years ago" in part


def test_who_has_waited_longest_comes_first(official: Designation) -> None:
    second, third = factories.DesignationFactory.create_batch(
        2, member=official.member, category=factories.category("alternate")
    )
    for row, days in ((official, 400), (second, 900)):
        at = clock.now() - datetime.timedelta(days=days)
        Person.objects.filter(pk=row.person_id).update(confirmed_at=at)
    order = [third.person_id, second.person_id, official.person_id]
    assert [one.pk for one in coverage().unconfirmed()] == order


def test_a_designation_without_its_letter(official: Designation) -> None:
    assert list(coverage().without_letter()) == [official]
    Designation.objects.update(ends_on=clock.today() - datetime.timedelta(days=1))
    assert not coverage().without_letter()


def test_regions_count_their_members(official: Designation) -> None:
    factories.member("NOR")
    factories.member("NAM")
    found = {row.region: (row.members, row.covered, row.share) for row in coverage().regions()}
    assert found == {"150": (2, 1, 50), "002": (1, 0, 0)}


def test_the_page_shows_all_of_it_and_narrows_to_a_region(
    official: Designation, secretariat_client: Client
) -> None:
    factories.member("NAM")
    page = secretariat_client.get(reverse(PAGE)).content.decode()
    assert "Namibia" in page
    assert official.person.full_name in page
    assert "of 2 members without a focal point" in page
    page = secretariat_client.get(reverse(PAGE) + "?region=002").content.decode()
    assert official.person.full_name not in page
    assert "of 1 member without a focal point" in page
    # A wrong region shows all, as without one.
    assert "of 2 members" in secretariat_client.get(reverse(PAGE) + "?region=x").content.decode()


def test_it_writes_to_exactly_those_who_are_ticked_and_shows_them_first(
    official: Designation, secretariat_client: Client
) -> None:
    other = factories.DesignationFactory.create(member=factories.member("NOR"))
    page = secretariat_client.get(reverse(PAGE)).content.decode()
    offered = set(re.findall(r'name="_selected_action" value="(\d+)"', page))
    assert offered == {str(official.person_id), str(other.person_id)}
    people = confirming.list_of(Person)
    data = {"action": "ask_to_confirm", "_selected_action": [other.person_id]}
    asks = secretariat_client.post(people, data, follow=True).content.decode()
    assert other.person.full_name in asks
    assert official.person.full_name not in asks
    assert not OutgoingMail.objects.exists()
    confirming.answer(secretariat_client, asks, people)
    assert OutgoingMail.objects.get().address == other.person.email


def ticks(page: str) -> dict[int, bool]:
    found = re.findall(r'name="_selected_action" value="(\d+)"( checked)?', page)
    return {int(key): bool(checked) for key, checked in found}


def test_a_long_list_goes_on_on_the_next_page(
    official: Designation, secretariat_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("focalpoints.admin.coverage.MOST_SHOWN", 2)
    others = factories.DesignationFactory.create_batch(
        4, member=official.member, category=factories.category("alternate")
    )
    first = secretariat_client.get(reverse(PAGE) + "?region=150").content.decode()
    assert set(ticks(first)) == {official.person_id, others[0].person_id}
    assert "1 to 2 of 5" in first
    assert 'rel="next" href="?region=150&amp;unconfirmed=2#unconfirmed"' in first
    last = secretariat_client.get(reverse(PAGE) + "?unconfirmed=3").content.decode()
    assert set(ticks(last)) == {others[3].person_id}
    assert 'rel="prev" href="?unconfirmed=2#unconfirmed"' in last
    assert 'rel="next"' not in last
    # An address that nobody has made by clicking shows a page all the same.
    assert ticks(secretariat_client.get(reverse(PAGE) + "?unconfirmed=x").content.decode())


def test_who_was_asked_and_has_not_answered_is_not_ticked_again(
    official: Designation, secretariat: User, secretariat_client: Client
) -> None:
    ask_to_confirm([official.person], by=secretariat)
    other = factories.DesignationFactory.create(member=factories.member("NOR"))
    page = secretariat_client.get(reverse(PAGE)).content.decode()
    assert ticks(page) == {official.person_id: False, other.person_id: True}
    assert page.count("no answer yet") == 1


def test_whom_mail_does_not_reach_is_said_in_a_word(
    official: Designation, secretariat_client: Client
) -> None:
    Person.objects.update(confirmed_at=clock.now())
    mail_to(official.person.email, "failed")
    page = secretariat_client.get(reverse(PAGE)).content.decode()
    part = page[page.index('id="unreached"') : page.index('id="without-letter"')]
    assert '<span class="register-tone register-tone--warn">mail does not arrive</span>' in part
    assert "within a year" in part


def test_it_stands_in_the_menu(secretariat_client: Client) -> None:
    page = secretariat_client.get(reverse("admin:index")).content.decode()
    assert f'href="{reverse(PAGE)}"' in page


def test_it_is_not_for_others(focal_point_client: Client, visitor: Client) -> None:
    assert focal_point_client.get(reverse(PAGE)).status_code == 404
    assert visitor.get(reverse(PAGE)).status_code == 302


def test_who_may_only_look_asks_nobody(official: Designation, looker_client: Client) -> None:
    page = looker_client.get(reverse(PAGE)).content.decode()
    assert official.person.full_name in page
    assert "_selected_action" not in page


def test_many_cost_as_much_as_one(
    official: Designation, secretariat: User, secretariat_client: Client, query_cost: QueryCost
) -> None:
    factories.member("NAM")
    of_one = query_cost(lambda: secretariat_client.get(reverse(PAGE)))
    for code in ("ESP", "CAN", "URY"):
        factories.DesignationFactory.create(member=factories.member(code))
    factories.DesignationFactory.create(
        member=factories.member("JPN"), category=factories.category("police")
    )
    assert query_cost(lambda: secretariat_client.get(reverse(PAGE))) == of_one


def states() -> dict[str, str]:
    return {one.member.slug: one.state for one in coverage().by_member()}


def test_a_member_is_covered_by_the_best_who_may_submit_for_it(official: Designation) -> None:
    factories.member("NAM")
    assert states() == {"germany": "unconfirmed", "namibia": "without"}
    Person.objects.filter(pk=official.person_id).update(confirmed_at=clock.now())
    assert states()["germany"] == "covered"
    mail_to("erika@example.org", "failed")
    assert states()["germany"] == "unreached"
    # An adviser does not speak for the member; a second focal point does.
    adviser = factories.DesignationFactory.create(
        member=official.member, category=factories.category("military")
    )
    Person.objects.filter(pk=adviser.person_id).update(confirmed_at=clock.now())
    assert states()["germany"] == "unreached"
    factories.DesignationFactory.create(
        member=official.member, category=factories.category("alternate")
    )
    assert states()["germany"] == "unconfirmed"


def test_the_map_says_in_words_what_it_shows(
    official: Designation, secretariat_client: Client
) -> None:
    namibia = factories.member("NAM")
    osce = factories.OrganisationFactory.create(name_en="Sample Security Organisation")
    factories.MemberFactory.create(country=None, organisation=osce, slug="sample-organisation")
    page = secretariat_client.get(reverse(PAGE)).content.decode()
    admin = reverse("admin:focalpoints_member_change", args=[namibia.pk])
    assert f'<a href="{admin}" aria-label="Namibia: No focal point">' in page
    assert 'aria-label="Germany: Focal point, not confirmed"' in page
    legend = page[page.index('class="worldmap-legend"') : page.index("</figure>")]
    assert re.search(r'No focal point</span> <b class="worldmap-legend-total">1</b>', legend)
    assert re.search(r'Not a member</span> <b class="worldmap-legend-total">195</b>', legend)
    assert "member of the Network" not in page
    # What has no place on the map stands beside it, and all of it once more in lists.
    beside = page[page.index('id="coverage-organisations"') : page.index("The map as lists")]
    assert "Sample Security Organisation" in beside
    assert "No focal point" in beside
    words = page[page.index("The map as lists") : page.index('id="regions"')]
    assert "No focal point (2)" in words
    assert "Focal point, not confirmed (1)" in words


def test_the_map_of_a_region_says_that_others_are_left_out(
    official: Designation, secretariat_client: Client
) -> None:
    factories.member("NAM")
    page = secretariat_client.get(f"{reverse(PAGE)}?region=002").content.decode()
    assert "Not a member, or of another region" in page
    assert 'aria-label="Namibia: No focal point"' in page
    assert 'aria-label="Germany' not in page
