"""Freezing, adopting and publishing communiqués, and what is refused."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from meetings.documents import content_of, digest_of
from meetings.models import Communique, CommuniqueVersion, Paragraph
from meetings.services.communique import (
    adopt,
    freeze,
    number_paragraphs,
    publish,
    withdraw_from_public,
)
from meetings.services.texts import save_communique, write_paragraph
from meetings.translations import completeness_of
from network import clock
from network.accounts.models import User
from network.values.refusals import Refusal
from tests.factories import CommuniqueFactory, MeetingFactory, member
from tests.meetings.texts import ADOPTED_ON, adopted, said, write_over, written

pytestmark = pytest.mark.django_db


def test_freezing_keeps_what_was_said_whatever_is_written_later(secretariat: User) -> None:
    communique = written("en", "fr")
    version = freeze(communique, by=secretariat)
    before = said(communique)
    write_over(communique, "Something else.")
    communique.meeting.city_en = "Elsewhere"
    communique.meeting.save()
    version.refresh_from_db()
    assert version.content["paragraphs"][0]["text"]["en"] == before
    assert version.content["meeting"]["city"] == {"en": "Madrid"}
    assert digest_of(version.content) == version.digest
    assert (version.number, version.languages) == (1, ["en", "fr"])


def test_freezing_twice_without_a_change_makes_one_version(secretariat: User) -> None:
    communique = written()
    first = freeze(communique, by=secretariat)
    assert freeze(communique, by=secretariat) == first
    write_over(communique.paragraphs.get(number=1), "Otherwise.")
    assert freeze(communique, by=secretariat).number == 2


def test_the_database_refuses_to_change_or_remove_a_frozen_version(secretariat: User) -> None:
    version = freeze(written(), by=secretariat)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        CommuniqueVersion.objects.filter(pk=version.pk).update(number=9)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        version.delete()


def test_a_text_that_is_complete_in_no_language_is_not_frozen(secretariat: User) -> None:
    empty = CommuniqueFactory.create()
    with pytest.raises(Refusal, match="There is no text yet"):
        freeze(empty, by=secretariat)
    torn = written("en", paragraphs=3)
    for paragraph in torn.paragraphs.filter(number__in=[2, 3]):
        write_over(paragraph, "")
    with pytest.raises(Refusal) as refused:
        freeze(torn, by=secretariat)
    assert refused.value.sentence == "No language is complete. English lacks the paragraphs 2, 3."
    assert not CommuniqueVersion.objects.exists()


def test_completeness_names_the_paragraphs_that_a_language_lacks() -> None:
    communique = written("en", "fr", paragraphs=3)
    write_over(communique.paragraphs.get(number=2), "", "fr")
    states = {entry.language: entry for entry in completeness_of(communique)}
    assert states["en"].is_complete
    assert not states["fr"].is_complete
    assert states["fr"].missing == [2]
    assert not states["ar"].is_begun


def test_a_version_tells_of_hosts_and_country_in_their_languages(secretariat: User) -> None:
    meeting = MeetingFactory.create(hosts=[member("DEU")], country=member("DEU").country)
    version = freeze(written("en", "ar", meeting=meeting), by=secretariat)
    assert version.content["meeting"]["hosts"][0]["ar"] == "ألمانيا"
    assert version.content["meeting"]["country"]["fr"] == "Allemagne"


def test_adoption_freezes_the_text_with_its_day(secretariat: User) -> None:
    communique = written("en", "fr")
    draft = freeze(communique, by=secretariat)
    version = adopt(communique, on=ADOPTED_ON, by=secretariat)
    assert version.number == draft.number + 1
    assert version.content["adopted_on"] == "2025-05-21"
    assert communique.is_adopted
    assert communique.adopted_version == version


def test_adoption_names_the_actor_in_the_trail(secretariat: User) -> None:
    communique = adopted(by=secretariat)
    event = Communique.pgh_event_model.objects.filter(pgh_obj=communique).latest("pgh_id")
    assert event.state == "adopted"
    assert event.pgh_context.metadata["user"] == secretariat.pk


@pytest.mark.parametrize(
    ("day_of", "sentence"),
    [
        (lambda: datetime.date(2025, 5, 19), "The meeting began on"),
        (lambda: clock.today() + datetime.timedelta(days=1), "cannot lie in the future"),
    ],
    ids=["before the meeting", "tomorrow"],
)
def test_a_day_on_which_it_cannot_have_been_adopted_is_refused(
    secretariat: User, day_of: Callable[[], datetime.date], sentence: str
) -> None:
    communique = written()
    with pytest.raises(Refusal, match=sentence) as refused:
        adopt(communique, on=day_of(), by=secretariat)
    assert refused.value.field == "on"
    communique.refresh_from_db()
    assert communique.state == Communique.State.DRAFT
    assert not communique.versions.exists()


def test_an_adopted_communique_is_not_adopted_again(secretariat: User) -> None:
    communique = adopted(by=secretariat)
    with pytest.raises(Refusal, match="already been adopted"):
        adopt(communique, on=ADOPTED_ON, by=secretariat)


def test_an_incomplete_text_is_not_adopted(secretariat: User) -> None:
    with pytest.raises(Refusal, match="There is no text yet"):
        adopt(CommuniqueFactory.create(), on=ADOPTED_ON, by=secretariat)


def test_an_adopted_text_cannot_be_frozen_otherwise(secretariat: User) -> None:
    communique = adopted("en", "fr", by=secretariat)
    write_over(communique.paragraphs.get(number=1), "Autre chose.", "fr")
    with pytest.raises(Refusal, match="The French text was adopted and cannot change"):
        freeze(communique, by=secretariat)


def test_a_paragraph_added_after_adoption_is_refused(secretariat: User) -> None:
    communique = adopted(by=secretariat)
    write_over(Paragraph.objects.create(communique=communique, number=3), "And one more thing.")
    with pytest.raises(Refusal, match="was adopted and cannot change"):
        freeze(communique, by=secretariat)


def test_a_missing_language_may_be_added_after_adoption(secretariat: User) -> None:
    communique = adopted(by=secretariat)
    communique.title_ar = "بيان"
    save_communique(communique, language="ar", translates=communique.title_en, by=secretariat)
    for paragraph in communique.paragraphs.all():
        write_paragraph(paragraph, "ar", "نص", by=secretariat)
    version = freeze(communique, by=secretariat)
    assert version.number == 2
    assert version.languages == ["en", "ar"]
    communique.refresh_from_db()
    assert communique.adopted_version.number == 1


def test_only_an_adopted_communique_of_an_announced_meeting_is_published(
    secretariat: User,
) -> None:
    with pytest.raises(Refusal, match="Only an adopted communiqué can be public"):
        publish(written(), by=secretariat)
    hidden = adopted(by=secretariat, meeting=MeetingFactory.create(is_announced=False))
    with pytest.raises(Refusal, match="not announced"):
        publish(hidden, by=secretariat)


def test_the_database_refuses_a_public_draft() -> None:
    with pytest.raises(IntegrityError, match="communique_public_is_adopted"), transaction.atomic():
        CommuniqueFactory.create(is_public=True)


def test_a_communique_can_be_taken_off_the_public_pages(
    secretariat: User, focal_point: User
) -> None:
    communique = adopted(by=secretariat, public=True)
    assert Communique.objects.visible_to(focal_point).exists()
    withdraw_from_public(communique, by=secretariat)
    assert not Communique.objects.visible_to(focal_point).exists()
    assert Communique.objects.visible_to(secretariat).exists()


def test_nobody_outside_sees_a_version_from_before_the_adoption(
    secretariat: User, focal_point: User
) -> None:
    communique = written()
    freeze(communique, by=secretariat)
    adopt(communique, on=ADOPTED_ON, by=secretariat)
    publish(communique, by=secretariat)
    seen = CommuniqueVersion.objects.visible_to(focal_point)
    assert [version.number for version in seen] == [2]
    assert CommuniqueVersion.objects.visible_to(secretariat).count() == 2


def test_a_paragraph_typed_with_a_taken_number_goes_before_it() -> None:
    communique = written(paragraphs=3)
    second = communique.paragraphs.get(number=2)
    with transaction.atomic():
        new = Paragraph.objects.create(communique=communique, number=2)
        number_paragraphs(communique, moved={new.pk: None}, by=None)
    order = list(communique.paragraphs.order_by("number").values_list("pk", "number"))
    assert [number for _pk, number in order] == [1, 2, 3, 4]
    assert order[1][0] == new.pk
    assert order[2][0] == second.pk


def test_a_paragraph_goes_to_the_place_whose_number_it_is_given() -> None:
    """Up and down alike: "3" means the third place."""
    communique = written(paragraphs=4)
    first, second, third, fourth = communique.paragraphs.order_by("number")

    def typed(row: Paragraph, number: int) -> list[int]:
        before, row.number = row.number, number
        with transaction.atomic():
            row.save()
            number_paragraphs(communique, moved={row.pk: before}, by=None)
        for each in (first, second, third, fourth):
            each.refresh_from_db()
        return list(communique.paragraphs.order_by("number").values_list("pk", flat=True))

    assert typed(second, 3) == [first.pk, third.pk, second.pk, fourth.pk]
    assert typed(fourth, 1) == [fourth.pk, first.pk, third.pk, second.pk]


def test_numbering_closes_the_gap_of_a_removed_paragraph_and_keeps_identities() -> None:
    communique = written(paragraphs=3)
    last = communique.paragraphs.get(number=3)
    communique.paragraphs.get(number=2).delete()
    number_paragraphs(communique, by=None)
    moved = communique.paragraphs.get(number=2)
    assert moved.identity == last.identity


def test_content_holds_only_texts_that_are_there() -> None:
    written("en")
    content = content_of(Communique.objects.get())
    assert content["title"] == {"en": "Joint communiqué"}
    assert set(content["paragraphs"][0]["text"]) == {"en"}
