"""Bringing an earlier version back: by the Secretariat at once, by a member as a draft."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from focalpoints.models import ProposedChange, Revision
from focalpoints.review.changes import Conflict, Overtaken
from focalpoints.review.publication import edit_directly
from focalpoints.review.restoration import propose_restoration, restore
from focalpoints.review.submissions import submit
from focalpoints.revisions import erase_values, record, values_of
from initiatives.models import Initiative
from network.accounts.models import User
from network.values.refusals import Refusal
from tests import factories
from tests.focalpoints.changes import draft_of, seen, wait_for_somebody_waiting
from tests.focalpoints.versions import edited, published, version, versions_url

pytestmark = pytest.mark.django_db
State = ProposedChange.State


def restore_url(entry: Any, number: int) -> str:
    return f"{versions_url(entry)}{number}/restore/"


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_question_lists_what_changes_and_the_button_publishes_it(
    secretariat_client: Client, secretariat: User
) -> None:
    entry = published(title_en="Mediators of the coast", partners="A university")
    edited(entry, secretariat, title_en="Mediators", partners="")
    page = text_of(secretariat_client.get(restore_url(entry, 1)))
    assert "What will change" in page
    assert "<ins> of the coast</ins>" in page
    assert "Publish as version 3" in page
    entry.refresh_from_db()
    assert entry.title_en == "Mediators"  # looking changes nothing
    answer = secretariat_client.post(
        restore_url(entry, 1), {"version": "2", "reason": "The old title was right."}, follow=True
    )
    assert "Version 1 is restored as version 3." in text_of(answer)
    entry.refresh_from_db()
    assert (entry.title_en, entry.partners, entry.version) == (
        "Mediators of the coast",
        "A university",
        3,
    )
    latest = version(entry, 3)
    assert latest.source == Revision.Source.RESTORE
    assert latest.restored_from == version(entry, 1)
    assert (latest.by, latest.reason) == (secretariat, "The old title was right.")
    assert latest.values == values_of(entry)
    assert "restored from version 1" in text_of(secretariat_client.get(versions_url(entry)))


def test_the_member_confirms_and_a_restore_does_not(secretariat: User) -> None:
    entry = published(partners="A university")
    confirmed = entry.confirmed_at
    edited(entry, secretariat, partners="")
    restored = restore(entry, version(entry, 1), seen_version=2, by=secretariat)
    assert restored.confirmed_at == confirmed
    assert restored.published_at > entry.published_at


def test_a_member_gets_a_draft_which_is_submitted_and_reviewed_as_any_other(
    focal_point_client: Client, focal_point: User, secretariat: User, spain: Any
) -> None:
    entry = published(title_en="Mediators of the coast")
    edited(entry, secretariat, title_en="Mediators")
    page = text_of(focal_point_client.get(restore_url(entry, 1)))
    assert "Make it a draft" in page
    assert "Publish as version" not in page
    answer = focal_point_client.post(restore_url(entry, 1), {"version": "2"}, follow=True)
    assert "The draft says what version 1 says." in text_of(answer)
    entry.refresh_from_db()
    assert (entry.title_en, entry.version) == ("Mediators", 2)  # nothing is published
    change = ProposedChange.objects.get()
    assert (change.state, change.author) == (State.DRAFT, focal_point)
    assert change.draft["title_en"] == "Mediators of the coast"
    assert change.base["title_en"] == "Mediators"
    submit(change, seen=seen(change), by=focal_point)


def test_a_member_may_not_publish_and_a_stranger_may_not_draft(
    focal_point: User, other_focal_point: User, secretariat: User, spain: Any
) -> None:
    entry = published()
    edited(entry, secretariat, partners="A university")
    first = version(entry, 1)
    with pytest.raises(Refusal, match="Only the Secretariat may restore"):
        restore(entry, first, seen_version=2, by=focal_point)
    with pytest.raises(Refusal, match="Only the focal points of this member"):
        propose_restoration(entry, first, member=spain, seen_version=2, by=other_focal_point)
    with pytest.raises(Refusal, match="does not belong to your member"):
        propose_restoration(
            entry, first, member=factories.member("DEU"), seen_version=2, by=other_focal_point
        )
    assert Revision.objects.of(entry).count() == 2
    assert not ProposedChange.objects.exists()


def test_a_version_of_another_entry_is_refused(secretariat: User) -> None:
    entry, other = published(), published()
    with pytest.raises(Refusal, match="another entry"):
        restore(entry, version(other, 1), seen_version=1, by=secretariat)


def test_who_may_see_it_whose_it_is_and_its_address_stay_as_they_are_now(
    secretariat_client: Client, secretariat: User
) -> None:
    entry = published(title_en="Mediators", visibility="public")
    first = version(entry, 1)
    edited(entry, secretariat, title_en="Mediators today", visibility="members")
    slug = "another-address"
    germany = factories.member("DEU")
    Initiative.objects.filter(pk=entry.pk).update(slug=slug, owner=germany)
    entry.refresh_from_db()
    page = text_of(secretariat_client.get(restore_url(entry, 1)))
    for field in ("Web address", "Member", "Who may see it"):
        assert f"{field}: stays as it is now." in page
    restored = restore(entry, first, seen_version=2, by=secretariat)
    restored.refresh_from_db()
    assert restored.title_en == "Mediators"
    assert (restored.visibility, restored.slug, restored.owner) == ("members", slug, germany)


def test_what_was_erased_does_not_come_back(secretariat_client: Client, secretariat: User) -> None:
    entry = published(contact="A person's mailbox", partners="Two schools")
    edited(entry, secretariat, contact="The office", partners="")
    erase_values(Initiative, [entry.pk], ["contact"], by=secretariat)
    page = text_of(secretariat_client.get(restore_url(entry, 1)))
    assert "Contact institution: erased from that version; it stays as it is now." in page
    restored = restore(entry, version(entry, 1), seen_version=2, by=secretariat)
    assert (restored.contact, restored.partners) == ("The office", "Two schools")


def test_rows_that_no_longer_exist_are_left_out_by_name(
    secretariat_client: Client, secretariat: User
) -> None:
    entry = factories.InitiativeFactory.create()
    atlantis = factories.CountryFactory.create(name_en="Atlantis")
    namibia = factories.country("NAM")
    entry.countries.set([atlantis, namibia])
    record(entry, by=None, source=Revision.Source.REFERENCE)
    entry.countries.clear()
    edited(entry, secretariat, partners="Two schools")
    atlantis.delete()
    page = text_of(secretariat_client.get(restore_url(entry, 1)))
    assert "Countries: without Atlantis, which the portal no longer records." in page
    restored = restore(entry, version(entry, 1), seen_version=2, by=secretariat)
    assert list(restored.countries.all()) == [namibia]


def test_a_restore_over_a_version_that_was_not_seen_is_refused(
    secretariat_client: Client, secretariat: User
) -> None:
    entry = published(partners="A university")
    edited(entry, secretariat, partners="")
    edited(entry, secretariat, partners="Two schools")
    for sent in ({"version": "2"}, {}, {"version": "9" * 40}, {"version": "x"}):
        page = text_of(secretariat_client.post(restore_url(entry, 1), sent))
        assert "Another version of the entry was published in the meantime." in page
        assert "Two schools" in page  # what it says by now
    entry.refresh_from_db()
    assert (entry.partners, entry.version) == ("Two schools", 3)


def test_a_restore_that_changes_nothing_is_refused(
    secretariat_client: Client, secretariat: User, focal_point: User, spain: Any
) -> None:
    entry = published(partners="A university")
    page = text_of(secretariat_client.get(restore_url(entry, 1)))
    assert "Nothing would change" in page
    assert "Publish as version" not in page
    with pytest.raises(Refusal, match="Nothing would change"):
        restore(entry, version(entry, 1), seen_version=1, by=secretariat)
    with pytest.raises(Refusal, match="Nothing would change"):
        propose_restoration(entry, version(entry, 1), member=spain, seen_version=1, by=focal_point)
    assert not ProposedChange.objects.exists()


def test_what_no_longer_fits_is_refused_with_a_reason(
    secretariat_client: Client, secretariat: User
) -> None:
    """Another plan has been given the generation that this one had."""
    plan = factories.PlanFactory.create(generation=2)
    record(plan, by=None, source=Revision.Source.REFERENCE)
    edited(plan, secretariat, generation=3)
    factories.PlanFactory.create(generation=2)
    page = text_of(secretariat_client.post(restore_url(plan, 1), {"version": "2"}))
    assert "This version no longer passes the checks:" in page
    plan.refresh_from_db()
    assert (plan.generation, plan.version) == (3, 2)


def test_a_choice_that_is_gone_is_left_out(
    secretariat_client: Client, secretariat: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = published(themes=["mediation", "funding"])
    edited(entry, secretariat, themes=["policing"])
    field = Initiative._meta.get_field("themes").base_field
    left = [choice for choice in field.flatchoices if choice[0] != "funding"]
    monkeypatch.setattr(field, "choices", left)
    page = text_of(secretariat_client.get(restore_url(entry, 1)))
    assert "Themes: without “funding”, which is no longer among the choices." in page
    restored = restore(entry, version(entry, 1), seen_version=2, by=secretariat)
    assert restored.themes == ["mediation"]


def test_a_draft_that_is_open_meets_the_conflict(
    secretariat_client: Client, focal_point: User, secretariat: User, spain: Any
) -> None:
    entry = published(partners="A university")
    edited(entry, secretariat, partners="")
    change = draft_of(entry, focal_point, member=spain, partners="Hers")
    page = text_of(secretariat_client.get(restore_url(entry, 1)))
    assert "The member has an open draft of this entry." in page
    restore(entry, version(entry, 1), seen_version=2, by=secretariat)
    with pytest.raises(Conflict):
        submit(change, seen=seen(change), by=focal_point)
    change.refresh_from_db()
    assert change.draft["partners"] == "Hers"


def test_a_members_own_draft_is_not_written_over(
    focal_point_client: Client, focal_point: User, secretariat: User, spain: Any
) -> None:
    entry = published(partners="A university")
    edited(entry, secretariat, partners="")
    change = draft_of(entry, focal_point, member=spain, partners="Hers")
    for answer in (
        focal_point_client.get(restore_url(entry, 1)),
        focal_point_client.post(restore_url(entry, 1), {"version": "2"}),
    ):
        page = text_of(answer)
        assert "There is already a draft of this entry." in page
        assert f"/desk/changes/{change.pk}/" in page
        assert "Make it a draft" not in page
    change.refresh_from_db()
    assert change.draft["partners"] == "Hers"


def test_a_draft_in_which_nobody_has_written_is_taken(
    focal_point_client: Client, focal_point: User, secretariat: User, spain: Any
) -> None:
    entry = published(partners="A university")
    edited(entry, secretariat, partners="")
    change = draft_of(entry, focal_point, member=spain)
    focal_point_client.post(restore_url(entry, 1), {"version": "2"})
    change.refresh_from_db()
    assert change.draft["partners"] == "A university"


def test_a_deleted_entry_leaves_its_versions_to_the_secretariat(
    secretariat_client: Client, secretariat: User
) -> None:
    entry = published(title_en="A school of mediators")
    edited(entry, secretariat, partners="A university")
    first, url = version(entry, 1), restore_url(entry, 1)
    entry.delete()
    assert secretariat_client.get(url).status_code == 404
    assert secretariat_client.post(url, {"version": "2"}).status_code == 404
    entry.pk = first.object_id
    with pytest.raises(Refusal, match="was deleted"):
        restore(entry, first, seen_version=2, by=secretariat)
    listed = text_of(secretariat_client.get("/admin/focalpoints/revision/"))
    assert "A school of mediators" in listed
    shown = text_of(secretariat_client.get(f"/admin/focalpoints/revision/{first.pk}/change/"))
    assert "Training of women mediators." in shown


@pytest.mark.django_db(transaction=True)
def test_of_two_who_restore_at_once_one_is_refused() -> None:
    secretariat = factories.SecretariatFactory.create()
    entry = factories.InitiativeFactory.create(partners="A university")
    record(entry, by=None, source=Revision.Source.REFERENCE)
    edited(entry, secretariat, partners="")
    first, refused = version(entry, 1), []

    def second() -> None:
        try:
            restore(entry, first, seen_version=2, by=secretariat)
        except Overtaken as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    other = threading.Thread(target=second)
    with transaction.atomic():
        restore(entry, first, seen_version=2, by=secretariat)
        other.start()
        wait_for_somebody_waiting()
    other.join(timeout=20)
    assert not other.is_alive()
    assert len(refused) == 1
    assert [one.number for one in Revision.objects.of(entry)] == [3, 2, 1]


@pytest.mark.django_db(transaction=True)
def test_a_direct_edit_beside_a_restore_is_refused_and_both_versions_are_kept() -> None:
    secretariat = factories.SecretariatFactory.create()
    entry = factories.InitiativeFactory.create(partners="A university")
    record(entry, by=None, source=Revision.Source.REFERENCE)
    edited(entry, secretariat, partners="")
    edit, refused = Initiative.objects.get(pk=entry.pk), []
    edit.partners = "Three schools"

    def beside() -> None:
        try:
            edit_directly(edit, seen_version=2, by=secretariat)
        except Overtaken as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    other = threading.Thread(target=beside)
    with transaction.atomic():
        restore(entry, version(entry, 1), seen_version=2, by=secretariat)
        other.start()
        wait_for_somebody_waiting()
    other.join(timeout=20)
    assert len(refused) == 1
    entry.refresh_from_db()
    assert (entry.partners, entry.version) == ("A university", 3)
    assert version(entry, 3).values == values_of(entry)
