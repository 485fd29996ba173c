"""Translations that follow an earlier English text than now, in drafts and in versions.

An entry tells them of itself (`network.values.translations`). A draft keeps what its translations
follow as the entry does, so that the English changed in one sitting leaves behind what was
translated in another; a version keeps which were outdated when it was published.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from translated_fields import to_attribute

from focalpoints.models import ProposedChange, Revision
from focalpoints.review.field_values import Values, same
from focalpoints.review.registry import Kind
from network.values.translations import (
    LANGUAGES,
    SOURCE_LANGUAGE,
    FollowsEnglish,
    OutdatedText,
    if_outdated,
    is_same_text,
)

Follows = dict[str, dict[str, str]]


def texts_of_draft(kind: Kind, change: ProposedChange, live: Any) -> list[OutdatedText]:
    """Every translation of a draft beside what it follows, outdated or not; no query.

    `live` is the published entry as it is stored, None for a new one.
    """
    if not issubclass(kind.model, FollowsEnglish):
        return []
    return [
        _text_of_draft(change, live, name, language)
        for language in LANGUAGES
        for name in kind.model.translated_names()
        if to_attribute(name, language) in change.draft
    ]


def _text_of_draft(
    change: ProposedChange, live: FollowsEnglish | None, name: str, language: str
) -> OutdatedText:
    column = to_attribute(name, language)
    text = _said(change.draft, column)
    source, spoken = _said(change.draft, to_attribute(name, SOURCE_LANGUAGE)), SOURCE_LANGUAGE
    follows = str(change.translates.get(name, {}).get(language) or "")
    if live is not None:
        original, of_original = live.source_of(name)
        is_as_published = same(getattr(live, column), change.draft.get(column))
        if of_original != SOURCE_LANGUAGE:
            # It is no part of a draft: what the draft newly says was written beside it.
            source, spoken, follows = original, of_original, original
        published = live.translated_from(name, language)
        if is_as_published and (is_same_text(published, source) or spoken != SOURCE_LANGUAGE):
            # Confirmed meanwhile, or written beside the English that the draft comes back to.
            follows = published
    return OutdatedText(language, name, text, follows.strip(), source, source_language=spoken)


def outdated_in_draft(kind: Kind, change: ProposedChange, live: Any) -> list[OutdatedText]:
    """The outdated translations of a draft, language by language."""
    found = (if_outdated(item) for item in texts_of_draft(kind, change, live))
    return [item for item in found if item is not None]


def follows_of_draft(
    kind: Kind, change: ProposedChange, live: Any, *, left_out: Collection[str] = ()
) -> Follows:
    """What the entry's translations follow once the draft is published, but for `left_out`."""
    return _follows(
        item
        for item in texts_of_draft(kind, change, live)
        if item.text and item.is_from_english and item.column not in left_out
    )


def confirm_in_draft(kind: Kind, change: ProposedChange, live: Any, keys: Collection[str]) -> None:
    """Let the outdated translations with these keys follow the draft's English as it is now."""
    items = outdated_in_draft(kind, change, live)
    right = [item for item in items if item.key in keys and item.is_from_english]
    let_draft_follow(change, {name: dict(said) for name, said in _follows(right, now=True).items()})


def let_draft_follow(change: ProposedChange, follows: Follows) -> None:
    """Keep what translations of a draft follow; the caller holds the change."""
    change.refresh_from_db(fields=["translates"])
    if follows:
        known = change.translates
        wanted = known | {name: {**known.get(name, {}), **said} for name, said in follows.items()}
        ProposedChange.objects.filter(pk=change.pk).update(translates=wanted)
        change.translates = wanted


def follows_of_version(model: type[Any], revision: Revision, columns: Collection[str]) -> Follows:
    """What the translations of a version followed, of the texts that have one of `columns`."""
    found: Follows = {}
    if not issubclass(model, FollowsEnglish):
        return found
    outdated = {item.column: item.translates for item in outdated_of_version(revision)}
    for name in model.translated_names():
        of_text = {to_attribute(name, language): language for language in LANGUAGES}
        if not set(of_text) & set(columns):
            continue
        original = _said(revision.values, model.original_of(name))
        source = original or _said(revision.values, to_attribute(name, SOURCE_LANGUAGE))
        for column, language in of_text.items():
            if _said(revision.values, column):
                found.setdefault(name, {})[language] = outdated.get(column, source)
    return found


def outdated_of_version(revision: Revision) -> list[OutdatedText]:
    return [OutdatedText(**record) for record in revision.outdated]


def _follows(items: Iterable[OutdatedText], *, now: bool = False) -> Follows:
    found: Follows = {}
    for item in items:
        found.setdefault(item.identity, {})[item.language] = (
            item.english if now else item.translates
        )
    return found


def _said(values: Values, column: str) -> str:
    return str(values.get(column) or "").strip()
