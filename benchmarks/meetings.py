"""Figures of meetings: the PDF of a communiqué."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.figures import Figure, ratio
from meetings.documents import communique_html
from meetings.models import Communique, Meeting
from meetings.services.communique import freeze
from meetings.services.texts import create_communique
from network.accounts.models import User
from network.documents.pdf import render

_PARAGRAPH = (
    "The members of the Network told each other what their plans have changed, where money and "
    "people were missing, and what they will report on when they meet again. "
)
_EMPTY = '<!doctype html><html lang="en"><head><title>Empty</title></head><body></body></html>'


def figures() -> Iterator[Figure]:
    meeting = Meeting.objects.create(
        slug="bench", title_en="A measured meeting", kind=Meeting.Kind.CAPITAL, is_announced=True
    )
    by = User.objects.create_superuser("bench@example.org")
    communique = create_communique(
        Communique(meeting=meeting, title_en="A measured communiqué"),
        [{"en": _PARAGRAPH * 3}] * 20,
        by=by,
    )
    version = freeze(communique, by=by)

    def whole() -> None:
        render(communique_html(version, "en"), identifier="bench")

    def empty() -> None:
        render(_EMPTY, identifier="bench")

    yield ratio(
        "meetings.pdf_communique",
        of=("PDF of a communiqué of 20 paragraphs, from the frozen version", whole),
        against=("PDF of an empty document, made the same way", empty),
        rounds=5,
    )
