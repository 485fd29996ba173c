"""Who may open the pages of the ground floor, of sign-in and of the demonstration's mailbox."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from focalpoints.models import Designation
from initiatives.models import PlanDocument
from meetings.services.builds import request_builds
from network.accounts.invitations import invite
from network.documents.models import PublicFile
from network.mail.models import OutgoingMail
from network.tasks import pulse
from tests import factories
from tests.access.row import (
    MISSING,
    MOVED,
    OK,
    REFUSED,
    Cast,
    Row,
    everybody,
    own_officials,
    secretariat,
    signed_in,
)
from tests.focalpoints.letters import with_letter
from tests.meetings.texts import adopted, with_ready_pdf, written


def _working(cast: Cast) -> dict[str, Any]:
    pulse()
    return {}


def _invitation(cast: Cast) -> dict[str, Any]:
    invite(email="newcomer@example.org", by=cast.users["secretariat"])
    text = OutgoingMail.objects.latest("pk").body_text
    return {"token": text.split("/invitation/")[1].split("/")[0]}


def _no_invitation(cast: Cast) -> dict[str, Any]:
    return {"token": "never-was-one"}


def _reset_key(cast: Cast) -> dict[str, Any]:
    return {"uidb36": "1", "key": "wrong"}


def _build(cast: Cast) -> dict[str, Any]:
    return {"pk": request_builds(written(), by=cast.users["secretariat"])[0].pk}


def _draft_file(cast: Cast) -> dict[str, Any]:
    return {"pk": with_ready_pdf(written(), by=cast.users["secretariat"]).pk}


def _public_file(cast: Cast) -> dict[str, Any]:
    by = cast.users["secretariat"]
    return {"pk": with_ready_pdf(adopted(by=by, public=True), by=by).pk}


def _letter_file(cast: Cast) -> dict[str, Any]:
    designation = Designation.objects.get(person__user=cast.users["focal_point"])
    return {"pk": with_letter(designation).letter_id}


def _unnamed_file(cast: Cast) -> dict[str, Any]:
    row = PublicFile(original_name="plan.pdf", content_type="application/pdf", size=8)
    row.file.save("", ContentFile(b"%PDF-1.7"))
    return {"key": row.identity}


def _published_file(cast: Cast) -> dict[str, Any]:
    given = _unnamed_file(cast)
    address = PublicFile.objects.get(identity=given["key"]).address
    plan = factories.PlanFactory.create()
    PlanDocument.objects.create(plan=plan, title="Plan", url=address)
    return given


def _no_message(cast: Cast) -> dict[str, Any]:
    return {"key": "20260101T000000-0000"}


# allauth leads the signed-in away from pages for those who are not.
_FOR_STRANGERS = signed_in(MOVED, visitor=OK)

ROWS: dict[str, Row | list[Row]] = {
    "health": everybody(arrange=_working),
    "favicon": everybody(MOVED),
    "robots": everybody(),
    "set_language": everybody(MOVED, method="post", data={"language": "fr", "next": "/"}),
    "document": secretariat(arrange=_build),
    "document-again": secretariat(MOVED, method="post", arrange=_build),
    "document-file": [secretariat(arrange=_draft_file), everybody(arrange=_public_file)],
    "public-file": [everybody(arrange=_published_file), signed_in(MISSING, arrange=_unnamed_file)],
    "private-file": own_officials(secretariat=OK, arrange=_letter_file),
    "home": everybody(),
    "after-login": signed_in(MOVED),
    "search": everybody(),
    "search-box": everybody(),
    "privacy": everybody(),
    "retention": everybody(),
    # Everybody sees their own, and nobody another's.
    "my-data": signed_in(),
    "my-data-json": signed_in(),
    "my-erasure": [signed_in(), signed_in(MOVED, method="post")],
    "my-erasure-back": signed_in(MOVED, method="post"),
    "my-data-pdf": signed_in(MOVED, method="post"),
    "accessibility": everybody(),
    "styleguide": secretariat(),
    "rich-text-preview": signed_in(
        method="post", data={"text": "- one"}, former_focal_point=MISSING
    ),
    "invitation": [
        everybody(arrange=_invitation),
        everybody(REFUSED, arrange=_no_invitation),
    ],
    "account_login": _FOR_STRANGERS,
    "account_logout": signed_in(visitor=MOVED),
    "account_inactive": everybody(),
    "account_signup": _FOR_STRANGERS,
    "account_reauthenticate": signed_in(),
    "account_change_password": signed_in(),
    "account_reset_password": everybody(),
    "account_reset_password_done": everybody(),
    "account_reset_password_from_key": everybody(arrange=_reset_key),
    "account_reset_password_from_key_done": everybody(),
    "mfa_index": signed_in(),
    # A step of signing in: for nobody outside it.
    "mfa_authenticate": signed_in(MOVED),
    "mfa_reauthenticate": signed_in(MOVED),
    # Guarded by entering the password once more; what is not set up does not exist.
    "mfa_activate_totp": signed_in(MOVED),
    "mfa_deactivate_totp": signed_in(MISSING),
    "mfa_view_recovery_codes": signed_in(MISSING),
    "mfa_generate_recovery_codes": signed_in(MOVED),
    "mfa_download_recovery_codes": signed_in(MISSING),
    "mailbox:mailbox": everybody(),
    "mailbox:message": everybody(MISSING, arrange=_no_message),
    "mailbox:message-html": everybody(MISSING, arrange=_no_message),
    "mailbox:message-file": everybody(MISSING, arrange=_no_message),
}
