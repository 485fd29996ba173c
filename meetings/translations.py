"""How far a communiqué is written in each language, and which translations are outdated.

A translation is outdated when the English text that it follows is no longer what the English
says. Texts that differ in blanks alone say the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from translated_fields import to_attribute

from meetings.models import Communique, Paragraph
from meetings.models.paragraph import SOURCE_LANGUAGE

LANGUAGES: list[str] = [code for code, _name in settings.LANGUAGES]

# What stands for the paragraph's identity where the title is meant.
TITLE = "title"


def own_name(language: str) -> str:
    """A language in its own name, as it stands at the head of something."""
    name = str(get_language_info(language)["name_local"])
    return name[:1].upper() + name[1:]


def text_in(row: models.Model, name: str, language: str) -> str:
    """A translated text in exactly that language, with no fallback; stripped."""
    return str(getattr(row, to_attribute(name, language)) or "").strip()


def say_the_same(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but blanks and the ends of lines."""
    return one.split() == other.split()


@dataclass(frozen=True)
class Outdated:
    """A translation that follows an English text which has changed since."""

    language: str
    identity: str  # of the paragraph, or TITLE
    number: int | None  # of the paragraph
    text: str
    translates: str  # the English that it follows; empty when there was none yet
    english: str  # the English of now

    @property
    def key(self) -> str:
        """What a person acknowledges: this translation beside this English text."""
        said = json.dumps([self.text, self.translates, self.english], ensure_ascii=False)
        digest = hashlib.sha256(said.encode()).hexdigest()[:16]
        return f"{self.language}.{self.identity}.{digest}"

    @property
    def place(self) -> str:
        if self.number is None:
            return _("Title")
        return _("Paragraph %(number)s") % {"number": self.number}

    @property
    def language_name(self) -> str:
        return own_name(self.language)

    @property
    def direction(self) -> str:
        return "rtl" if get_language_info(self.language)["bidi"] else "ltr"

    @property
    def record(self) -> dict[str, Any]:
        """Itself as plain JSON, to be kept with a version."""
        return {
            "language": self.language,
            "identity": self.identity,
            "number": self.number,
            "text": self.text,
            "translates": self.translates,
            "english": self.english,
        }


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
    """The outdated translations in the languages that are complete, and so can be frozen."""
    entries = completeness_of(communique)
    return [item for entry in entries if entry.is_complete for item in entry.outdated]


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
    return _if_outdated(
        Outdated(
            language=language,
            identity=TITLE,
            number=None,
            text=text_in(communique, "title", language),
            translates=str(communique.title_translates.get(language, "")).strip(),
            english=text_in(communique, "title", SOURCE_LANGUAGE),
        )
    )


def outdated_text(paragraph: Paragraph, language: str) -> Outdated | None:
    """The paragraph's text in that language, if it is outdated; no query on prefetched texts."""
    return _if_outdated(
        Outdated(
            language=language,
            identity=str(paragraph.identity),
            number=paragraph.number,
            text=paragraph.said_in(language),
            translates=paragraph.translated_from(language),
            english=paragraph.said_in(SOURCE_LANGUAGE),
        )
    )


def _if_outdated(item: Outdated) -> Outdated | None:
    if item.language == SOURCE_LANGUAGE or not item.text:
        return None
    return None if say_the_same(item.translates, item.english) else item
