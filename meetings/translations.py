"""How far a communiqué is written in each language, and which translations are outdated.

`network.values.translations` defines what a translation follows, and when it is outdated. A
communiqué includes what it prints of its meeting: title, theme and city.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.models import Communique, Meeting, Paragraph, ParagraphText
from network.values.translations import (
    LANGUAGES,
    SOURCE_LANGUAGE,
    TRANSLATIONS,
    OutdatedText,
    has_outdated_texts,
    if_outdated,
    own_name,
    text_in,
    texts_differ,
)

# What stands for the paragraph's identity where the title is meant.
TITLE = "title"
# What stands before the name of a text of the meeting.
OF_MEETING = "meeting."
PLACES_OF_MEETING = {
    "title": gettext_lazy("Title of the meeting"),
    "theme": gettext_lazy("Theme of the meeting"),
    "city": gettext_lazy("City of the meeting"),
}


@dataclass(frozen=True)
class Outdated(OutdatedText):
    """An outdated translation in a communiqué.

    Its identity is a paragraph's, TITLE, or OF_MEETING with the name of the meeting's text.
    """

    @property
    def is_of_meeting(self) -> bool:
        return self.identity.startswith(OF_MEETING)

    @property
    def place(self) -> str:
        if self.is_of_meeting:
            return str(PLACES_OF_MEETING[self.identity.removeprefix(OF_MEETING)])
        if self.number is None:
            return _("Title")
        return _("Paragraph %(number)s") % {"number": self.number}


@dataclass(frozen=True)
class Completeness:
    """How far a communiqué is written in one language."""

    language: str
    has_title: bool
    written: int
    missing: list[int]  # numbers of the paragraphs without a text
    outdated: list[Outdated]  # the title first, then the paragraphs in their order

    @property
    def is_complete(self) -> bool:
        return self.has_title and self.written > 0 and not self.missing

    @property
    def is_begun(self) -> bool:
        return self.has_title or self.written > 0

    @property
    def is_outdated(self) -> bool:
        return bool(self.outdated)

    @property
    def is_title_outdated(self) -> bool:
        return any(item.number is None for item in self.outdated)

    @property
    def outdated_numbers(self) -> list[int]:
        """The numbers of the paragraphs whose translation is outdated."""
        return [item.number for item in self.outdated if item.number is not None]

    @property
    def state(self) -> str:
        """`not-begun`, `incomplete`, `outdated` or `complete`: what has to be done first."""
        if not self.is_begun:
            return "not-begun"
        if not self.is_complete:
            return "incomplete"
        return "outdated" if self.outdated else "complete"

    @property
    def state_label(self) -> Any:
        return STATE_LABELS[self.state]

    @property
    def name(self) -> str:
        """The language in its own name."""
        return own_name(self.language)


STATE_LABELS = {
    "not-begun": gettext_lazy("not started"),
    "incomplete": gettext_lazy("incomplete"),
    "outdated": gettext_lazy("outdated"),
    "complete": gettext_lazy("complete"),
}


def completeness_of(communique: Communique) -> list[Completeness]:
    """One entry per language of the portal, in its order; two queries."""
    paragraphs = list(communique.paragraphs.prefetch_related("texts"))
    found = []
    for language in LANGUAGES:
        missing = [row.number for row in paragraphs if not row.said_in(language)]
        found.append(
            Completeness(
                language=language,
                has_title=bool(text_in(communique, "title", language)),
                written=len(paragraphs) - len(missing),
                missing=missing,
                outdated=_outdated(communique, paragraphs, language),
            )
        )
    return found


def outdated_texts(communique: Communique) -> list[Outdated]:
    """The outdated translations in the languages that are complete, and so can be frozen.

    In each language the title first, then the paragraphs, then what is printed of the meeting.
    """
    entries = completeness_of(communique)
    of_meeting = outdated_of_meeting(communique.meeting)
    return [
        item
        for entry in entries
        if entry.is_complete
        for item in [
            *entry.outdated,
            *(item for item in of_meeting if item.language == entry.language),
        ]
    ]


def has_outdated_translations() -> Q:
    """The communiqués with an outdated title or paragraph, fixed by adoption or not."""
    texts = ParagraphText.objects.exclude(language=SOURCE_LANGUAGE)
    english = ParagraphText.objects.filter(
        paragraph=OuterRef("paragraph"), language=SOURCE_LANGUAGE
    )
    outdated = texts.filter(texts_differ(F("translates"), Subquery(english.values("text"))))
    return has_outdated_texts(Communique) | Q(pk__in=outdated.values("paragraph__communique"))


def open_outdated(communique: Communique) -> list[Outdated]:
    """Its outdated translations in languages that adoption has not fixed; no query on prefetched
    paragraphs with their texts and the adopted version."""
    adopted = communique.adopted_version
    fixed = adopted.languages if adopted else []
    return [
        item
        for language in TRANSLATIONS
        if language not in fixed
        for item in _outdated(communique, communique.paragraphs.all(), language)
    ]


def outdated_of_meeting(meeting: Meeting) -> list[Outdated]:
    """The outdated translations of a meeting, as a communiqué that prints them names them."""
    return [
        Outdated(**(item.record | {"identity": f"{OF_MEETING}{item.identity}"}))
        for item in meeting.outdated_texts()
    ]


def _outdated(
    communique: Communique, paragraphs: Iterable[Paragraph], language: str
) -> list[Outdated]:
    items = [
        outdated_title(communique, language),
        *(outdated_text(row, language) for row in paragraphs),
    ]
    return [item for item in items if item is not None]


def outdated_title(communique: Communique, language: str) -> Outdated | None:
    """The title in that language, if it is outdated."""
    return if_outdated(
        Outdated(
            language=language,
            identity=TITLE,
            number=None,
            text=text_in(communique, "title", language),
            translates=communique.translated_from(TITLE, language),
            english=text_in(communique, "title", SOURCE_LANGUAGE),
        )
    )


def outdated_text(paragraph: Paragraph, language: str) -> Outdated | None:
    """The paragraph's text in that language, if it is outdated; no query on prefetched texts."""
    return if_outdated(
        Outdated(
            language=language,
            identity=str(paragraph.identity),
            number=paragraph.number,
            text=paragraph.said_in(language),
            translates=paragraph.translated_from(language),
            english=paragraph.said_in(SOURCE_LANGUAGE),
        )
    )
