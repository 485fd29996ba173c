"""What a communiqué says: its frozen content, and its document as a page and as a PDF.

A frozen content is plain JSON, so that it can be digested, compared and printed years later:

    {"title": {language: text},
     "languages": [language],            # those in which everything is said
     "adopted_on": "YYYY-MM-DD" or null,
     "is_sample": bool,
     "meeting": {"title", "theme", "country", "city": {language: text}, "format": text,
                 "starts_on", "ends_on": "YYYY[-MM[-DD]]" or null, "hosts": [{language: text}]},
     "paragraphs": [{"identity": uuid, "number": int, "text": {language: text}}]}

Every {language: text} holds non-empty texts only.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.template.loader import render_to_string
from django.utils.dateparse import parse_date
from django.utils.translation import get_language, get_language_info, gettext, override

from meetings.models import Communique, CommuniqueVersion, Paragraph
from meetings.translations import Outdated, completeness_of
from network.documents.models import DocumentBuild
from network.values.partial_dates import PartialDate
from network.values.periods import period_text
from network.values.translated import EnglishText, joined
from network.values.translations import LANGUAGES, own_name, text_in

# The kind of document that a communiqué is for the queue (meetings/contributions.py).
KIND = "communique"


def content_of(communique: Communique) -> dict[str, Any]:
    """The present content of the communiqué, in the shape that the module describes."""
    meeting = communique.meeting
    paragraphs = communique.paragraphs.order_by("number", "pk").prefetch_related("texts")
    return {
        "title": _texts(communique, "title"),
        "languages": [entry.language for entry in completeness_of(communique) if entry.is_complete],
        "adopted_on": communique.adopted_on.isoformat() if communique.adopted_on else None,
        "is_sample": communique.is_sample,
        "meeting": {
            "title": _texts(meeting, "title"),
            "theme": _texts(meeting, "theme"),
            "country": _texts(meeting.country, "name") if meeting.country else {},
            "city": _texts(meeting, "city"),
            "format": meeting.format,
            "starts_on": _iso(meeting.starts_on),
            "ends_on": _iso(meeting.ends_on),
            "hosts": [_texts(member.identity, "name") for member in meeting.members],
        },
        "paragraphs": [_paragraph(row) for row in paragraphs],
    }


def _paragraph(row: Paragraph) -> dict[str, Any]:
    texts = {language: row.said_in(language) for language in LANGUAGES}
    return {
        "identity": str(row.identity),
        "number": row.number,
        "text": {language: text for language, text in texts.items() if text},
    }


def _texts(row: models.Model, name: str) -> dict[str, str]:
    texts = {language: text_in(row, name, language) for language in LANGUAGES}
    return {language: text for language, text in texts.items() if text}


def _iso(date: PartialDate | None) -> str | None:
    return date.isoformat if date else None


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of the content in one spelling: sorted keys, no spaces, UTF-8."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def is_older(version: CommuniqueVersion, content: dict[str, Any]) -> bool:
    """Whether the present `content` differs from that of the version."""
    then = version.content
    city = then["meeting"].get("city")
    if isinstance(city, str) and city in ("", *content["meeting"]["city"].values()):
        # Frozen before cities had names in six languages: the same city in another shape.
        then = {**then, "meeting": {**then["meeting"], "city": content["meeting"]["city"]}}
    return digest_of(then) != digest_of(content)


def texts_of(content: dict[str, Any], language: str) -> dict[str, Any]:
    """What `content` says in one language: the title, and the text of each paragraph.

    Adoption fixes these, but not the facts of the meeting.
    """
    return {
        "title": content["title"].get(language),
        "paragraphs": [
            (paragraph["identity"], paragraph["number"], paragraph["text"].get(language))
            for paragraph in content["paragraphs"]
        ],
    }


@dataclass(frozen=True)
class Reading:
    """A frozen version as it reads in one language, for the page and for the PDF."""

    version: CommuniqueVersion
    language: str

    def _in(self, texts: dict[str, str]) -> str:
        return texts.get(self.language) or EnglishText(texts.get("en", ""))

    @property
    def direction(self) -> str:
        return "rtl" if get_language_info(self.language)["bidi"] else "ltr"

    @property
    def language_name(self) -> str:
        return own_name(self.language)

    @property
    def title(self) -> str:
        return self._in(self.version.content["title"])

    @property
    def meeting_title(self) -> str:
        return self._in(self.version.content["meeting"]["title"])

    @property
    def theme(self) -> str:
        return self._in(self.version.content["meeting"]["theme"])

    @property
    def hosts(self) -> list[str]:
        return [self._in(names) for names in self.version.content["meeting"]["hosts"]]

    @property
    def place(self) -> str:
        """City and country, with the active language's comma (activate the reading's)."""
        meeting = self.version.content["meeting"]
        city = meeting["city"]
        # One text in any language, in what was frozen before cities had six names.
        city = city if isinstance(city, str) else self._in(city)
        country = self._in(meeting["country"])
        return joined(gettext(", "), (part for part in (city, country) if part))

    @property
    def period(self) -> str:
        """The meeting's dates, in the active language (activate the reading's)."""
        meeting = self.version.content["meeting"]
        first, last = (
            PartialDate.parse(meeting[name]) if meeting[name] else None
            for name in ("starts_on", "ends_on")
        )
        return period_text(first or last, last or first)

    @property
    def adopted_on(self) -> Any:
        text = self.version.content["adopted_on"]
        return parse_date(text) if text else None

    @property
    def outdated_places(self) -> list[str]:
        """Which parts of this translation are outdated, in the active language."""
        items = (Outdated(**record) for record in self.version.outdated)
        return [item.place for item in items if item.language == self.language]

    @property
    def is_sample(self) -> bool:
        return bool(self.version.content["is_sample"])

    @property
    def paragraphs(self) -> list[dict[str, Any]]:
        """[{"number": int, "text": str}] in their order."""
        return [
            {"number": paragraph["number"], "text": self._in(paragraph["text"])}
            for paragraph in self.version.content["paragraphs"]
        ]


@dataclass(frozen=True)
class Outcome:
    """A communiqué as a page shows it: one frozen version read in one language."""

    communique: Communique
    reading: Reading
    readings: list[Reading]  # in every language that the version holds
    builds: list[DocumentBuild]  # the newest ready PDF of each language
    is_pdf_coming: bool  # none is ready, and somebody is at one, or will be

    @property
    def is_other_language(self) -> bool:
        """Whether the page's own language is not among the text's."""
        return self.reading.language != (get_language() or "en")


def outcome_of(communique: Communique, user: object, wanted: str) -> Outcome | None:
    """The newest version that `user` may read, in `wanted` or else English; None without one."""
    versions = CommuniqueVersion.objects.visible_to(user).filter(communique=communique)
    newest = versions.order_by("-number").first()
    if newest is None:
        return None
    languages = newest.languages
    chosen = wanted if wanted in languages else "en" if "en" in languages else languages[0]
    found = DocumentBuild.objects.about(KIND, versions.subjects())
    by_language: dict[str, DocumentBuild] = {}
    for build in sorted(found.ready(), key=_number_of):
        by_language[build.language] = build
    builds = [by_language[code] for code in languages if code in by_language]
    return Outcome(
        communique=communique,
        reading=Reading(newest, chosen),
        readings=[Reading(newest, language) for language in languages],
        builds=builds,
        is_pdf_coming=not builds and found.unfinished().exists(),
    )


def _number_of(build: DocumentBuild) -> int:
    """The number of the version that the build shows."""
    return int(build.subject.rpartition("/")[2])


def communique_html(version: CommuniqueVersion, language: str) -> str:
    """The document that becomes the PDF; in the reading's language whatever is active."""
    reading = Reading(version, language)
    with override(language):
        return render_to_string("meetings/pdf/communique.html", {"reading": reading})


def file_name(version: CommuniqueVersion, language: str) -> str:
    """`2018-berlin-communique-v2-fr.pdf`: readable, plain ASCII."""
    slug = version.communique.meeting.slug
    return f"{slug}-communique-v{version.number}-{language}.pdf"


def download_title(version: CommuniqueVersion, language: str) -> str:
    """`Joint communiqué (v2)`, in that language."""
    return f"{Reading(version, language).title} (v{version.number})"
