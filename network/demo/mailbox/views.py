"""The demo's mailbox: what the portal sent, as its recipients would read it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.message import EmailMessage

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from network.demo.mailbox.store import Letter, Mailbox

PER_PAGE = 50
_SHOWN_HEADERS = ("From", "To", "Subject", "Date")


@dataclass(frozen=True)
class Line:
    """A message in the list."""

    key: str
    recipient: str
    arrived_at: datetime
    subject: str


@never_cache
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The list, newest first; htmx asks for its fragment again every few seconds."""
    wanted = request.GET.get("to", "")[:254]
    page = Paginator(Mailbox().letters(wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "to": wanted,
        "page_obj": page,
        "lines": [line for letter in page if (line := _line(letter))],
    }
    fragment = bool(getattr(request, "htmx", False)) and not request.htmx.boosted  # type: ignore[attr-defined]
    template = "network/mailbox/_list.html" if fragment else "network/mailbox/mailbox.html"
    return render(request, template, context)


@never_cache
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
@require_safe
def message(request: HttpRequest, key: str) -> HttpResponse:
    """One message: headers, plain text, and the HTML in a frame that runs nothing."""
    letter = _found(key)
    read = letter.read()
    return render(
        request,
        "network/mailbox/message.html",
        {
            "letter": letter,
            "subject": _subject(read),
            "headers": [(name, str(read[name])) for name in _SHOWN_HEADERS if name in read],
            "all_headers": [(name, str(value)) for name, value in read.items()],
            "text": _body(read, "plain"),
            "has_html": read.get_body(("html",)) is not None,
        },
    )


@never_cache
@xframe_options_sameorigin
@csp_replace(  # type: ignore[arg-type]
    {
        "default-src": [NONE],
        "script-src": [NONE],
        "style-src": [UNSAFE_INLINE],
        "img-src": ["data:"],
        "font-src": [NONE],
        "connect-src": [NONE],
        "manifest-src": [NONE],
        "form-action": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [SELF],
        # Also when it is opened by itself: a message never runs anything here.
        "sandbox": ["allow-top-navigation-by-user-activation", "allow-popups"],
    }
)
@require_safe
def message_html(request: HttpRequest, key: str) -> HttpResponse:
    """The HTML of a message by itself: no script, nothing from elsewhere, links open on top."""
    read = _found(key).read()
    body = _body(read, "html")
    if not body:
        raise Http404
    # No <base href>, which the policy would refuse; it allows a target alone.
    target = '<base target="_top">'
    body, placed = re.subn(r"(<head[^>]*>)", rf"\1{target}", body, count=1, flags=re.IGNORECASE)
    return HttpResponse(body if placed else target + body)


@never_cache
@require_safe
def message_file(request: HttpRequest, key: str) -> HttpResponse:
    """The message as it came over SMTP."""
    letter = _found(key)
    return HttpResponse(
        letter.raw(),
        content_type="message/rfc822",
        headers={"Content-Disposition": f'attachment; filename="{letter.key}.eml"'},
    )


def _found(key: str) -> Letter:
    letter = Mailbox().letter(key)
    if letter is None:
        raise Http404
    return letter


def _line(letter: Letter) -> Line | None:
    try:
        read = letter.read()
    except FileNotFoundError:  # removed since the list was made
        return None
    return Line(
        letter.key,
        letter.recipient,
        letter.arrived_at,
        _subject(read),
    )


def _subject(read: EmailMessage) -> str:
    return str(read["Subject"] or "") or gettext("(no subject)")


def _body(read: EmailMessage, kind: str) -> str:
    part = read.get_body((kind,))
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except (
        LookupError,
        MessageError,
        ValueError,
    ):  # an unknown charset: better some text
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
