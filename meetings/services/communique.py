"""Writing, freezing, adopting and publishing communiqués."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from translated_fields import to_attribute

from meetings.characters import unshown_sentence
from meetings.documents import content_of, digest_of, texts_of
from meetings.models import Acknowledgement, Communique, CommuniqueVersion, Paragraph
from meetings.models.paragraph import ParagraphText
from meetings.translations import Outdated, completeness_of, outdated_texts
from network import clock
from network.accounts.models import User
from network.accounts.rights import remove_by, require_permission
from network.audit.tracking import acting, named_in_trail
from network.values.refusals import Refusal
from network.values.translations import SOURCE_LANGUAGE, check_acknowledged


def fixed_languages(communique: Communique) -> list[str]:
    """The languages whose texts adoption has fixed: those complete in the adopted version.

    A translation made after the adoption may still be written, and is fixed by nothing but
    the version that it is frozen in.
    """
    adopted = communique.adopted_version
    return adopted.languages if adopted else []


@transaction.atomic
def freeze(
    communique: Communique, *, by: User, acknowledged: Collection[str] = ()
) -> CommuniqueVersion:
    """Keep what the communiqué says now as a version that never changes; return it.

    The last version is returned when nothing differs from it. Refuses while the text is
    complete in no language or holds characters that its PDF could not show, and, once adopted, any
    change to a text that was adopted. Raises OutdatedTranslations unless `acknowledged` holds the
    key of each outdated translation.
    """
    require_permission(by, "change", communique)
    return _freeze(
        _locked(communique), by=by, step=Acknowledgement.Step.FREEZING, acknowledged=acknowledged
    )


@named_in_trail
def _freeze(
    communique: Communique, *, by: User, step: str, acknowledged: Collection[str]
) -> CommuniqueVersion:
    """`freeze`, of a row that is already locked and perhaps not yet saved."""
    last = communique.versions.order_by("-number").first()
    content = content_of(communique)
    digest = digest_of(content)
    if last is not None and last.digest == digest:
        return last
    if not content["languages"]:
        raise Refusal(_incomplete_sentence(communique))
    adopted = communique.adopted_version
    if adopted is not None:
        for language in adopted.languages:
            if texts_of(content, language) != texts_of(adopted.content, language):
                raise Refusal(
                    _(
                        "The %(language)s text was adopted and cannot change. Undo the change; "
                        "other languages may still be added."
                    )
                    % {"language": get_language_info(language)["name_translated"]}
                )
    # What was adopted before this was asked can no longer be written otherwise.
    settled = adopted.languages if adopted else []
    unshown = unshown_sentence(
        content, [code for code in content["languages"] if code not in settled]
    )
    if unshown:
        raise Refusal(unshown)
    outdated = outdated_texts(communique)
    check_acknowledged(outdated, acknowledged)
    version = CommuniqueVersion.objects.create(
        communique=communique,
        number=(last.number if last else 0) + 1,
        content=content,
        digest=digest,
        outdated=[item.record for item in outdated],
        frozen_by=by,
    )
    _record_acknowledgement(version, outdated, step=step, by=by)
    return version


@named_in_trail
def _record_acknowledgement(
    version: CommuniqueVersion, outdated: list[Outdated], *, step: str, by: User
) -> None:
    if outdated:
        Acknowledgement.objects.create(
            version=version,
            step=step,
            items=[item.record for item in outdated],
            acknowledged_by=by,
        )


@transaction.atomic
def adopt(
    communique: Communique, *, on: datetime.date, by: User, acknowledged: Collection[str] = ()
) -> CommuniqueVersion:
    """Record that the communiqué was adopted on that day; return the adopted version.

    The version is frozen with the day in it, so that the text and its adoption are one
    document. Refuses a second adoption, a day to come, and a day before the meeting; raises
    OutdatedTranslations as `freeze` does.
    """
    require_permission(by, "change", communique)
    locked = _locked(communique)
    if not Communique.TRANSITIONS.may_become(locked.state, Communique.State.ADOPTED):
        raise Refusal(_("This communiqué has already been adopted."))
    if on > clock.today():
        raise Refusal(_("The day of adoption cannot lie in the future."), field="on")
    starts_on = locked.meeting.starts_on
    if starts_on and on < starts_on.earliest:
        raise Refusal(
            _("The meeting began on %(day)s and cannot have adopted a text before that day.")
            % {"day": date_format(starts_on.earliest)},
            field="on",
        )
    locked.adopted_on = on
    version = _freeze(locked, by=by, step=Acknowledgement.Step.ADOPTION, acknowledged=acknowledged)
    locked.state = Communique.State.ADOPTED
    locked.adopted_version = version
    with acting(by):
        locked.save(update_fields=["state", "adopted_on", "adopted_version", "edited_at"])
    communique.refresh_from_db()
    return version


@transaction.atomic
def publish(communique: Communique, *, by: User, acknowledged: Collection[str] = ()) -> None:
    """Let everybody read and download the adopted text.

    Refuses a text that is not adopted, and one of a meeting that is not announced. Raises
    OutdatedTranslations unless each translation that was outdated when the newest version was
    frozen is acknowledged for the publication too: adopting one and showing it are two decisions.
    """
    require_permission(by, "change", communique)
    locked = _locked(communique)
    if not locked.is_adopted:
        raise Refusal(_("Only an adopted communiqué can be public. Record its adoption first."))
    if not locked.meeting.is_announced:
        raise Refusal(
            _(
                "The meeting is not announced, so nobody could find its communiqué. Announce the "
                "meeting first."
            )
        )
    version = locked.versions.order_by("-number")[0]
    outdated = [Outdated(**record) for record in version.outdated]
    check_acknowledged(outdated, acknowledged)
    _record_acknowledgement(version, outdated, step=Acknowledgement.Step.PUBLICATION, by=by)
    locked.is_public = True
    with acting(by):
        locked.save(update_fields=["is_public", "edited_at"])
    communique.is_public = True


@transaction.atomic
def withdraw_from_public(communique: Communique, *, by: User) -> None:
    """Take the communiqué off the public pages; its versions and PDFs stay."""
    require_permission(by, "change", communique)
    locked = _locked(communique)
    locked.is_public = False
    with acting(by):
        locked.save(update_fields=["is_public", "edited_at"])
    communique.is_public = False


@transaction.atomic
def number_paragraphs(
    communique: Communique, *, moved: Mapping[int, int | None] | None = None, by: User | None
) -> None:
    """Number the paragraphs 1, 2, 3 ... in the order of the numbers that were typed.

    `moved` gives the former number of each paragraph (by primary key) whose number was changed,
    None for a new one. If two have the same number, a paragraph that is new or moved up goes before
    the old one: a new paragraph "3" is meant to be the third. One that moved down goes after it,
    for the same reason.
    """
    require_permission(by, "change", communique)
    former = moved or {}

    def place(row: Paragraph) -> tuple[int, int, int]:
        before = former.get(row.pk)
        went_down = before is not None and row.number > before
        side = 0 if row.pk not in former else 1 if went_down else -1
        return row.number, side, row.pk

    paragraphs = sorted(communique.paragraphs.select_for_update(), key=place)
    with acting(by):
        for number, paragraph in enumerate(paragraphs, start=1):
            if paragraph.number != number:
                Paragraph.objects.filter(pk=paragraph.pk).update(number=number)


def may_be_removed(communique: Communique) -> bool:
    """What was frozen has been built, perhaps sent: it stays."""
    return not communique.versions.exists()


@transaction.atomic
def remove_communique(communique: Communique, *, by: User) -> None:
    """Delete a communiqué of which nothing was ever frozen. Refuses any other."""
    locked = _locked(communique)
    if not may_be_removed(locked):
        raise Refusal(
            _("“{communique}” has been built as a PDF or adopted, and stays.").format(
                communique=locked
            )
        )
    remove_by(locked, by=by)


def edition(communique: Communique, language: str) -> str:
    """A digest of the page of one language: another one means that it has changed.

    That of a translation leaves out numbers and paragraphs without a text, so that edits of the
    English text do not block the translators.
    """
    texts = ParagraphText.objects.filter(paragraph__communique=communique, language=language)
    written = texts.order_by("paragraph_id").values_list("paragraph_id", "text")
    numbers = communique.paragraphs.order_by("pk").values_list("pk", "number")
    rows = [*numbers, *written] if language == SOURCE_LANGUAGE else list(written)
    title = getattr(communique, to_attribute("title", language))
    meeting = communique.meeting_id if language == SOURCE_LANGUAGE else None
    shown = [communique.is_adopted, meeting, title, *rows]
    return hashlib.sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()


def _locked(communique: Communique) -> Communique:
    return (
        Communique.objects.select_for_update(of=("self",))
        .select_related("meeting__country", "adopted_version")
        .get(pk=communique.pk)
    )


def _incomplete_sentence(communique: Communique) -> str:
    """Which paragraphs lack a text, for the language that is furthest."""
    states = completeness_of(communique)
    furthest = max(states, key=lambda entry: (entry.written, entry.has_title))
    if not furthest.written:
        return _("There is no text yet: a communiqué needs a title and a paragraph.")
    language = get_language_info(furthest.language)["name_translated"]
    if not furthest.has_title:
        return _("The title is missing in %(language)s.") % {"language": language}
    numbers = ", ".join(str(number) for number in furthest.missing)
    return _("No language is complete. %(language)s lacks the paragraphs %(numbers)s.") % {
        "language": language,
        "numbers": numbers,
    }
