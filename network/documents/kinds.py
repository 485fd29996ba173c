"""Kinds of documents: what an app declares so that its documents are built and given out.

An app adds a `DocumentKind` in its `contributions.py`; the queue, its admin pages, the page of a
build and the download need nothing more.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from network import registry
from network.values.actors import Actor
from network.values.refusals import Refusal
from network.values.translations import own_name


@dataclass(frozen=True)
class Content:
    """What a subject says in one language, read at one moment.

    `digest` is the SHA-256 of all that `html` shows: two contents with one digest are one document.
    `html` makes the HTML of just this content. `title` may be in any letters; `name` is the file's,
    plain ASCII, ending in .pdf, at most 150 characters long.
    """

    digest: str
    title: str
    name: str
    html: Callable[[], str]


@dataclass(frozen=True, kw_only=True)
class DocumentKind(registry.Contribution):
    """A kind of document that an app has built.

    A subject is a key of at most 100 characters that only the kind understands. `content` answers
    with None where there is no such subject, or nothing in that language. `may_order` says who may
    have it built, and see the progress and why it failed; `may_read` who may download it. `address`
    is given where the kind has a page of its own for the download. Files of a kind that is `kept`
    for a while only are deleted so long after they were made, or ordered again. Those of a kind
    that `lists_people` as they were go when data of anybody are erased; whoever needs one asks
    again.
    """

    label: Any
    content: Callable[[str, str], Content | None]
    may_read: Callable[[Any, str], bool]
    may_order: Callable[[Any, str], bool]
    address: Callable[[str, str], str] | None = None
    kept: datetime.timedelta | None = None
    lists_people: bool = False


def html_in(language: str, template: str, said: Mapping[str, Any]) -> str:
    """What `template` makes of plain values in a language; it gets its code, name and direction."""
    with override(language):
        known = {
            **said,
            "language": language,
            "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
            "language_name": own_name(language),
        }
        return render_to_string(template, known)


class UnknownKind(LookupError):  # noqa: N818 - what it is, not what went wrong
    """No app of this portal declares a kind of that name."""


def kind_named(name: str) -> DocumentKind:
    """The kind of that name; raises UnknownKind."""
    kind = registry.named(DocumentKind, name)
    if kind is None:
        raise UnknownKind(name)
    return kind


def require_order(by: Actor | None, kind: DocumentKind, subject: str) -> None:
    """Refuse `by` where they may not have the document built; nobody is the portal itself."""
    if by is not None and not kind.may_order(by, subject):
        raise Refusal(_("Your account has no permission for this."))
