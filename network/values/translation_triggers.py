"""The triggers by which the database keeps what each translation follows.

What follows from it tells `network.values.translations`.
"""

from __future__ import annotations

from collections.abc import Iterable

import pgtrigger

from network.values.translations import LANGUAGES, TRANSLATIONS

# Every `name_en` is the English of a translated text. What a translation followed is kept where a
# whole row is written back that was read before.
_FOLLOW = r"""
    FOR name IN SELECT left(key, -3) FROM jsonb_object_keys(said) AS key WHERE key LIKE '%\_en'NAMES
    LOOP
        FOREACH code IN ARRAY ARRAY[CODES]
        LOOP
            place := name || '_' || replace(code, '-', '_');
            CONTINUE WHEN COALESCE(said ->> place, '') !~ '\S';
            english := SOURCE;
            IF TG_OP = 'INSERT' THEN
                english := COALESCE(said #>> ARRAY['translates', name, code], english);
            ELSIF said ->> place IS NOT DISTINCT FROM before ->> placeALIKE THEN
                english := COALESCE(
                    said #>> ARRAY['translates', name, code],
                    before #>> ARRAY['translates', name, code],
                    english
                );
            END IF;
FIRST            follows := jsonb_set(
                follows,
                ARRAY[name],
                COALESCE(follows -> name, '{}') || jsonb_build_object(code, english)
            );
        END LOOP;
    END LOOP;
    NEW.translates := follows;
    RETURN NEW;
"""


_ENGLISH = "said ->> (name || '_en')"
# What was written before there was a source follows the first one.
_FIRST = r"""
            IF COALESCE(english, '') !~ '\S' THEN
                english := SOURCE;
            END IF;
"""
_ORIGINAL = "COALESCE(ROW ->> ('original_' || name), '')"
# Where an original comes or goes, all translations are judged by another text from then on.
_ALIKE = rf" AND ({_ORIGINAL} ~ '\S') = ({_ORIGINAL.replace('ROW', 'before')} ~ '\S')"


def translations_follow_english(
    *names: str, has_originals: bool = False, column: str = ""
) -> pgtrigger.Trigger:
    """Among the triggers of a model: each translation that is written follows its English text.

    A statement that writes `translates` and no translation has its way, which is how a
    translation is confirmed beside another English text. With `names` only these texts are
    translations. With `has_originals` a text follows what stands in `original_<name>`, where
    something stands there. With `column` the texts lie in that column, as JSON.
    """
    codes, source, alike, first = TRANSLATIONS, _ENGLISH, "", ""
    if has_originals:
        original = _ORIGINAL.replace("ROW", "said")
        codes, alike = LANGUAGES, _ALIKE.replace("ROW", "said")
        source = f"CASE WHEN {original} ~ '\\S' THEN {original} ELSE {_ENGLISH} END"
    if has_originals or column:
        first = _FIRST.removeprefix("\n")
    only = f" AND left(key, -3) IN ({_quoted(names)})" if names else ""
    func = _FOLLOW.replace("NAMES", only).replace("ALIKE", alike).replace("FIRST", first)
    func = func.replace("SOURCE", source)
    return pgtrigger.Trigger(
        name="translations_follow_english",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        declare=[
            ("said", f"jsonb := {_texts_of('NEW', column)}"),
            ("before", f"jsonb := COALESCE({_texts_of('OLD', column)}, '{{}}')"),
            ("follows", "jsonb := '{}'"),
            *((name, "text") for name in ("name", "code", "place", "english")),
        ],
        func=func.replace("CODES", _quoted(codes)),
    )


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _texts_of(row: str, column: str) -> str:
    if not column:
        return f"to_jsonb({row})"
    return f"{row}.{column} || jsonb_build_object('translates', {row}.translates)"


_FOLLOW_ROW = r"""
    SELECT to_jsonb(source) INTO english FROM {meta.db_table} AS source
    WHERE source.OWNER_id = NEW.OWNER_id AND source.language = 'en' AND NEW.language <> 'en';
    IF english IS NOT NULL THEN
        FOREACH name IN ARRAY ARRAY[NAMES]
        LOOP
            follow := english ->> name;
            IF TG_OP = 'INSERT' THEN
                follow := COALESCE(said #>> ARRAY['translates', name], follow);
            ELSIF said ->> name IS NOT DISTINCT FROM before ->> name THEN
                follow := COALESCE(
                    said #>> ARRAY['translates', name], before #>> ARRAY['translates', name], ''
                );
            END IF;
            follows := follows || jsonb_build_object(name, follow);
        END LOOP;
    END IF;
    NEW.translates := follows;
    RETURN NEW;
"""


def rows_follow_english(owner: str, *names: str) -> pgtrigger.Trigger:
    """The same for a TextInLanguage whose rows belong to `owner` and say the texts `names`."""
    func = _FOLLOW_ROW.replace("OWNER", owner)
    return pgtrigger.Trigger(
        name="translations_follow_english",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        declare=[
            ("said", "jsonb := to_jsonb(NEW)"),
            ("before", "jsonb := COALESCE(to_jsonb(OLD), '{}')"),
            ("english", "jsonb"),
            ("follows", "jsonb := '{}'"),
            *((name, "text") for name in ("name", "follow")),
        ],
        func=pgtrigger.Func(  # type: ignore[no-untyped-call]
            func.replace("NAMES", _quoted(names))
        ),
    )
