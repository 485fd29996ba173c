"""A notification as a PDF, built in each of its languages once it is sent."""

from __future__ import annotations

import hashlib
import json
from functools import partial
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import override

from focalpoints.models import Notification
from focalpoints.notifications.mailing import said_in
from focalpoints.rights import notifications_read_by
from network import clock
from network.accounts.models import User
from network.documents.kinds import Content, html_in
from network.documents.models import DocumentBuild
from network.documents.queue import order, start_builds
from network.values.actors import Actor
from network.values.deadlines import deadline
from network.values.rich_text import to_html

KIND = "notification"


def subject_of(notification: Notification) -> str:
    return str(notification.pk)


def _found(subject: str) -> Notification | None:
    sent = Notification.objects.sent().select_related("corrects")
    return sent.filter(pk=int(subject)).first() if subject.isdigit() else None


def may_read(user: object, subject: str) -> bool:
    """Whoever reads the notification; the visitor too, where it is public."""
    return subject.isdigit() and notifications_read_by(user).filter(pk=int(subject)).exists()


def may_order(user: Actor, _subject: str) -> bool:
    """Whoever sends them: the PDFs of all languages are ordered with the approval."""
    return user.has_perm("focalpoints.change_notification")


def order_documents(notification: Notification, *, by: User | None) -> list[DocumentBuild]:
    """Have it built in each language that it is written in."""
    builds = [
        ordered.build
        for language in notification.written_languages
        if (ordered := order(KIND, subject_of(notification), language, by=by)).is_started
    ]
    start_builds(builds)
    return builds


def ready_documents(notification: Notification) -> list[DocumentBuild]:
    """The PDFs that are there, in the order of languages."""
    ready = DocumentBuild.objects.about(KIND, [subject_of(notification)]).ready()
    places = {code: place for place, code in enumerate(notification.written_languages)}
    found = [build for build in ready if build.language in places]
    return sorted(found, key=lambda build: places[build.language])


def content(subject: str, language: str) -> Content | None:
    """What it says in one language; None for a draft, and where there is no text."""
    found = _found(subject)
    if found is None or not found.is_written_in(language):
        return None
    with override(language):
        said = _said(found, language)
    spelled = json.dumps([language, said], ensure_ascii=False, sort_keys=True)
    return Content(
        digest=hashlib.sha256(spelled.encode()).hexdigest(),
        title=said["title"],
        name=f"notification-{found.year}-{found.serial}-{language}.pdf",
        html=partial(_html, said, language),
    )


def _said(notification: Notification, language: str) -> dict[str, Any]:
    """All that the document shows, as plain values in the active language."""
    said = said_in(notification, language)
    assert notification.sent_at is not None, "notification_number_is_of_sent"
    corrects = notification.corrects
    return {
        **said,
        "title": f"{notification.number} {said['subject']}",
        "number": notification.number,
        "day": date_format(clock.day_of(notification.sent_at), "DATE_FORMAT"),
        "act_by": deadline(notification.act_by),
        "asks_answer": notification.asks_answer,
        "corrects": corrects.number if corrects else "",
        "annexes": list(notification.annexes.values_list("title", flat=True)),
        "is_public": notification.is_public,
        "is_sample": notification.is_sample,
    }


def _html(said: dict[str, Any], language: str) -> str:
    shown = {**said, "body_html": to_html(said["body"])}
    return html_in(language, "focalpoints/pdf/notification.html", shown)
