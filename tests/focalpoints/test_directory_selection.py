"""What is taken along of the directory: cards, addresses, a PDF; each as its reader sees it."""

from __future__ import annotations

import datetime
import uuid
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, unquote

import pypdf
import pytest
import vobject
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from focalpoints.directory import document
from focalpoints.directory.selection import LONGEST_MAILTO, MailingList
from focalpoints.models import Designation, Person
from network import clock
from network.accounts.models import User
from network.documents import building, queue
from network.documents.models import DocumentBuild
from network.importing.models import ListExport
from tests import factories

pytestmark = pytest.mark.django_db


def official(code: str, **person: Any) -> Designation:
    return factories.DesignationFactory.create(
        member=factories.member(code),
        category=factories.category("alternate"),
        **{f"person__{name}": value for name, value in person.items()},
    )


def take(client: Client, what: str, query: str = "", **data: str) -> Any:
    address = f"{reverse('focalpoints:directory-selection')}?{query}"
    return client.post(address, {"take": what, **data})


@pytest.fixture
def three(focal_point: User) -> list[Designation]:
    """Of Germany: one who shares all, one who shares the name, one who shares nothing."""
    shared = dict.fromkeys(("email_visibility", "phone_visibility"), "members")
    nothing = {f"{part}_visibility": "secretariat" for part in ("name", "position", "institution")}
    return [
        official(
            "DEU",
            title="Dr.",
            given_name="Zoë",
            family_name="Müller; Söhne, geb. Ödön",
            position="Head, Peace",
            institution="وزارة الخارجية",
            email="zoe@example.org",
            phone="+49 30 1234",
            **shared,
        ),
        official("DEU", family_name="Named", email="named@example.org"),
        official("DEU", family_name="Silent", email="silent@example.org", **nothing),
    ]


def test_a_card_holds_what_its_reader_sees(
    three: list[Designation], focal_point_client: Client
) -> None:
    address = reverse("focalpoints:directory-card", args=[three[0].pk])
    answer = focal_point_client.get(address)
    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="contact.vcf"')
    card = vobject.readOne(answer.content.decode())
    name = card.n.value
    assert (name.prefix, name.given, name.family) == ("Dr.", "Zoë", "Müller; Söhne, geb. Ödön")
    assert card.version.value == "3.0"
    assert card.org.value == ["وزارة الخارجية"]
    assert (card.title.value, card.email.value, card.tel.value) == (
        "Head, Peace",
        "zoe@example.org",
        "+49 30 1234",
    )
    assert card.role.value == "Alternate focal point, Germany"
    assert "Not for onward distribution" in card.note.value


def test_cards_keep_their_identifiers_when_the_portal_moves(
    three: list[Designation], focal_point_client: Client, settings: Any
) -> None:
    """An address book takes a card with another UID for another person (RFC 6350, 6.7.6)."""

    def identifiers() -> list[str]:
        one = focal_point_client.get(reverse("focalpoints:directory-card", args=[three[0].pk]))
        many = take(focal_point_client, "vcards", "q=germany")
        found = [one.content.decode(), many.content.decode()]
        return [card.uid.value for text in found for card in vobject.readComponents(text)]

    before = identifiers()
    assert before[0] in before[1:], "alone and among others it is the same"
    assert len(set(before)) == len(before) - 1
    assert all(uuid.UUID(one.removeprefix("urn:uuid:")) for one in before)
    settings.SITE_URL = "https://wps.example.org"
    settings.SITE_HOST = "wps.example.org"
    assert identifiers() == before


def test_a_card_leaves_out_what_is_not_shared(
    three: list[Designation], focal_point_client: Client, secretariat_client: Client
) -> None:
    def card(client: Client, row: Designation) -> Any:
        return client.get(reverse("focalpoints:directory-card", args=[row.pk]))

    assert "named@example.org" not in card(focal_point_client, three[1]).content.decode()
    assert "named@example.org" in card(secretariat_client, three[1]).content.decode()
    assert card(focal_point_client, three[2]).status_code == 404
    Designation.objects.filter(pk=three[0].pk).update(ends_on=datetime.date(2021, 1, 1))
    assert card(focal_point_client, three[0]).status_code == 404


def test_the_card_file_holds_each_named_person_of_the_selection_once(
    three: list[Designation], focal_point_client: Client
) -> None:
    factories.DesignationFactory.create(
        member=factories.member("DEU"),
        category=factories.category("military"),
        person=three[0].person,
    )
    answer = take(focal_point_client, "vcards", "region=150&q=germany")
    cards = list(vobject.readComponents(answer.content.decode()))
    assert {card.n.value.family for card in cards} == {"Müller; Söhne, geb. Ödön", "Named"}
    [first] = [card for card in cards if card.n.value.given == "Zoë"]
    assert first.role.value == ("Alternate focal point, Germany / Military Gender Adviser, Germany")


def test_a_mailing_list_holds_the_addresses_that_its_reader_sees(
    three: list[Designation], focal_point_client: Client, secretariat_client: Client
) -> None:
    def addresses(client: Client, separator: str) -> Any:
        return take(client, "addresses", "q=germany", separator=separator).context["mailing_list"]

    assert addresses(focal_point_client, "comma").text == "zoe@example.org"
    whole = addresses(secretariat_client, "semicolon")
    assert whole.text == "zoe@example.org; named@example.org; silent@example.org"
    assert whole.mailto == "mailto:?bcc=zoe@example.org,named@example.org,silent@example.org"
    assert addresses(secretariat_client, "comma").text.count(", ") == 2


