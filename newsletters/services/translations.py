"""Which translations of an issue follow an English text that has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import models, transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.accounts.rights import require_permission
from network.audit.tracking import acting
from network.values.translations import (
    SOURCE_LANGUAGE,
    TRANSLATIONS,
    OutdatedText,
    TextInLanguage,
    follow_english,
    if_outdated,
    text_in,
    with_key,
)
from newsletters.markup import plain_text
from newsletters.models import Item, Newsletter, NewsletterText, Section
from newsletters.services.editing import lock_draft

# All texts of an issue, to be prefetched.
WITH_TEXTS = ("texts", "sections__items__texts")


@dataclass(frozen=True)
class Outdated(OutdatedText):
    """An outdated translation in an issue.

    Its identity is `subject`, or what and which it is a text of: `section 5 title`,
    `item 7 title`, `item 7 body`. HTML is given as plain text.
    """

    @property
    def place(self) -> str:
        kind, name = self.identity.split()[0], self.identity.split()[-1]
        number = {"number": self.number}
        if kind == "subject":
            return _("Subject")
        if kind == "section":
            return _("Heading of section %(number)s") % number
        if name == "title":
            return _("Heading of item %(number)s") % number
        return _("Text of item %(number)s") % number


@dataclass(frozen=True)
class _Found:
    """An outdated translation, with the row that holds it."""

    item: Outdated
    row: TextInLanguage | Section
    name: str
    english: str = field(repr=False)  # as it is kept


def outdated_texts(newsletter: Newsletter) -> list[Outdated]:
    """The outdated translations in the languages that the issue is sent in.

    No query where WITH_TEXTS are prefetched.
    """
    return [found.item for found in _outdated(newsletter)]


def drafts_with_texts() -> models.QuerySet[Newsletter]:
    """The drafts with all that `outdated_texts` reads; however many, five queries."""
    drafts = Newsletter.objects.filter(state=Newsletter.State.DRAFT).defer("sent_content")
    return drafts.prefetch_related(*WITH_TEXTS)


def drafts_with_outdated_texts() -> list[tuple[Newsletter, list[Outdated]]]:
    """The drafts that have outdated translations, with these."""
    return [(row, items) for row in drafts_with_texts() if (items := outdated_texts(row))]


@transaction.atomic
def confirm_translation(newsletter: Newsletter, key: str, *, by: User) -> Outdated:
    """Record that an outdated translation is still right for the present English text.

    Raises Refusal when either text has changed since its reader saw `key`, and once the issue is
    sent.
    """
    require_permission(by, "change", newsletter)
    issue = lock_draft(newsletter)
    outdated = _outdated(issue)
    chosen = with_key((found.item for found in outdated), key)
    found = next(found for found in outdated if found.item == chosen)
    row = found.row
    with acting(by):
        if isinstance(row, Section):
            follow_english(row, found.name, chosen.language, found.english)
        else:
            follows = {**row.translates, found.name: found.english}
            type(row)._base_manager.filter(pk=row.pk).update(translates=follows)
    return chosen


def _outdated(newsletter: Newsletter) -> list[_Found]:
    is_whole = "sections" in getattr(newsletter, "_prefetched_objects_cache", {})
    issue = newsletter if is_whole else Newsletter(pk=newsletter.pk)
    subjects = {text.language: text for text in issue.texts.all()}
    if not subjects.keys() & set(TRANSLATIONS):
        return []
    prefetch_related_objects([issue], *WITH_TEXTS)
    sections = list(issue.sections.all())
    found: list[_Found] = []
    for language in TRANSLATIONS:
        if language in subjects:
            found += _subject(subjects, language)
            found += _of_sections(sections, language)
    return found


def _subject(subjects: dict[str, NewsletterText], language: str) -> Iterator[_Found]:
    english = subjects.get(SOURCE_LANGUAGE)
    translation = subjects[language]
    if english is not None:
        yield from _if_outdated(
            Outdated(
                language=language,
                identity="subject",
                text=translation.subject,
                translates=translation.translates.get("subject", ""),
                english=english.subject,
            ),
            translation,
            "subject",
            english.subject,
        )


def _of_sections(sections: list[Section], language: str) -> Iterator[_Found]:
    number = 0
    for place, section in enumerate(sections, start=1):
        english = text_in(section, "title", SOURCE_LANGUAGE)
        heading = Outdated(
            language=language,
            identity=f"section {section.pk} title",
            number=place,
            text=text_in(section, "title", language),
            translates=section.translated_from("title", language),
            english=english,
        )
        yield from _if_outdated(heading, section, "title", english)
        for item in section.items.all():
            number += 1
            yield from _of_item(item, number, language)


def _of_item(item: Item, number: int, language: str) -> Iterator[_Found]:
    texts = {text.language: text for text in item.texts.all()}
    english, translation = texts.get(SOURCE_LANGUAGE), texts.get(language)
    if english is None or translation is None:
        return
    for name in ("title", "body"):
        as_text = plain_text if name == "body" else str
        text = Outdated(
            language=language,
            identity=f"item {item.pk} {name}",
            number=number,
            text=as_text(getattr(translation, name)),
            translates=as_text(translation.translates.get(name, "")),
            english=as_text(getattr(english, name)),
        )
        yield from _if_outdated(text, translation, name, getattr(english, name))


def _if_outdated(
    item: Outdated, row: TextInLanguage | Section, name: str, english: str
) -> Iterator[_Found]:
    if if_outdated(item) is not None:
        yield _Found(item, row, name, english)
