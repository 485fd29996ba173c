"""A kind of document is one contribution: all else is the queue's, its pages' and the admin's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from network import registry
from network.accounts.models import User
from network.documents import building
from network.documents.dashboard import dashboard_cards
from network.documents.kinds import Content, DocumentKind
from network.documents.models import DocumentBuild
from network.documents.queue import claim, order, retry
from network.values.refusals import Refusal

pytestmark = pytest.mark.django_db


@dataclass
class Badges:
    """A kind that an app could add: what its one badge says, and who may do what."""

    text: str | None = "Badge of Ms Ould"
    readers: set[Any] = field(default_factory=set)
    orderers: set[Any] = field(default_factory=set)

    def content(self, subject: str, language: str) -> Content | None:
        if self.text is None:
            return None
        said = f"{self.text} {subject}"
        return Content(
            digest=hashlib.sha256(said.encode()).hexdigest(),
            title=f"Badges: «{subject}»",
            name=f"badges-{subject}-{language}.pdf",
            html=lambda: (
                f"<html lang={language}><head><title>{subject}</title>"
                f'<link rel="stylesheet" href="/css/pdf.css"></head><h1>{said}</h1></html>'
            ),
        )


@pytest.fixture
def badges(focal_point: User, secretariat: User) -> Iterator[Badges]:
    made = Badges(readers={focal_point}, orderers={secretariat})
    kind = DocumentKind(
        name="badges",
        label="Badges",
        content=made.content,
        may_read=lambda user, subject: user in made.readers,
        may_order=lambda user, subject: user in made.orderers,
    )
    with registry.replaced(DocumentKind, kind):
        yield made


def ordered(by: User, subject: str = "berlin") -> DocumentBuild:
    return order("badges", subject, "fr", by=by).build


def test_a_new_kind_is_ordered_built_and_given_out(
    badges: Badges, secretariat: User, secretariat_client: Client, focal_point_client: Client
) -> None:
    build = ordered(secretariat)
    page, file = reverse("document", args=[build.pk]), reverse("document-file", args=[build.pk])
    assert f'hx-get="{page}"' in secretariat_client.get(page).content.decode()
    assert focal_point_client.get(file).status_code == 404
    building.build(build.pk)
    shown = secretariat_client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert (file in shown, "<html" in shown, "hx-get" in shown) == (True, False, False)
    answer = focal_point_client.get(file)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert 'attachment; filename="badges-berlin-fr.pdf"' in answer["Content-Disposition"]
    text = pypdf.PdfReader(BytesIO(b"".join(answer.streaming_content))).pages[0].extract_text()
    assert "Badge of Ms Ould berlin" in text


def test_each_kind_says_itself_who_may_read_and_who_may_order(
    badges: Badges,
    visitor: Client,
    secretariat: User,
    focal_point: User,
    secretariat_client: Client,
    focal_point_client: Client,
) -> None:
    with pytest.raises(Refusal, match="no permission"):
        ordered(focal_point)
    build = ordered(secretariat)
    claim(build.pk).finish(b"%PDF", name="documents/badges/b.pdf", sha256="b" * 64, pages=1)
    page, file = reverse("document", args=[build.pk]), reverse("document-file", args=[build.pk])
    assert focal_point_client.get(page).status_code == 404
    assert b"".join(focal_point_client.get(file).streaming_content) == b"%PDF"
    assert secretariat_client.get(page).status_code == 200
    assert secretariat_client.get(file).status_code == 404
    for url in (page, file):
        assert "/login/" in visitor.get(url)["Location"]


def test_two_orders_of_one_content_build_one_file(badges: Badges, secretariat: User) -> None:
    first = order("badges", "berlin", "fr", by=secretariat)
    again = order("badges", "berlin", "fr", by=secretariat)
    assert (first.build, first.is_started, again.is_started) == (again.build, True, False)
    building.build(first.build.pk)
    ready = order("badges", "berlin", "fr", by=secretariat)
    assert (ready.build.state, ready.is_started) == ("done", False)
    badges.text = "Badge of Mr Diaz"
    changed = order("badges", "berlin", "fr", by=secretariat)
    assert changed.is_started
    assert changed.build != first.build
    # What was said before is the document that is there already.
    badges.text = "Badge of Ms Ould"
    assert order("badges", "berlin", "fr", by=secretariat).build == first.build


def test_a_content_that_changes_before_it_is_built_is_not_passed_off_as_what_was_ordered(
    badges: Badges, secretariat: User, secretariat_client: Client
) -> None:
    build = ordered(secretariat)
    badges.text = "Badge of Mr Diaz"
    building.build(build.pk)
    build.refresh_from_db()
    assert build.state == "failed"
    page = secretariat_client.get(reverse("document", args=[build.pk])).content.decode()
    assert "has changed since it was ordered" in page


def test_why_it_failed_is_told_and_it_is_tried_again(
    badges: Badges,
    secretariat: User,
    secretariat_client: Client,
    focal_point: User,
    focal_point_client: Client,
) -> None:
    build = ordered(secretariat)
    badges.text = None
    building.build(build.pk)
    page = reverse("document", args=[build.pk])
    assert "no longer exists" in secretariat_client.get(page).content.decode()
    again = reverse("document-again", args=[build.pk])
    assert focal_point_client.post(again).status_code == 404
    with pytest.raises(Refusal, match="no permission"):
        retry(build, by=focal_point)
    badges.text = "Badge of Ms Ould"
    assert "is being built again" in secretariat_client.post(again, follow=True).content.decode()
    assert "nothing to repeat" in secretariat_client.post(again, follow=True).content.decode()
    building.build(build.pk)
    build.refresh_from_db()
    assert build.state == "done"


def test_nothing_to_say_is_refused(badges: Badges, secretariat: User) -> None:
    badges.text = None
    with pytest.raises(Refusal, match="nothing to make"):
        ordered(secretariat)
    assert not DocumentBuild.objects.exists()


def test_the_admin_lists_documents_of_every_kind_and_of_none(
    badges: Badges, secretariat: User, secretariat_client: Client
) -> None:
    build = ordered(secretariat)
    address = reverse("admin:network_documentbuild_changelist")
    assert "Badges: «berlin»" in secretariat_client.get(f"{address}?kind=badges").content.decode()
    with registry.replaced(DocumentKind):
        # Its app was taken away: the rows stay, and nothing breaks.
        building.build(build.pk)
        build.refresh_from_db()
        assert build.state == "failed"
        row = reverse("admin:network_documentbuild_change", args=[build.pk])
        for page in (address, row, reverse("admin:index")):
            assert secretariat_client.get(page).status_code == 200
        for name in ("document", "document-file"):
            assert secretariat_client.get(reverse(name, args=[build.pk])).status_code == 404
        assert [card.key for card in dashboard_cards(secretariat)] == ["failed-pdfs"]
