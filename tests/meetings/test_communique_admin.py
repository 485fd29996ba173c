"""A communiqué in the admin, from draft to public."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Communique, Paragraph, ParagraphText
from meetings.services.builds import request_builds
from meetings.services.communique import adopt, edition
from network import tasks
from network.accounts.models import User
from network.documents.models import DocumentBuild
from network.documents.queue import claim
from tests.factories import MeetingFactory
from tests.meetings.buttons import page, press
from tests.meetings.texts import ADOPTED_ON, adopted, said, write_over, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The builds that a task was started for."""
    builds: list[int] = []

    def start(name: str, *args: int) -> bool:
        assert name == tasks.build_document.name
        builds.extend(args)
        return True

    monkeypatch.setattr("network.jobs.starting.start", start)
    return builds


def english(communique: Communique | None, *rows: dict[str, Any], **heading: Any) -> dict[str, Any]:
    """What the English page of the form sends."""
    kept = [row for row in rows if "id" in row]
    data: dict[str, Any] = {
        "paragraphs-TOTAL_FORMS": len(rows),
        "paragraphs-INITIAL_FORMS": len(kept),
    }
    if communique:
        data |= {
            "meeting": communique.meeting_id,
            "title_en": communique.title_en,
            "seen": f"text={edition(communique, 'en')}",
            "versions-TOTAL_FORMS": 0,
            "versions-INITIAL_FORMS": 0,
        }
    for number, row in enumerate(rows):
        data |= {f"paragraphs-{number}-{name}": value for name, value in row.items()}
        if communique:
            data[f"paragraphs-{number}-communique"] = communique.pk
    return data | heading


def translation(communique: Communique, language: str, *texts: str, title: str) -> dict[str, Any]:
    """What the page of another language sends, a text for each paragraph."""
    rows = list(communique.paragraphs.all())
    data: dict[str, Any] = {
        f"title_{language}": title,
        "english_title": communique.title_en,
        "seen": f"text={edition(communique, language)}",
        "paragraphs-TOTAL_FORMS": len(rows),
        "paragraphs-INITIAL_FORMS": len(rows),
    }
    for number, (row, text) in enumerate(zip(rows, texts, strict=True)):
        data |= {
            f"paragraphs-{number}-id": row.pk,
            f"paragraphs-{number}-communique": communique.pk,
            f"paragraphs-{number}-text": text,
            f"paragraphs-{number}-english": said(row),
        }
    return data


def address_of(communique: Communique, language: str = "en") -> str:
    page = reverse("admin:meetings_communique_change", args=[communique.pk])
    return f"{page}?language={language}"


