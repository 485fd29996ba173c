"""Translations with the English text that they follow, and which of them are outdated.

English is the source. Beside every translation stands the English text that it follows, so whether
it is outdated is a comparison and no mark that a way of writing could forget to set; and where the
English comes back to what it said, its translations are right again by themselves. Texts that
differ in blanks alone say the same. A text whose model keeps it in the language that it was written
in (`original_title` beside `title`) is translated from there, into English too.

A text with a column per language (`network.values.translated`) keeps it in one column,
`translates`, and a text with a row per language in a column of the row. A trigger of the database
(`network.values.translation_triggers`) writes both: no admin page, import or script has to think
of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, NullIf, Trim
from django.db.models.lookups import Exact
from django.utils.translation import get_language, get_language_info, gettext
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from network.values.refusals import Refusal

SOURCE_LANGUAGE = "en"
LANGUAGES: list[str] = [code for code, _name in settings.LANGUAGES]
TRANSLATIONS = [code for code in LANGUAGES if code != SOURCE_LANGUAGE]

Found = TypeVar("Found", bound="OutdatedText")


def own_name(language: str) -> str:
    """A language in its own name, as a heading."""
    name = str(get_language_info(language)["name_local"])
    return name[:1].upper() + name[1:]


def text_in(row: models.Model, name: str, language: str) -> str:
    """A translated text in exactly that language, with no fallback; stripped."""
    return str(getattr(row, to_attribute(name, language)) or "").strip()


def is_same_text(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but blanks and the ends of lines."""
    return one.split() == other.split()


@dataclass(frozen=True)
class OutdatedText:
    """A translation that follows an English text which has changed since."""

    language: str
    identity: str  # which text it is: the name of a translated column, or what a subclass says
    text: str
    translates: str  # the English that it follows; empty when there was none yet
    english: str  # the current English
    number: int | None = None  # of a part that is numbered
    # Of what it follows; another than English where the text was written in another.
    source_language: str = SOURCE_LANGUAGE

    @property
    def key(self) -> str:
        """The key that a person acknowledges: of this translation and this English text."""
        value = json.dumps([self.text, self.translates, self.english], ensure_ascii=False)
        digest = hashlib.sha256(value.encode()).hexdigest()[:16]
        return f"{self.language}.{self.identity}.{digest}"

    @property
    def place(self) -> str:
        return str(COLUMNS[self.identity])

    @property
    def language_name(self) -> str:
        return own_name(self.language)

    @property
    def direction(self) -> str:
        return "rtl" if get_language_info(self.language)["bidi"] else "ltr"

    @property
    def is_from_english(self) -> bool:
        return self.source_language == SOURCE_LANGUAGE

    @property
    def label(self) -> str:
        """Which text it is, in which language, where it is named among others."""
        return f"{self.language_name} · {self.place}"

    @property
    def column(self) -> str:
        """The translated column that it stands in."""
        return str(to_attribute(self.identity, self.language))

    @property
    def record(self) -> dict[str, Any]:
        """Itself as plain JSON, to be kept with what it was printed in."""
        said = asdict(self)
        if self.is_from_english:
            # As it was kept before any other language was a source.
            del said["source_language"]
        return said


# What the translated columns are called where one is named by itself.
COLUMNS = {
    "title": _("Title"),
    "theme": _("Theme"),
    "city": _("City"),
    "name": _("Name"),
    "summary": _("Summary"),
    "short": _("Short form"),
    "seat": _("Headquarters"),
    "subject": _("Subject"),
    "body": _("Text"),
    "action": _("Action required"),
}


def if_outdated(item: Found) -> Found | None:
    """The text itself where it is outdated: a translation that says something, beside English
    that says something else than what it follows."""
    if item.language == item.source_language or not item.text:
        return None
    return None if is_same_text(item.translates, item.english) else item


