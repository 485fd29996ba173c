"""Writing the texts of a communiqué, language by language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import Communique, Paragraph, ParagraphText
from meetings.services.communique import fixed_languages
from meetings.translations import TITLE, completeness_of
from network.accounts.models import User
from network.accounts.rights import require_permission, save_by
from network.audit.tracking import acting
from network.values.refusals import Refusal
from network.values.translations import (
    SOURCE_LANGUAGE,
    follow_english,
    is_same_text,
    text_in,
    with_key,
)


@transaction.atomic
def write_paragraph(
    paragraph: Paragraph, language: str, text: str, *, by: User, translates: str | None = None
) -> None:
    """Write the text of a paragraph in a language; an empty one removes it.

    Refuses a text that adoption has fixed.

    `translates` is the English text that the translator saw, which a colleague may have changed
    meanwhile; by default the present English.
    """
    communique = _locked(paragraph.communique_id)
    require_permission(by, "change", communique)
    if language in fixed_languages(communique):
        raise Refusal(_("This text was adopted and cannot change."))
    with acting(by):
        if not text.strip():
            paragraph.texts.filter(language=language).delete()
            return
        follows = ""
        if language != SOURCE_LANGUAGE:
            follows = _followed(_english_of(paragraph), translates)
        ParagraphText.objects.update_or_create(
            paragraph=paragraph,
            language=language,
            defaults={"text": text, "translates": follows},
        )


@transaction.atomic
def save_communique(
    communique: Communique, *, by: User, language: str = SOURCE_LANGUAGE, translates: str = ""
) -> None:
    """Save the communiqué's own columns after its title was written in a language.

    `translates` is the English title that the translator saw.
    """
    save_by(communique, by=by)
    if language != SOURCE_LANGUAGE and text_in(communique, TITLE, language):
        english = text_in(communique, TITLE, SOURCE_LANGUAGE)
        follow_english(communique, TITLE, language, _followed(english, translates))


def note_edit(communique: Communique, *, by: User) -> None:
    """Keep the moment at which its paragraphs were edited; they stand in rows of their own."""
    require_permission(by, "change", communique)
    with acting(by):
        communique.save(update_fields=["edited_at"])


@transaction.atomic
def confirm_translation(communique: Communique, language: str, key: str, *, by: User) -> None:
    """Record that an outdated translation is still right for the present English text.

    `key` is that of the `Outdated` that was shown. Refuses when either text has changed since, and
    a text that adoption has fixed.
    """
    require_permission(by, "change", communique)
    locked = _locked(communique.pk)
    if language in fixed_languages(locked):
        raise Refusal(_("This text was adopted; nothing about it can change."))
    [entry] = [entry for entry in completeness_of(locked) if entry.language == language]
    found = with_key(entry.outdated, key)
    with acting(by):
        if found.identity == TITLE:
            follow_english(locked, TITLE, language, found.english)
            locked.save(update_fields=["edited_at"])
        else:
            ParagraphText.objects.filter(
                paragraph__identity=found.identity, language=language
            ).update(translates=found.english)


@transaction.atomic
def create_communique(
    communique: Communique, paragraphs: Iterable[Mapping[str, str]], *, by: User | None
) -> Communique:
    """Save a new communiqué and its paragraphs, {language: text} each, translated as they stand."""
    require_permission(by, "add", communique)
    with acting(by):
        communique.save()
        for number, texts in enumerate(paragraphs, start=1):
            paragraph = Paragraph.objects.create(communique=communique, number=number)
            for language, text in texts.items():
                translates = "" if language == SOURCE_LANGUAGE else texts.get(SOURCE_LANGUAGE, "")
                ParagraphText.objects.create(
                    paragraph=paragraph, language=language, text=text, translates=translates
                )
    return communique


def _locked(pk: int) -> Communique:
    # A text written while somebody freezes waits for the version, or is in it.
    rows = Communique.objects.select_for_update(of=("self",)).select_related("adopted_version")
    return rows.get(pk=pk)


def _english_of(paragraph: Paragraph) -> str:
    english = paragraph.texts.filter(language=SOURCE_LANGUAGE).first()
    return english.text if english else ""


def _followed(english: str, shown: str | None) -> str:
    """The English that a translation follows: the stored text if the shown one is equal to it."""
    return english if shown is None or is_same_text(english, shown) else shown
