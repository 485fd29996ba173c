"""The papers of a designation: its letter, and who recorded it when."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from focalpoints.designations import change_designation, designate
from focalpoints.models import Designation
from focalpoints.samples import load
from network import clock
from network.accounts.models import User
from network.documents.models import PrivateFile
from network.importing.loading import load_reference
from network.values.refusals import Refusal
from tests import factories
from tests.focalpoints.letters import with_letter
from tests.sent import sent_by

pytestmark = pytest.mark.django_db

LIST = "admin:focalpoints_designation_changelist"
CHANGE = "admin:focalpoints_designation_change"
EXPORT = "admin:focalpoints_designation_export"
MORNING = datetime.datetime(2026, 3, 2, 8, 15, tzinfo=datetime.UTC)


def recorded(by: User, **values: str) -> Designation:
    designation = Designation(
        member=factories.member("ESP"),
        person=factories.PersonFactory.create(),
        category=factories.category("military"),
        starts_on=datetime.date(2026, 3, 1),
        **values,
    )
    with clock.set_to(MORNING):
        return designate(designation, by=by)


def test_who_recorded_a_designation_stays_when_somebody_corrects_it(
    secretariat: User, secretariat_client: Client
) -> None:
    row = recorded(secretariat, letter_authority="Ministry of Defence")
    other = factories.SecretariatFactory.create()
    row.letter_authority = "Ministry of Foreign Affairs"
    change_designation(row, by=other)
    row.refresh_from_db()
    assert (row.recorded_by, row.recorded_at) == (secretariat, MORNING)
    authorities = [event.letter_authority for event in row.events.order_by("pgh_id")]
    assert authorities == ["Ministry of Defence", "Ministry of Foreign Affairs"]
    page = secretariat_client.get(reverse(CHANGE, args=[row.pk])).content.decode()
    assert "Ministry of Foreign Affairs" in page
    assert str(secretariat) in page
    assert "2 March 2026" in page


def test_nobody_has_recorded_what_is_only_being_entered(secretariat_client: Client) -> None:
    page = secretariat_client.get(reverse("admin:focalpoints_designation_add")).content.decode()
    assert "Issuing authority" in page
    assert "Recorded by" not in page


def test_a_recorder_without_a_moment_is_refused(secretariat: User) -> None:
    row = factories.DesignationFactory.create()
    row.recorded_by = secretariat
    with pytest.raises(IntegrityError, match="recorder_has_moment"), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    ("letter", "found"), [("yes", {"file"}), ("details", {"described"}), ("no", {"none"})]
)
def test_designations_are_filtered_by_their_papers(
    secretariat_client: Client, letter: str, found: set[str]
) -> None:
    make = factories.DesignationFactory.create
    rows = {
        "file": with_letter(make(letter_reference="")),
        "described": make(letter_reference="", letter_authority="Ministry of Defence"),
        "none": make(letter_reference="", letter_dated_on=None),
    }
    response = secretariat_client.get(reverse(LIST), {"letter_kept": letter})
    shown = {row.pk for row in response.context["cl"].result_list}
    assert shown == {rows[name].pk for name in found}


@pytest.mark.parametrize("asked", ["Defence", "Sofia"])
def test_designations_are_found_by_authority_and_recorder(
    secretariat: User, secretariat_client: Client, asked: str
) -> None:
    secretariat.name = "Sofia Sample"
    secretariat.save()
    row = recorded(secretariat, letter_authority="Ministry of Defence")
    factories.DesignationFactory.create()
    response = secretariat_client.get(reverse(LIST), {"q": asked})
    assert list(response.context["cl"].result_list) == [row]


def test_the_export_says_all_of_it(secretariat: User, secretariat_client: Client) -> None:
    recorded(secretariat, letter_authority="Ministry of Defence")
    answer = secretariat_client.post(reverse(EXPORT), {"format": "csv"})
    headings, row = answer.content.decode("utf-8-sig").splitlines()
    assert "Issuing authority" in headings
    assert "Recorded by" in headings
    assert "Ministry of Defence" in row
    assert str(secretariat) in row
    assert "2026-03-02" in row


def test_the_samples_have_believable_papers() -> None:
    load_reference()
    load()
    rows = Designation.objects.select_related("recorded_by")
    assert rows.exists()
    for row in rows:
        assert row.letter_authority
        assert row.letter_dated_on is not None
        assert row.recorded_at is not None
        assert row.letter_dated_on < row.recorded_at.date() <= clock.today()
        assert row.recorded_by is not None
        assert row.recorded_by.is_staff


# --- A letter that was chosen stays while the form is put right ---


def page_with(client: Client, address: str, **typed: object) -> str:
    """The page that is shown again after its form was sent with what is `typed`."""
    sent = sent_by(client.get(address).content.decode(), "_save")
    answer = client.post(address, {**sent, **typed})
    assert answer.status_code == 200
    return answer.content.decode()


def content_of(designation: Designation) -> bytes:
    assert designation.letter is not None
    with designation.letter.file.open("rb") as file:
        return file.read()


def chosen(content: bytes, name: str = "nota.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    "wrong", [{"starts_on": "soon"}, {"ends_on": "2020-01-01"}], ids=["form", "period"]
)
def test_a_letter_stays_with_the_page_of_a_designation_that_is_refused(
    secretariat: User, secretariat_client: Client, wrong: dict[str, str]
) -> None:
    row = with_letter(recorded(secretariat), b"%PDF-1.7 the first")
    address = reverse(CHANGE, args=[row.pk])
    page = page_with(secretariat_client, address, letter=chosen(b"%PDF-1.7 signed"), **wrong)
    assert "“nota.pdf” is kept" in page
    assert content_of(Designation.objects.get()) == b"%PDF-1.7 the first"
    again = sent_by(page, "_save") | {"starts_on": "2026-03-01", "ends_on": ""}
    assert secretariat_client.post(address, again).status_code == 302
    assert content_of(Designation.objects.get()) == b"%PDF-1.7 signed"
    waiting = PrivateFile.objects.kept().filter(kind="unrecorded_letter")
    assert not waiting.exists(), "it is recorded, and is not kept twice"


def test_a_letter_stays_where_the_service_refuses_what_the_form_took(
    secretariat: User, secretariat_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = recorded(secretariat)
    address = reverse(CHANGE, args=[row.pk])

    def refuse(*_args: object, **_given: object) -> None:
        raise Refusal("Somebody else is writing this designation.", field="starts_on")

    with monkeypatch.context() as patched:
        patched.setattr("focalpoints.admin.designations.change_designation", refuse)
        page = page_with(secretariat_client, address, letter=chosen(b"%PDF-1.7 signed"))
        assert "Somebody else is writing" in page
        page = page_with_same(secretariat_client, address, page)
    assert secretariat_client.post(address, sent_by(page, "_save")).status_code == 302
    assert content_of(Designation.objects.get()) == b"%PDF-1.7 signed"


def page_with_same(client: Client, address: str, page: str) -> str:
    answer = client.post(address, sent_by(page, "_save"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_letter_stays_with_the_page_of_a_new_designation_and_may_be_replaced(
    secretariat_client: Client,
) -> None:
    person = factories.PersonFactory.create()
    address = reverse("admin:focalpoints_designation_add")
    page = page_with(secretariat_client, address, letter=chosen(b"%PDF-1.7 wrong one"))
    complete = {
        "member": factories.member("ESP").pk,
        "person": person.pk,
        "category": factories.category("military").pk,
        "starts_on": "2026-03-01",
    }
    sent = sent_by(page, "_save") | complete
    assert secretariat_client.post(address, {**sent, "ends_on": "2020-01-01"}).status_code == 200
    sent["letter"] = chosen(b"%PDF-1.7 right one")
    assert secretariat_client.post(address, sent).status_code == 302
    assert content_of(Designation.objects.get()) == b"%PDF-1.7 right one"
    assert not PrivateFile.objects.kept().filter(kind="unrecorded_letter").exists()


def test_the_kept_letter_of_a_colleague_is_nobody_elses(
    secretariat: User, secretariat_client: Client
) -> None:
    row = recorded(secretariat)
    address = reverse(CHANGE, args=[row.pk])
    page_with(secretariat_client, address, letter=chosen(b"%PDF-1.7"), starts_on="soon")
    key = PrivateFile.objects.kept().get().pk
    colleague = Client()
    colleague.force_login(factories.SecretariatFactory.create())
    page = page_with(colleague, address, kept_letter=str(key))
    assert "The file is no longer kept. Choose it again." in page
    row.refresh_from_db()
    assert row.letter is None
