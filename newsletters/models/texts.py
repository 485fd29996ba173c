"""The texts of an issue: a subject per language, and items in sections with a text per language.

The text of an item is HTML from the closed list of tags in `newsletters.markup`; it is cleaned when
it is saved and again when the issue is frozen, so that nothing else ever reaches a reader.
"""

from __future__ import annotations

from django.db import models
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from network.audit.tracking import tracked
from network.values.text_fields import CleanCharField, CleanTextField
from network.values.translated import Translated
from network.values.translation_triggers import rows_follow_english, translations_follow_english
from network.values.translations import FollowsEnglish, TextInLanguage
from newsletters.models.newsletter import Newsletter

# Far above any readable letter; mail programs cut at 100 KB.
LONGEST_BODY = 80_000


@tracked(exclude=("translates",))
class NewsletterText(TextInLanguage):
    """An issue in one language: its subject. Readers of a language without one get English."""

    newsletter = models.ForeignKey(Newsletter, models.CASCADE, related_name="texts")
    subject = CleanCharField(_("subject"), max_length=150)

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = [
            models.UniqueConstraint(
                fields=["newsletter", "language"], name="newslettertext_language_once"
            )
        ]
        triggers = [rows_follow_english("newsletter", "subject")]

    def __str__(self) -> str:
        return self.subject

    @property
    def body(self) -> str:
        """The whole body in this language, as HTML; empty without a text."""
        return bodies_of(self.newsletter).get(self.language, "")


@tracked(exclude=("translates",))
class Section(FollowsEnglish):
    """A part of an issue, with or without a heading, that holds items in their order."""

    newsletter = models.ForeignKey(Newsletter, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(_("position"))
    title = Translated(CleanCharField(_("heading"), max_length=150, blank=True))

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["newsletter", "position"],
                name="section_position_once",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]
        triggers = [translations_follow_english()]

    def __str__(self) -> str:
        return str(self.title) or str(_("Section %(position)s") % {"position": self.position})


@tracked()
class Item(models.Model):
    """One piece of news, in a section of an issue."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "position"],
                name="item_position_once",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return str(_("Item %(position)s") % {"position": self.position})


@tracked(exclude=("translates",))
class ItemText(TextInLanguage):
    """An item in one language; without a row it is left out of the issue in that language."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="texts")
    title = CleanCharField(_("heading"), max_length=150, blank=True)
    body = CleanTextField(_("text"), max_length=LONGEST_BODY)

    class Meta:
        verbose_name = _("text of an item")
        verbose_name_plural = _("texts of items")
        ordering = ["item", "language"]
        constraints = [
            models.UniqueConstraint(fields=["item", "language"], name="itemtext_language_once"),
            models.CheckConstraint(
                name="itemtext_says_something", condition=models.Q(body__regex=r"\S")
            ),
        ]
        triggers = [rows_follow_english("item", "title", "body")]

    def __str__(self) -> str:
        return f"{self.item} ({self.language})"


def bodies_of(newsletter: Newsletter) -> dict[str, str]:
    """The body of an issue as HTML, by language; three queries.

    A section's heading is included only in the languages of its items.
    """
    bodies: dict[str, list[str]] = {}
    for section in newsletter.sections.prefetch_related("items__texts"):
        headed: set[str] = set()
        for item in section.items.all():
            for text in item.texts.all():
                parts = bodies.setdefault(text.language, [])
                heading = getattr(section, to_attribute("title", text.language))
                if heading and text.language not in headed:
                    parts.append(format_html("<h2>{}</h2>", heading))
                headed.add(text.language)
                if text.title:
                    parts.append(format_html("<h3>{}</h3>", text.title))
                parts.append(text.body)
    return {language: "".join(parts) for language, parts in bodies.items()}
