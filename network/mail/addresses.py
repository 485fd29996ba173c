"""Addresses that may stand in an SMTP command and in a header."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_noop

from network.values.mail_addresses import ascii_domain

# Control characters would end the command or the header; spaces and angle brackets would end
# the path. RFC 5321 allows some of them inside quotes, which no mailbox of today uses.
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f<>\u2028\u2029]")
# What nearly all are, and what needs no change.
_USUAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,180}")


class NotSendable(Exception):  # noqa: N818 - reads as a verdict on the message
    """This message can never be sent as it is; the sentence says why."""


def envelope_address(address: str, *, smtputf8: bool = False) -> str:
    """The form of `address` for SMTP: an international domain becomes its ASCII form.

    What people enter is in that form already; this is for what was written before it was.

    A local part beyond ASCII needs a server with SMTPUTF8 (RFC 6531), which `smtputf8` says.
    Raises NotSendable with a sentence for staff.
    """
    if _USUAL.fullmatch(address):
        return address
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or _FORBIDDEN.search(address):
        raise NotSendable(gettext_noop("The address is not one that mail can be sent to."))
    try:
        domain = domain if domain.isascii() else ascii_domain(domain)
    except ValidationError as error:
        raise NotSendable(gettext_noop("The domain of the address cannot exist.")) from error
    if not local.isascii() and not smtputf8:
        raise NotSendable(
            gettext_noop("The mail server does not accept addresses with letters beyond a to z.")
        )
    # RFC 5321, 4.5.3.1: 64 octets for the local part, 254 for the whole path.
    if len(local.encode()) > 64 or len(local.encode()) + 1 + len(domain) > 254:
        raise NotSendable(gettext_noop("The address is longer than mail allows."))
    return f"{local}@{domain}"
