"""The paragraphs of a communiqué: a stable identity, and a text in each language.

English is the source. A translation keeps the English text that it translates, so whether it is
outdated is a comparison (`network.values.translations`). The service that writes it knows which
English text the translator saw; a trigger could not.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.communique import Communique
from network.audit.tracking import tracked
from network.values.text_fields import CleanTextField
from network.values.translations import SOURCE_LANGUAGE


@tracked()
class Paragraph(models.Model):
    """A paragraph keeps its identity when it moves, is renumbered or is reworded."""

    communique = models.ForeignKey(Communique, models.CASCADE, related_name="paragraphs")
    identity = models.UUIDField(_("identity"), default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveSmallIntegerField(_("number"))

    class Meta:
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["communique", "number"],
                name="paragraph_number_once",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return f"§ {self.number}"

    def said_in(self, language: str) -> str:
        """The text in exactly that language, stripped; empty without one.

        No query where the texts are prefetched.
        """
        found = self._text(language)
        return found.text.strip() if found else ""

    def translated_from(self, language: str) -> str:
        """The English text that the translation into `language` follows; empty without any."""
        found = self._text(language)
        return found.translates.strip() if found else ""

    def _text(self, language: str) -> ParagraphText | None:
        return next((text for text in self.texts.all() if text.language == language), None)


@tracked()
class ParagraphText(models.Model):
    """A paragraph in one language; without a row it has no text in it."""

    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    text = CleanTextField(_("text"), max_length=5_000)
    translates = CleanTextField(
        _("English text that it translates"), max_length=5_000, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ["paragraph", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["paragraph", "language"], name="paragraphtext_language_once"
            ),
            models.CheckConstraint(
                name="paragraphtext_says_something", condition=models.Q(text__regex=r"\S")
            ),
            models.CheckConstraint(
                name="paragraphtext_english_is_the_source",
                condition=~models.Q(language=SOURCE_LANGUAGE) | models.Q(translates=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph} ({self.language})"