def save(client: Client, communique: Communique, language: str, data: dict[str, Any]) -> str:
    response = client.post(address_of(communique, language), data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_a_communique_is_written_in_english_first(secretariat_client: Client) -> None:
    meeting = MeetingFactory.create()
    press(
        secretariat_client,
        "communique_add",
        meeting=meeting.pk,
        title_en="Joint communiqué",
        **english(
            None,
            {"number": "", "text": "First."},
            {"number": "", "text": "Second."},
        ),
    )
    communique = Communique.objects.get()
    texts = [(row.number, said(row)) for row in communique.paragraphs.order_by("number")]
    assert texts == [(1, "First."), (2, "Second.")]


def test_a_translation_is_written_beside_the_english_text(secretariat_client: Client) -> None:
    communique = written(paragraphs=2)
    page = secretariat_client.get(address_of(communique, "fr")).content.decode()
    for row in communique.paragraphs.all():
        assert said(row) in page
    assert 'name="title_en"' not in page
    sent = translation(communique, "fr", "Un.", "Deux.", title="Communiqué conjoint")
    save(secretariat_client, communique, "fr", sent)
    before = [said(row) for row in communique.paragraphs.all()]
    communique.refresh_from_db()
    assert communique.title_fr == "Communiqué conjoint"
    assert [said(row, "fr") for row in communique.paragraphs.order_by("number")] == ["Un.", "Deux."]
    assert [said(row) for row in communique.paragraphs.all()] == before


def test_who_goes_on_editing_stays_in_the_language(secretariat_client: Client) -> None:
    communique = written(paragraphs=1)
    sent = translation(communique, "ar", "نص", title="بيان") | {"_continue": "1"}
    response = secretariat_client.post(address_of(communique, "ar"), sent)
    address = address_of(communique, "ar")
    assert response["Location"] == address
    rows = [{"id": row.pk, "number": 1, "text": said(row)} for row in communique.paragraphs.all()]
    data = english(communique, *rows, _continue="1")
    response = secretariat_client.post(address_of(communique, "en"), data)
    assert response["Location"] == address_of(communique, "en")


def test_a_paragraph_that_a_colleague_removed_is_not_brought_back_by_its_translation(
    secretariat_client: Client,
) -> None:
    communique = written("en", "fr", paragraphs=2)
    first, second = communique.paragraphs.order_by("number")
    sent = translation(communique, "fr", "Changé.", "Changé aussi.", title="Titre")
    first.delete()
    page = save(secretariat_client, communique, "fr", sent)
    assert "A colleague has changed this text" in page
    assert [row.pk for row in communique.paragraphs.all()] == [second.pk]
    assert said(second, "fr") != "Changé aussi."


def test_two_paragraphs_may_change_places(secretariat_client: Client) -> None:
    communique = written(paragraphs=2)
    first, second = communique.paragraphs.order_by("number")
    rows = (
        {"id": first.pk, "number": 2, "text": said(first)},
        {"id": second.pk, "number": 1, "text": said(second)},
    )
    save(secretariat_client, communique, "en", english(communique, *rows))
    assert [row.pk for row in communique.paragraphs.order_by("number")] == [second.pk, first.pk]


def test_a_number_beyond_every_bound_puts_the_paragraph_last(secretariat_client: Client) -> None:
    communique = written(paragraphs=2)
    first, second = communique.paragraphs.order_by("number")
    rows = (
        {"id": first.pk, "number": 999_999_999_999, "text": said(first)},
        {"id": second.pk, "number": 2, "text": said(second)},
    )
    save(secretariat_client, communique, "en", english(communique, *rows))
    assert [row.pk for row in communique.paragraphs.order_by("number")] == [second.pk, first.pk]


def test_a_long_communique_can_be_saved(secretariat_client: Client) -> None:
    communique = written(paragraphs=120)
    rows = [
        {"id": row.pk, "number": row.number, "text": f"{said(row)} Again."}
        for row in communique.paragraphs.all()
    ]
    save(secretariat_client, communique, "en", english(communique, *rows))
    assert communique.paragraphs.filter(texts__text__endswith="Again.").count() == 120


def test_a_colleagues_change_is_not_overwritten_and_what_was_typed_stays(
    secretariat_client: Client,
) -> None:
    communique = written(paragraphs=1)
    [row] = communique.paragraphs.all()
    mine = english(communique, {"id": row.pk, "number": 1, "text": "My words."})
    write_over(row, "A colleague's words.")
    page = save(secretariat_client, communique, "en", mine)
    assert "A colleague has changed this text since you opened it" in page
    assert "My words." in page
    assert said(row) == "A colleague's words."


def test_translators_of_two_languages_do_not_stand_in_each_others_way(
    secretariat_client: Client,
) -> None:
    communique = written(paragraphs=1)
    french = translation(communique, "fr", "Un.", title="Communiqué")
    spanish = translation(communique, "es", "Uno.", title="Comunicado")
    save(secretariat_client, communique, "fr", french)
    save(secretariat_client, communique, "es", spanish)
    [row] = communique.paragraphs.all()
    assert (said(row, "fr"), said(row, "es")) == ("Un.", "Uno.")


def test_a_form_that_was_open_during_the_adoption_does_not_undo_it(
    secretariat_client: Client, secretariat: User
) -> None:
    communique = written(paragraphs=1)
    [row] = communique.paragraphs.all()
    stale = english(communique, {"id": row.pk, "number": 1, "text": "Other words."})
    adopt(communique, on=ADOPTED_ON, by=secretariat)
    page = save(secretariat_client, communique, "en", stale)
    assert "A colleague has changed this text since you opened it" in page
    communique.refresh_from_db()
    assert communique.is_adopted
    assert said(row) != "Other words."


def test_what_was_adopted_in_one_language_keeps_its_order(
    secretariat_client: Client, secretariat: User
) -> None:
    communique = written("fr", paragraphs=2)
    adopt(communique, on=ADOPTED_ON, by=secretariat)
    first, second = communique.paragraphs.order_by("number")
    rows = ({"id": first.pk, "number": 2}, {"id": second.pk, "number": 1})
    save(secretariat_client, communique, "en", english(communique, *rows, title_en="Late"))
    assert [row.pk for row in communique.paragraphs.order_by("number")] == [first.pk, second.pk]


def test_what_was_adopted_in_one_language_keeps_its_paragraphs(
    secretariat_client: Client, secretariat: User
) -> None:
    draft, fixed = written("fr", paragraphs=2), written("fr", paragraphs=2)
    adopt(fixed, on=ADOPTED_ON, by=secretariat)
    for communique, is_open in ((draft, True), (fixed, False)):
        form = secretariat_client.get(address_of(communique)).content.decode()
        assert ('name="paragraphs-0-DELETE"' in form) is is_open
        first, second = communique.paragraphs.order_by("number")
        rows = (
            {"id": first.pk, "number": 1, "text": "Late."},
            {"id": second.pk, "number": 2, "text": "Late.", "DELETE": "on"},
        )
        save(secretariat_client, communique, "en", english(communique, *rows, title_en="Late"))
        assert Paragraph.objects.filter(pk=second.pk).exists() is not is_open


def test_building_freezes_and_rings_for_each_complete_language(
    secretariat_client: Client, started: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    communique = written("en", "fr")
    with django_capture_on_commit_callbacks(execute=True):
        answer = press(secretariat_client, "communique_build", communique.pk)
    assert "The PDFs are being built." in answer
    assert [build.language for build in DocumentBuild.objects.order_by("pk")] == ["en", "fr"]
    assert started == list(DocumentBuild.objects.order_by("pk").values_list("pk", flat=True))
    again = press(secretariat_client, "communique_build", communique.pk)
    assert "Nothing has changed since the last PDFs were built." in again


def test_building_a_torn_text_says_which_paragraphs_are_missing(
    secretariat_client: Client, started: list[int]
) -> None:
    communique = written(paragraphs=2)
    write_over(communique.paragraphs.get(number=2), "")
    answer = press(secretariat_client, "communique_build", communique.pk)
    assert "English lacks the paragraphs 2." in answer
    assert started == []


def test_progress_asks_for_itself_until_nothing_is_being_built(
    secretariat_client: Client, secretariat: User
) -> None:
    communique = written()
    address = reverse("admin:meetings_communique_pdf", args=[communique.pk])
    [build] = request_builds(communique, by=secretariat)
    held = claim(build.pk)
    held.renew(40)
    fragment = secretariat_client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert f'hx-get="{address}"' in fragment
    assert 'value="40"' in fragment
    assert "<html" not in fragment
    whole = secretariat_client.get(address).content.decode()
    assert "<html" in whole
    assert f'<a href="{address}">Refresh</a>' in whole
    held.finish(b"%PDF", name="communiques/p.pdf", sha256="a" * 64, pages=3)
    done = secretariat_client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" not in done
    assert "3 pages" in done


def test_a_failed_pdf_shows_why_and_is_tried_again(
    secretariat_client: Client,
    secretariat: User,
    started: list[int],
    django_capture_on_commit_callbacks: Any,
) -> None:
    communique = written()
    [build] = request_builds(communique, by=secretariat)
    claim(build.pk).give_up("The document takes too long to lay out.")
    form = page(secretariat_client, "communique_change", communique.pk)
    assert "The document takes too long to lay out." in form
    with django_capture_on_commit_callbacks(execute=True):
        press(secretariat_client, "communique_retry", communique.pk, build.pk)
    build.refresh_from_db()
    assert (build.state, started) == ("waiting", [build.pk])


def test_adoption_asks_for_the_day_and_says_what_is_wrong_with_it(
    secretariat_client: Client,
) -> None:
    communique = written("en", "fr", paragraphs=2)
    write_over(communique.paragraphs.get(number=2), "", "fr")
    asked = page(secretariat_client, "communique_adopt", communique.pk)
    assert "Français lacks paragraph 2. It can be completed after the adoption." in asked
    empty = press(secretariat_client, "communique_adopt", communique.pk)
    assert "Say on which day the communiqué was adopted." in empty
    early = press(secretariat_client, "communique_adopt", communique.pk, on="2020-01-01")
    assert "The meeting began on" in early
    communique.refresh_from_db()
    assert not communique.is_adopted


def test_an_adopted_communique_is_published_and_taken_off_again(
    secretariat_client: Client, started: list[int]
) -> None:
    communique = written()
    press(secretariat_client, "communique_publish", communique.pk)
    communique.refresh_from_db()
    assert not communique.is_public
    press(secretariat_client, "communique_adopt", communique.pk, on=ADOPTED_ON.isoformat())
    assert DocumentBuild.objects.filter(
        subject=Communique.objects.get().adopted_version.subject
    ).exists()
    press(secretariat_client, "communique_publish", communique.pk)
    communique.refresh_from_db()
    assert communique.is_public
    press(secretariat_client, "communique_withdraw", communique.pk)
    communique.refresh_from_db()
    assert not communique.is_public


def test_the_buttons_do_nothing_on_a_get(secretariat_client: Client) -> None:
    communique = written()
    for name in ("build", "publish", "withdraw"):
        address = reverse(f"admin:meetings_communique_{name}", args=[communique.pk])
        assert secretariat_client.get(address).status_code == 405
    assert not communique.versions.exists()


def test_the_adopted_text_cannot_be_edited_in_the_form(
    secretariat_client: Client, secretariat: User
) -> None:
    communique = adopted("en", by=secretariat)
    form = page(secretariat_client, "communique_change", communique.pk)
    assert 'name="title_en"' not in form
    assert 'name="paragraphs-0-text"' not in form
    assert said(communique) in form
    # A language that was missing is still open.
    french = secretariat_client.get(address_of(communique, "fr")).content.decode()
    assert 'name="title_fr"' in french
    assert 'name="paragraphs-0-text"' in french
    rows = (
        {"id": row.pk, "number": row.number, "text": "Forged."}
        for row in communique.paragraphs.all()
    )
    forged = english(communique, *rows, title_en="Forged")
    save(secretariat_client, communique, "en", forged)
    assert not ParagraphText.objects.filter(text="Forged.").exists()
    communique.refresh_from_db()
    assert communique.title_en != "Forged"


@pytest.mark.parametrize("name", ["build", "publish", "withdraw", "adopt"])
def test_no_button_works_for_a_focal_point(focal_point_client: Client, name: str) -> None:
    communique = written()
    address = reverse(f"admin:meetings_communique_{name}", args=[communique.pk])
    response = focal_point_client.post(address, {"on": ADOPTED_ON.isoformat()})
    assert response.status_code in {302, 404}
    communique.refresh_from_db()
    assert communique.state == Communique.State.DRAFT
    assert not communique.versions.exists()
