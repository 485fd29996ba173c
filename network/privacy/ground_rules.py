"""How long the ground floor keeps what: sign-in, mail, documents, logs."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from network.accounts.invitations import VALID_FOR
from network.accounts.rate_limits import COUNTED_FOR
from network.documents.public import ABANDONED_AFTER
from network.mail.models import KEPT, REFUSAL_KEPT
from network.mail.undelivered import LINKS_KEPT
from network.privacy.held import DOCUMENTS_KEPT
from network.privacy.requests import FAREWELL_KEPT
from network.privacy.retention import RetentionRule

RULES = (
    RetentionRule(
        name="accounts",
        what=_("Accounts"),
        sentence=_(
            "As long as the account exists. A closed account stays, because entries and decisions "
            "name it, until its owner asks for erasure."
        ),
    ),
    RetentionRule(
        name="sessions",
        what=_("Sessions, after signing in"),
        sentence=_("For {time} at most, or until you sign out."),
        kept=datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE),
    ),
    RetentionRule(
        name="invitations",
        what=_("Invitations"),
        sentence=_(
            "The link works for {time}. That somebody was invited stays on record until the data "
            "of the person are erased."
        ),
        kept=VALID_FOR,
    ),
    RetentionRule(
        name="password-links",
        what=_("Links for a new password"),
        sentence=_("They work for {time}, once."),
        kept=datetime.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
    ),
    RetentionRule(
        name="mail",
        what=_("Mail that the portal sent"),
        sentence=_(
            "Address, subject and status for {time}; the text only until the message is sent."
        ),
        kept=KEPT,
    ),
    RetentionRule(
        name="refused-mail",
        what=_("That an address takes no mail"),
        sentence=_(
            "The last message that did not arrive, without its subject and text, until one arrives "
            "there, and for {time} at most."
        ),
        kept=REFUSAL_KEPT,
    ),
    RetentionRule(
        name="unsent-links",
        what=_("Mail with a link that could not be sent"),
        sentence=_("Its text is deleted after {time}."),
        kept=LINKS_KEPT,
    ),
    RetentionRule(
        name="rate-limits",
        what=_("Counts that hold off password guessing and floods of mail"),
        sentence=_("For {time} at most, by a digest of the address in place of the address."),
        kept=COUNTED_FOR,
    ),
    RetentionRule(
        name="data-documents",
        what=_("The PDF of the data held about a person"),
        sentence=_("For {time} after it was made or ordered again, for that person alone."),
        kept=DOCUMENTS_KEPT,
    ),
    RetentionRule(
        name="unused-uploads",
        what=_("Uploaded documents that no entry names"),
        sentence=_("Deleted after {time}."),
        kept=ABANDONED_AFTER,
    ),
    RetentionRule(
        name="imports",
        what=_("Imported spreadsheets"),
        sentence=_(
            "The file is not kept. What was read of it stays with the record of the import, "
            "so that the import can be checked and undone."
        ),
    ),
    RetentionRule(
        name="exports",
        what=_("Exports of lists"),
        sentence=_("That a list was exported, by whom and when, stays; not what it said."),
    ),
    RetentionRule(
        name="trail",
        what=_("The trail of changes"),
        sentence=_(
            "As long as what was changed. What identifies a person is taken out of it when their "
            "data are erased."
        ),
    ),
    RetentionRule(
        name="erasure-requests",
        what=_("Requests for erasure"),
        sentence=_("Permanently, with the decision; what the person wrote goes with the data."),
    ),
    RetentionRule(
        name="farewells",
        what=_("The message that informs a person of the erasure"),
        sentence=_("Until it is sent, and for {time} at most; then the address goes too."),
        kept=FAREWELL_KEPT,
    ),
    RetentionRule(
        name="erasure-journal",
        what=_("The journal of erasures"),
        sentence=_(
            "Permanently: when what was erased, by number and by keyed digests in place of "
            "addresses, so that a restored backup brings nothing back."
        ),
    ),
    RetentionRule(
        name="logs",
        what=_("Logs of the server"),
        sentence=_(
            "They hold no keys of links and are kept by the server’s own rules; the Secretariat "
            "tells you which."
        ),
    ),
)
