"""The PDFs of communiqués: what the queue of documents is told of them, and asking for them."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from django.db import transaction
from django.urls import reverse

from meetings.documents import KIND, communique_html, download_title, file_name
from meetings.models import Communique, CommuniqueVersion
from meetings.services.communique import freeze
from network.accounts.models import User
from network.accounts.rights import require_permission
from network.documents.kinds import Content
from network.documents.models import DocumentBuild
from network.documents.queue import order
from network.values.actors import Actor


def _found(subject: str) -> CommuniqueVersion | None:
    """The version that builds call `subject` (`CommuniqueVersion.subject`)."""
    communique, _slash, number = subject.partition("/")
    found = CommuniqueVersion.objects.select_related("communique__meeting")
    return found.filter(communique=int(communique), number=int(number)).first()


def content(subject: str, language: str) -> Content | None:
    """What a frozen version says in one language."""
    version = _found(subject)
    if version is None or language not in version.languages:
        return None
    return Content(
        digest=version.digest,
        title=download_title(version, language),
        name=file_name(version, language),
        html=partial(communique_html, version, language),
    )


def may_read(user: object, subject: str) -> bool:
    version = _found(subject)
    return (
        version is not None
        and CommuniqueVersion.objects.visible_to(user).filter(pk=version.pk).exists()
    )


def may_order(user: Actor, _subject: str) -> bool:
    return user.has_perm("meetings.change_communique")


def address(subject: str, language: str) -> str:
    communique, _slash, number = subject.partition("/")
    return reverse("meetings:communique-pdf", args=[communique, number, language])


@transaction.atomic
def request_builds(
    communique: Communique, *, by: User, acknowledged: Collection[str] = ()
) -> list[DocumentBuild]:
    """Freeze what the communiqué says and ask for a PDF in each complete language.

    Returns the rows that now wait: new ones, and failed ones tried again. Those that are
    ready or under way are left alone, so that pressing twice does no harm. Refuses as `freeze`
    does.
    """
    return request_builds_of(freeze(communique, by=by, acknowledged=acknowledged), by=by)


@transaction.atomic
def request_builds_of(version: CommuniqueVersion, *, by: User) -> list[DocumentBuild]:
    """Ask for a PDF of a frozen version in each of its languages; return the rows that wait."""
    require_permission(by, "change", version.communique)
    ordered = [order(KIND, version.subject, language, by=by) for language in version.languages]
    return [one.build for one in ordered if one.is_started]
