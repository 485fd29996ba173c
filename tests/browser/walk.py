"""Which pages a walk through the whole portal opens: those that tests/access says are open.

Pages that the tables do not list with 200, because they need a special state, are set up here
(`MORE`); what is no page, or no page of its own, stands in `NOT_WALKED` with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.tokens import default_token_generator

from focalpoints.review import publication
from initiatives.models import Initiative
from network.demo.mailbox.store import Mailbox
from tests import factories
from tests.access.row import MOVED, OK, Cast, Row, everybody, own, signed_in
from tests.focalpoints.changes import draft_of
from tests.test_access import TABLE

WALKERS = ("visitor", "focal_point", "secretariat")

NOT_WALKED = {
    "health": "an answer for machines",
    "robots": "a text for machines",
    "favicon": "an image",
    "set_language": "a button",
    "rich-text-preview": "a piece of a page",
    "search-box": "a piece of a page",
    "after-login": "leads on",
    "document-again": "a button",
    "document-file": "a document",
    "private-file": "a document",
    "my-data-json": "a document",
    "my-data-pdf": "a button",
    "my-erasure-back": "a button",
    "public-file": "a document",
    "focalpoints:directory-card": "a document",
    "focalpoints:letter": "a document",
    "focalpoints:notification-annex": "a document",
    "focalpoints:notification-feed": "a feed for machines",
    "focalpoints:notification-acknowledge": "a button",
    "focalpoints:notification-answer": "a button",
    "focalpoints:own-contact-confirm": "a button",
    "focalpoints:own-contact-keep-email": "a button",
    "focalpoints:change-start": "a button",
    "focalpoints:entry-confirm": "a button",
    "focalpoints:change-submit": "a button",
    "focalpoints:change-take-back": "a button",
    "focalpoints:change-take-up": "a button",
    "focalpoints:change-cancel": "a button",
    "focalpoints:drafting-right-invite": "a button",
    "meetings:communique-pdf": "a document",
    "newsletters:subscribe-again": "a button",
    "mailbox:message-html": "the frame inside the page of a message",
    "mailbox:message-file": "a document",
    # A walk of their own: test_every_step_of_the_second_factor.
    "mfa_authenticate": "the second factor",
    "mfa_reauthenticate": "the second factor",
    "mfa_activate_totp": "the second factor",
    "mfa_deactivate_totp": "the second factor",
    "mfa_view_recovery_codes": "the second factor",
    "mfa_generate_recovery_codes": "the second factor",
    "mfa_download_recovery_codes": "a document",
}


def _message(cast: Cast) -> dict[str, Any]:
    mailbox = Mailbox()
    mailbox.keep(
        "reader@example.org",
        b"Subject: News\nTo: reader@example.org\nMIME-Version: 1.0\n"
        b"Content-Type: text/html; charset=utf-8\n\n"
        b'<html lang="en"><head><style>p { color: #123 }</style></head>'
        b'<body><p>Dear reader, <a href="https://example.org/">read on</a>.</p></body></html>\n',
    )
    return {"key": mailbox.letters()[0].key}


def _conflict(cast: Cast) -> dict[str, Any]:
    by = cast.users["focal_point"]
    entry: Initiative = factories.InitiativeFactory.create(owner=cast.spain, title_en="As it was")
    change = draft_of(entry, by, member=cast.spain, title_en="What the focal point wrote")
    entry.title_en = "What the Secretariat published meanwhile"
    publication.edit_directly(entry, seen_version=1, by=cast.users["secretariat"])
    return {"pk": change.pk}


def _new_password(cast: Cast) -> dict[str, Any]:
    account = factories.UserFactory.create()
    return {
        "uidb36": user_pk_to_url_str(account),
        "key": default_token_generator.make_token(account),
    }


MORE: dict[str, Row] = {
    "focalpoints:change-conflict": own(arrange=_conflict),
    # It signs out whoever is signed in with another account: for visitors only.
    "account_reset_password_from_key": signed_in(MOVED, visitor=OK, arrange=_new_password),
    "mailbox:message": everybody(arrange=_message),
}


def rows() -> Iterator[tuple[str, Row]]:
    """Every request for a page of the walk, with its address's name."""
    for name, given in TABLE.items():
        for row in given if isinstance(given, list) else [given]:
            if row.method == "get" and name not in NOT_WALKED:
                yield name, row
    yield from MORE.items()


def open_to(row: Row) -> list[str]:
    return [role for role in WALKERS if getattr(row, role) == OK]


def arranged(cast: Cast) -> dict[str, Sequence[tuple[str, dict[str, Any]]]]:
    """The pages of each role: the name of the address with its arguments, whose rows are made."""
    pages: dict[str, list[tuple[str, dict[str, Any]]]] = {role: [] for role in WALKERS}
    for name, row in rows():
        if roles := open_to(row):
            arguments = row.arrange(cast)
            for role in roles:
                pages[role].append((name, arguments))
    return {**pages}