class FollowsEnglish(models.Model):
    """A row whose translated columns record the English that they follow.

    A subclass names `translations_follow_english()` among its triggers, and is tracked without
    `translates`: the trail has the texts, and a confirmation is noted in words.
    """

    # {column: {language: the English text that the translation follows}}; the database writes it.
    translates = models.JSONField(
        _("English text that each translation follows"), default=dict, blank=True, editable=False
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        # The database has written it, so it is read again when it is next needed.
        self.__dict__.pop("translates", None)

    @classmethod
    def translated_names(cls) -> list[str]:
        """The translated texts of the model, in its order."""
        columns = [field.name for field in cls._meta.concrete_fields]
        return [name.removesuffix("_en") for name in columns if name.endswith("_en")]

    @classmethod
    def original_of(cls, name: str) -> str:
        """The column that keeps a text in the language it was written in; empty without one."""
        column = f"original_{name}"
        return column if any(field.name == column for field in cls._meta.concrete_fields) else ""

    def source_of(self, name: str) -> tuple[str, str]:
        """What the translations of a text follow, and its language: its original, or English."""
        if (column := self.original_of(name)) and (text := str(getattr(self, column)).strip()):
            return text, getattr(self, "original_language", "") or "und"
        return text_in(self, name, SOURCE_LANGUAGE), SOURCE_LANGUAGE

    def outdated_texts(self) -> list[OutdatedText]:
        """Its outdated translations, language by language; no query."""
        sources = {name: self.source_of(name) for name in self.translated_names()}
        items = (
            if_outdated(
                OutdatedText(
                    language=language,
                    identity=name,
                    text=text_in(self, name, language),
                    translates=self.translated_from(name, language),
                    english=source,
                    source_language=spoken,
                )
            )
            for language in LANGUAGES
            for name, (source, spoken) in sources.items()
        )
        return [item for item in items if item is not None]

    def translated_from(self, name: str, language: str) -> str:
        """The English text that a translation follows; empty without any."""
        return str(self.translates.get(name, {}).get(language) or "").strip()


class TextInLanguage(models.Model):
    """A text in one language; a translation records the English that it follows.

    A subclass names `rows_follow_english()` among its triggers, and is tracked without
    `translates`.
    """

    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    # {column: the English text that it follows}; the database writes it.
    translates = models.JSONField(
        _("English text that it translates"), default=dict, blank=True, editable=False
    )

    class Meta:
        abstract = True


def follow_english(row: FollowsEnglish, name: str, language: str, english: str) -> None:
    """Record that the present translation of `row` follows `english` from now on.

    The caller holds a lock on the row, and has written the translation before.
    """
    follow_each(row, {name: {language: english}})


def follow_each(row: FollowsEnglish, follows: Mapping[str, Mapping[str, str]]) -> None:
    """The same for several texts and languages at once, {name: {language: English}}."""
    rows = type(row)._base_manager.filter(pk=row.pk)
    now = rows.values_list("translates", flat=True).get()
    wanted = now | {name: {**now.get(name, {}), **said} for name, said in follows.items()}
    if wanted != now:
        rows.update(translates=wanted)
    row.__dict__.pop("translates", None)


def follow_loaded(row: FollowsEnglish, loaded: Mapping[str, Any]) -> None:
    """Let translations that a file gave together with their English follow it.

    Only if `row` has the texts of the file: a translation by people keeps what it follows.
    """
    follows: dict[str, dict[str, str]] = {}
    for name in row.translated_names():
        source, spoken = row.source_of(name)
        if spoken != SOURCE_LANGUAGE or source != _loaded_text(loaded, name, SOURCE_LANGUAGE):
            continue
        for language in TRANSLATIONS:
            text = text_in(row, name, language)
            is_loaded = bool(text) and text == _loaded_text(loaded, name, language)
            if is_loaded and not is_same_text(row.translated_from(name, language), source):
                follows.setdefault(name, {})[language] = source
    if follows:
        follow_each(row, follows)


def _loaded_text(loaded: Mapping[str, Any], name: str, language: str) -> str:
    return str(loaded.get(to_attribute(name, language)) or "").strip()


def outdated_places(row: FollowsEnglish) -> list[str]:
    """Which texts of `row` are outdated in the language that the reader has chosen."""
    return [item.place for item in row.outdated_texts() if item.language == get_language()]


def languages_of(items: Iterable[OutdatedText]) -> list[str]:
    """The languages of outdated translations, each in its own name, in the portal's order."""
    found = {item.language for item in items}
    return [own_name(language) for language in LANGUAGES if language in found]


def has_outdated_texts(model: type[FollowsEnglish]) -> Q:
    """The rows of `model` with an outdated translation, by the rule of `outdated_texts`."""
    condition = Q(pk__in=[])
    for name in model.translated_names():
        english: Any = F(to_attribute(name, SOURCE_LANGUAGE))
        original = model.original_of(name)
        source = Coalesce(NullIf(Trim(original), Value("")), english) if original else english
        for language in LANGUAGES if original else TRANSLATIONS:
            said = F(to_attribute(name, language))
            follows = KT(f"translates__{name}__{language}")
            found = texts_differ(said, Value("")) & texts_differ(follows, source)
            if language == SOURCE_LANGUAGE:
                found &= texts_differ(F(original), Value(""))
            condition |= found
    return condition


def texts_differ(one: Any, other: Any) -> Q:
    """Where two texts differ in more than spaces, in SQL; either may be NULL."""
    return ~Q(Exact(_normalised(one), _normalised(other)))


def _normalised(text: Any) -> Any:
    """A text without the spaces that make no difference."""
    plain = Coalesce(text, Value(""), output_field=models.TextField())
    blanks = (Value(r"\s+"), Value(" "), Value("g"))
    return Trim(Func(plain, *blanks, function="regexp_replace", output_field=models.TextField()))


class OutdatedTranslations(Refusal):
    """Translations follow an earlier English text, and nobody has acknowledged that.

    `items` are those to acknowledge: a call with their keys goes on.
    """

    def __init__(self, items: Sequence[OutdatedText]) -> None:
        self.items = items
        super().__init__(
            gettext("Translations are outdated: the English text has changed since they were made.")
        )


def check_acknowledged(outdated: Sequence[OutdatedText], acknowledged: Collection[str]) -> None:
    """Raise OutdatedTranslations unless `acknowledged` holds the key of each outdated translation.

    The key contains the texts, so an acknowledgement from before another change does not count.
    """
    if not {item.key for item in outdated} <= set(acknowledged):
        raise OutdatedTranslations(outdated)


def with_key(items: Iterable[Found], key: str) -> Found:
    """The outdated translation of that key; raises Refusal when either text has changed since."""
    found = next((item for item in items if item.key == key), None)
    if found is None:
        raise Refusal(
            gettext(
                "One of the two texts has changed since you opened the page. Compare them again."
            )
        )
    return found