def test_a_link_that_would_be_too_long_is_left_out() -> None:
    many = [f"person{number}@example.org" for number in range(200)]
    assert MailingList(many, "; ").mailto == ""
    odd = MailingList(["a&b?c@example.org"], "; ").mailto
    assert odd == "mailto:?bcc=a%26b%3Fc@example.org"
    assert unquote(odd).endswith("a&b?c@example.org")
    assert len(MailingList(many[:60], "; ").mailto) <= LONGEST_MAILTO


@pytest.mark.parametrize("what", ["vcards", "addresses", "pdf"])
def test_what_was_taken_is_noted_without_the_words(
    what: str, three: list[Designation], focal_point: User, focal_point_client: Client
) -> None:
    take(focal_point_client, what, "region=150&q=zoe&nothing=x")
    [noted] = ListExport.objects.all()
    assert (noted.model, noted.rows, noted.by) == ("focalpoints.designation", 1, focal_point)
    # Neither the words nor what filters nothing.
    assert dict(parse_qsl(noted.filters)) == {"region": "150", "q": "…"}


@pytest.mark.parametrize("what", ["vcards", "addresses", "pdf"])
def test_nothing_is_noted_where_nothing_was_taken(
    what: str, three: list[Designation], focal_point_client: Client
) -> None:
    answer = take(focal_point_client, what, "q=nobody+of+that+name+at+all")
    assert answer.status_code == 200
    assert "alert" in answer.content.decode() or "toast" in answer.content.decode()
    assert not ListExport.objects.exists()


# --- The PDF ---


def built(client: Client, query: str = "", language: str = "en") -> DocumentBuild:
    prefix = "" if language == "en" else f"/{language}"
    with override(language):
        address = reverse("focalpoints:directory-selection")
    answer = client.post(f"{address}?{query}", {"take": "pdf"})
    assert answer.status_code == 302, prefix
    build = DocumentBuild.objects.latest("pk")
    building.build(build.pk)
    build.refresh_from_db()
    assert build.is_done, build.last_error
    return build


def text_of(client: Client, build: DocumentBuild) -> list[str]:
    answer = client.get(reverse("document-file", args=[build.pk]))
    assert answer.status_code == 200
    pages = pypdf.PdfReader(BytesIO(b"".join(answer.streaming_content))).pages
    return [page.extract_text() for page in pages]


def test_the_pdf_says_on_each_page_its_day_and_that_it_is_not_for_others(
    three: list[Designation], focal_point_client: Client
) -> None:
    for number in range(30):
        official("JPN", family_name=f"Printed{number}")
    pages = text_of(focal_point_client, built(focal_point_client))
    assert len(pages) > 1
    for page in pages:
        assert "Not for onward distribution" in page
        assert f"As recorded on {clock.today():%-d %B %Y}" in " ".join(page.split())
    whole = "\n".join(pages)
    assert whole.index("Germany") < whole.index("Japan") < whole.index("Spain")
    assert "zoe@example.org" in whole
    assert "silent@example.org" not in whole
    assert "Silent" not in whole


def test_the_pdf_is_in_the_language_of_its_reader(
    three: list[Designation], focal_point_client: Client
) -> None:
    official("JPN")
    build = built(focal_point_client, language="fr")
    whole = "\n".join(text_of(focal_point_client, build))
    assert build.language == "fr"
    # Allemagne before Espagne before Japon.
    assert whole.index("Allemagne") < whole.index("Espagne") < whole.index("Japon")


def test_the_pdf_is_for_its_reader_alone_on_its_day_and_while_they_are_a_member(
    three: list[Designation],
    focal_point: User,
    focal_point_client: Client,
    other_focal_point_client: Client,
    secretariat_client: Client,
) -> None:
    build = built(focal_point_client, "q=germany")
    file, page = (reverse(name, args=[build.pk]) for name in ("document-file", "document"))
    for client in (other_focal_point_client, secretariat_client):
        assert (client.get(file).status_code, client.get(page).status_code) == (404, 404)
    assert text_of(focal_point_client, build)
    held = Designation.objects.filter(person__user=focal_point)
    held.update(ends_on=clock.today() - datetime.timedelta(days=1))
    assert focal_point_client.get(file).status_code == 404
    held.update(ends_on=None)
    # They still read the directory, for another member: no longer the officials of this one.
    held.update(member=factories.member("NOR"))
    assert focal_point_client.get(file).status_code == 404
    held.update(member=factories.member("ESP"))
    assert text_of(focal_point_client, build)
    with clock.set_to(clock.now() + datetime.timedelta(days=1)):
        assert focal_point_client.get(file).status_code == 404


def test_what_changed_before_it_was_built_is_not_printed(
    three: list[Designation], focal_point_client: Client
) -> None:
    take(focal_point_client, "pdf")
    build = DocumentBuild.objects.get()
    Person.objects.filter(pk=three[0].person_id).update(email_visibility="secretariat")
    building.build(build.pk)
    build.refresh_from_db()
    assert build.is_failed


def test_a_pdf_of_too_many_or_with_too_long_words_is_refused(
    three: list[Designation], focal_point_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "q=" + "+".join(["germany"] * 12)
    assert "Use fewer words." in take(focal_point_client, "pdf", words).content.decode()
    monkeypatch.setattr(document, "MOST", 2)
    assert "more than 2 people" in take(focal_point_client, "pdf").content.decode()
    assert not DocumentBuild.objects.exists()


def test_printed_directories_are_deleted_after_two_days(
    three: list[Designation], focal_point_client: Client, other_focal_point_client: Client
) -> None:
    build = built(focal_point_client)
    storage, name = build.file.storage, build.file.name
    assert queue.forget_expired() == 0
    DocumentBuild.objects.update(finished_at=clock.now() - datetime.timedelta(days=3))
    assert queue.forget_expired() == 1
    assert not DocumentBuild.objects.exists()
    assert name
    assert storage is not None
