"""Communiqués with texts, at the stations of their way."""

from __future__ import annotations

import datetime
from typing import Any

from meetings.models import Communique, Paragraph, PdfBuild
from meetings.services.builds import claim, request_builds
from meetings.services.communique import adopt, publish
from network.accounts.models import User
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
    """A draft that is complete in the languages (column endings; English unless told)."""
    languages = languages or ("en",)
    communique = CommuniqueFactory.create(
        meeting=meeting or MeetingFactory.create(),
        **{f"title_{language}": TITLES[language] for language in languages},
        **values,
    )
    for number in range(1, paragraphs + 1):
        texts = {f"text_{code}": f"{SENTENCES[code]} ({number})" for code in languages}
        Paragraph.objects.create(communique=communique, number=number, **texts)
    return communique


def adopted(*languages: str, by: User, public: bool = False, **more: Any) -> Communique:
    communique = written(*languages, **more)
    adopt(communique, on=ADOPTED_ON, by=by)
    if public:
        publish(communique, by=by)
    return communique


def with_ready_pdf(communique: Communique, *, by: User, data: bytes = b"%PDF-1.7 x") -> PdfBuild:
    """A build that is finished with `data`, as a worker leaves it, without the typesetting."""
    builds = request_builds(communique, by=by)
    for build in builds:
        held = claim(build.pk)
        assert held is not None
        held.finish(data, name=f"communiques/{build.pk}.pdf", sha256=f"{build.pk:064d}", pages=1)
    build = builds[0]
    build.refresh_from_db()
    return build
