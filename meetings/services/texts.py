"""Writing what a communiqué says, language by language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import Communique, Paragraph, ParagraphText
from meetings.models.paragraph import SOURCE_LANGUAGE
from meetings.services.communique import fixed_languages
from meetings.translations import LANGUAGES, TITLE, completeness_of, say_the_same, text_in
from network.accounts.models import User
from network.audit.tracking import acting
from network.values.refusals import Refusal


@transaction.atomic
def write_paragraph(
    paragraph: Paragraph, language: str, text: str, *, by: User, translates: str | None = None
) -> None:
    """Let the paragraph say `text` in a language; an empty one leaves it unsaid there.

    Refuses a text that adoption has fixed.

    `translates` is the English text that the translator had before them, which a colleague may
    have changed meanwhile; the English of now where it is not told.
    """
    communique = _locked(paragraph.communique_id)
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

    `translates` is the English title that the translator had before them.
    """
    if language != SOURCE_LANGUAGE:
        english = text_in(communique, "title", SOURCE_LANGUAGE)
        said = bool(text_in(communique, "title", language))
        others = {
            code: text for code, text in communique.title_translates.items() if code != language
        }
        follows = {language: _followed(english, translates)} if said else {}
        communique.title_translates = {**others, **follows}
    with acting(by):
        communique.save()


@transaction.atomic
def confirm_translation(communique: Communique, language: str, key: str, *, by: User) -> None:
    """Record that an outdated translation is still right beside the English text of now.

    `key` is that of the `Outdated` that its reader saw. Refuses when either text has changed
    since, and a text that adoption has fixed.
    """
    locked = _locked(communique.pk)
    if language in fixed_languages(locked):
        raise Refusal(_("This text was adopted; nothing about it can change."))
    found = next(
        (
            item
            for entry in completeness_of(locked)
            if entry.language == language
            for item in entry.outdated
            if item.key == key
        ),
        None,
    )
    if found is None:
        raise Refusal(
            _("One of the two texts has changed since you opened the page. Compare them again.")
        )
    with acting(by):
        if found.identity == TITLE:
            locked.title_translates = {**locked.title_translates, language: found.english}
            locked.save(update_fields=["title_translates", "edited_at"])
        else:
            ParagraphText.objects.filter(
                paragraph__identity=found.identity, language=language
            ).update(translates=found.english)


@transaction.atomic
def create_communique(
    communique: Communique, paragraphs: Iterable[Mapping[str, str]], *, by: User
) -> Communique:
    """Save a new communiqué and its paragraphs, {language: text} each, translated as they stand."""
    communique.title_translates = {
        language: text_in(communique, "title", SOURCE_LANGUAGE)
        for language in LANGUAGES
        if language != SOURCE_LANGUAGE and text_in(communique, "title", language)
    }
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
    # What is written while somebody freezes waits for the version, or is in it.
    rows = Communique.objects.select_for_update(of=("self",)).select_related("adopted_version")
    return rows.get(pk=pk)


def _english_of(paragraph: Paragraph) -> str:
    english = paragraph.texts.filter(language=SOURCE_LANGUAGE).first()
    return english.text if english else ""


def _followed(english: str, shown: str | None) -> str:
    """The English that a translation follows: as it is kept where what was shown says the same."""
    return english if shown is None or say_the_same(english, shown) else shown
