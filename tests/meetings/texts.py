"""Communiqués with texts, at the stations of their way."""

from __future__ import annotations

import datetime
from typing import Any

from meetings.models import Communique, Paragraph, ParagraphText
from meetings.services.builds import request_builds
from meetings.services.communique import adopt, publish
from meetings.services.texts import create_communique, write_paragraph
from network.accounts.models import User
from network.documents.models import DocumentBuild
from network.documents.queue import claim
from tests.factories import CommuniqueFactory, MeetingFactory

SENTENCES = {
    "en": "We recall what resolution 1325 asks of us.",
    "fr": "Nous rappelons ce que la résolution 1325 attend de nous.",
    "es": "Recordamos lo que la resolución 1325 nos pide.",
    "ar": "نذكّر بما يطلبه منا القرار 1325.",
    "ru": "Мы напоминаем о том, чего требует от нас резолюция 1325.",
    "zh_hans": "我们重申第1325号决议对我们的要求。",
}
TITLES = {
    "en": "Joint communiqué",
    "fr": "Communiqué conjoint",
    "es": "Comunicado conjunto",
    "ar": "بيان مشترك",
    "ru": "Совместное коммюнике",
    "zh_hans": "联合公报",
}
# A day after the meetings of the factory.
ADOPTED_ON = datetime.date(2025, 5, 21)


def written(*languages: str, paragraphs: int = 2, meeting: Any = None, **values: Any) -> Communique:
    """A draft that is complete in the languages (column endings; by default English)."""
    languages = languages or ("en",)
    codes = {column: column.replace("_", "-") for column in languages}
    communique = CommuniqueFactory.build(
        meeting=meeting or MeetingFactory.create(),
        **{f"title_{column}": TITLES[column] for column in languages},
        **values,
    )
    texts = [
        {code: f"{SENTENCES[column]} ({number})" for column, code in codes.items()}
        for number in range(1, paragraphs + 1)
    ]
    return create_communique(communique, texts, by=None)


def said(row: Communique | Paragraph, language: str = "en", number: int = 1) -> str:
    """What a paragraph says; of a communiqué, the one of that number."""
    paragraph = row.paragraphs.get(number=number) if isinstance(row, Communique) else row
    found = paragraph.texts.filter(language=language).first()
    return found.text if found else ""


def write_over(row: Communique | Paragraph, text: str, language: str = "en") -> None:
    """Write past the service into one paragraph, or all; an empty text removes what is there."""
    paragraphs = row.paragraphs.all() if isinstance(row, Communique) else [row]
    for paragraph in paragraphs:
        if not text:
            paragraph.texts.filter(language=language).delete()
            continue
        english = "" if language == "en" else said(paragraph)
        ParagraphText.objects.update_or_create(
            paragraph=paragraph,
            language=language,
            defaults={"text": text, "translates": english},
        )


def reworded(communique: Communique, number: int, text: str, *, by: User) -> None:
    """Change the English text of a paragraph, as its page does."""
    write_paragraph(communique.paragraphs.get(number=number), "en", text, by=by)


def adopted(*languages: str, by: User, public: bool = False, **more: Any) -> Communique:
    communique = written(*languages, **more)
    adopt(communique, on=ADOPTED_ON, by=by)
    if public:
        publish(communique, by=by)
    return communique


def with_ready_pdf(
    communique: Communique, *, by: User, data: bytes = b"%PDF-1.7 x"
) -> DocumentBuild:
    """A build that is finished with `data`, as a worker leaves it, without the typesetting."""
    builds = request_builds(communique, by=by)
    for build in builds:
        held = claim(build.pk)
        assert held is not None
        held.finish(data, name=f"communiques/{build.pk}.pdf", sha256=f"{build.pk:064d}", pages=1)
    build = builds[0]
    build.refresh_from_db()
    return build
