"""Texts of a communiqué that its PDF could not show, reported before anybody depends on the PDF."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from network.documents import fonts
from network.values.translations import SOURCE_LANGUAGE


def unshown_sentence(content: dict[str, Any], languages: list[str]) -> str:
    """Which characters the PDFs of `content` in these languages would lack, and where; or "".

    `content` is in the shape that `meetings.documents` tells.
    """
    places = [
        f"{place} ({get_language_info(language)['name_translated']}): {fonts.named(characters)}"
        for language in languages
        for place, text in _texts(content, language)
        if (characters := fonts.missing(text))
    ]
    if not places:
        return ""
    return _(
        "The portal's fonts cannot show some characters, so that no PDF could be made. Replace "
        "them: %(places)s"
    ) % {"places": "; ".join(places)}


def unshown_in(text: str) -> str:
    """What stands beside a single text that holds such characters; or ""."""
    characters = fonts.missing(text)
    if not characters:
        return ""
    return _("No PDF can show %(characters)s. Replace it, or the text cannot be frozen.") % {
        "characters": fonts.named(characters)
    }


def _texts(content: dict[str, Any], language: str) -> Iterator[tuple[str, str]]:
    """What a PDF in one language prints, each text with its place in the active language."""
    yield _("title"), content["title"].get(language, "")
    for paragraph in content["paragraphs"]:
        place = _("paragraph %(number)s") % {"number": paragraph["number"]}
        yield place, paragraph["text"].get(language, "")
    meeting = content["meeting"]
    of_meeting = [meeting[name] for name in ("title", "theme", "city", "country")]
    said = [texts.get(language) or texts.get(SOURCE_LANGUAGE, "") for texts in of_meeting]
    said += [names.get(language) or names.get(SOURCE_LANGUAGE, "") for names in meeting["hosts"]]
    yield _("meeting and hosts"), " ".join(said)
