"""Who may open the register, the letters and the desk."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from focalpoints.confirmation import ask_to_confirm
from focalpoints.models import (
    Designation,
    DraftingRight,
    Member,
    MemberInstitution,
    Notification,
    Revision,
)
from focalpoints.notifications.writing import add_annex
from focalpoints.people import choose_own_contact
from focalpoints.review.publication import edit_directly
from focalpoints.revisions import record
from network.mail.models import OutgoingMail
from tests import factories
from tests.access.row import (
    METHOD,
    MISSING,
    MOVED,
    OK,
    REFUSED,
    Cast,
    Row,
    everybody,
    members,
    officials,
    own,
    own_officials,
    own_to_submit,
    signed_in,
)
from tests.focalpoints.changes import INITIATIVE, draft_of, submitted
from tests.focalpoints.letters import LetterRequestFactory, with_letter
from tests.focalpoints.notifications import recipient, sent
from tests.focalpoints.versions import edited


def _spain(cast: Cast) -> dict[str, Any]:
    return {"slug": cast.spain.slug}


def _letter(cast: Cast) -> dict[str, Any]:
    designation = Designation.objects.get(person__user=cast.users["focal_point"])
    with_letter(designation)
    return {"pk": designation.pk}


def _designation(cast: Cast) -> dict[str, Any]:
    return {"pk": Designation.objects.get(person__user=cast.users["focal_point"]).pk}


def _letter_request(cast: Cast) -> dict[str, Any]:
    return {"pk": LetterRequestFactory.create(member=cast.spain).pk}


def _confirmation(cast: Cast) -> dict[str, Any]:
    # Of a State that there is: the map has no place for another.
    held = factories.DesignationFactory.create(
        member=cast.germany,
        category=factories.category("alternate"),
        person__email="asked@example.org",
    )
    ask_to_confirm([held.person], by=cast.users["secretariat"])
    text = OutgoingMail.objects.latest("pk").body_text
    return {"token": text.split("/confirmation/")[1].split("/")[0]}


def _email_change(cast: Cast) -> dict[str, Any]:
    by = cast.users["focal_point"]
    choose_own_contact(by.person, {"email": "another@example.org"}, by=by)
    text = OutgoingMail.objects.filter(holds_link=True).latest("pk").body_text
    return {"token": text.split("/confirmation/email/")[1].split("/")[0]}


def _no_confirmation(cast: Cast) -> dict[str, Any]:
    return {"token": "never-was-one"}


def _no_letter(cast: Cast) -> dict[str, Any]:
    return {"pk": Designation.objects.get(person__user=cast.users["focal_point"]).pk}


def _draft(cast: Cast) -> dict[str, Any]:
    by = cast.users["focal_point"]
    return {"pk": draft_of(None, by, member=cast.spain, **INITIATIVE).pk}


def _in_review(cast: Cast) -> dict[str, Any]:
    by = cast.users["focal_point"]
    return {"pk": submitted(None, by, member=cast.spain, **INITIATIVE).pk}


def _right(cast: Cast) -> dict[str, Any]:
    right = DraftingRight.objects.filter(member=cast.spain).first()
    return {"pk": (right or factories.DraftingRightFactory.create(member=cast.spain)).pk}


def _new_entry(cast: Cast) -> dict[str, Any]:
    return {"slug": cast.spain.slug, "key": "initiative"}


def _entry(cast: Cast) -> dict[str, Any]:
    entry = factories.InitiativeFactory.create(owner=cast.spain)
    return {"slug": cast.spain.slug, "key": "initiative", "pk": entry.pk}


def _versions_of_member(cast: Cast) -> dict[str, Any]:
    spain = Member.objects.get(pk=cast.spain.pk)
    # Where the reference data are loaded, its first version is kept already.
    if not Revision.objects.of(spain).exists():
        record(spain, by=None, source=Revision.Source.REFERENCE)
    edit_directly(
        spain,
        seen_version=spain.version,
        by=cast.users["secretariat"],
        write_related=lambda: MemberInstitution.objects.get_or_create(
            member=spain, name="Institute"
        ),
    )
    return {"slug": spain.slug}


def _versions_of_person(cast: Cast) -> dict[str, Any]:
    person = factories.PersonFactory.create()
    factories.DesignationFactory.create(
        member=cast.spain, person=person, category=factories.category("military")
    )
    record(person, by=None, source=Revision.Source.DIRECT_EDIT)
    edited(person, cast.users["secretariat"], position="Counsellor")
    return {"pk": person.pk}


def _first_of_member(cast: Cast) -> dict[str, Any]:
    return _versions_of_member(cast) | {"number": 1}


def _first_of_person(cast: Cast) -> dict[str, Any]:
    return _versions_of_person(cast) | {"number": 1}


def _notification(cast: Cast, **values: Any) -> Notification:
    """One that Spain's focal point was sent, for its addressees unless `values` say otherwise."""
    members = {"members": [cast.spain], "visibility": "addressees"}
    return sent(cast.users["secretariat"], asks_answer=True, **(members | values))


def _numbered(notification: Notification) -> dict[str, Any]:
    return {"year": notification.year, "serial": notification.serial}


def _to_addressees(cast: Cast) -> dict[str, Any]:
    return _numbered(_notification(cast))


def _to_members(cast: Cast) -> dict[str, Any]:
    return _numbered(_notification(cast, visibility="members"))


def _to_everybody(cast: Cast) -> dict[str, Any]:
    return _numbered(_notification(cast, visibility="public"))


def _annex(cast: Cast) -> dict[str, Any]:
    draft = factories.NotificationFactory.create(members=[cast.spain], visibility="members")
    upload = ContentFile(b"%PDF-1.7 a form", name="form.pdf")
    annex = add_annex(draft, upload, title="Form", by=cast.users["secretariat"])
    return {**_numbered(sent(cast.users["secretariat"], draft)), "pk": annex.pk}


def _received(cast: Cast) -> dict[str, Any]:
    return {"pk": recipient(_notification(cast), cast.users["focal_point"]).pk}


SEEN = {"version": "2"}

ROWS: dict[str, Row | list[Row]] = {
    "focalpoints:members": everybody(),
    "focalpoints:member": everybody(arrange=_spain),
    # Earlier versions are the member's and the Secretariat's; a member's restore is a draft.
    "focalpoints:member-versions": own(secretariat=OK, arrange=_versions_of_member),
    "focalpoints:member-restore": [
        own(secretariat=OK, arrange=_first_of_member),
        own(MOVED, secretariat=MOVED, method="post", data=SEEN, arrange=_first_of_member),
    ],
    # An official's data are for those whom the member designates, not for every drafter.
    "focalpoints:person-versions": own_officials(secretariat=OK, arrange=_versions_of_person),
    "focalpoints:person-restore": [
        own_officials(secretariat=OK, arrange=_first_of_person),
        own_officials(MOVED, secretariat=MOVED, method="post", data=SEEN, arrange=_first_of_person),
    ],
    "focalpoints:directory": members(),
    # Without a choice the page comes again; who takes something must be a member as well.
    "focalpoints:directory-selection": [
        members(),
        members(method="post"),
        members(method="post", data={"take": "vcards"}),
        members(method="post", data={"take": "addresses"}),
        members(MOVED, method="post", data={"take": "pdf"}),
    ],
    "focalpoints:directory-card": members(arrange=_designation),
    "focalpoints:letter": [
        own_officials(secretariat=OK, arrange=_letter),
        signed_in(MISSING, arrange=_no_letter),
    ],
    # The Secretariat's staff are nobody's focal point here, and have no entry of their own.
    "focalpoints:own-contact": officials(),
    "focalpoints:letter-request-send": own_to_submit(arrange=_spain),
    "focalpoints:letter-request-withdraw": [
        own_to_submit(arrange=_letter_request),
        own_to_submit(MOVED, method="post", arrange=_letter_request),
    ],
    "focalpoints:handover": [
        own_officials(arrange=_designation, mission_contact=MISSING),
        own_officials(MOVED, method="post", arrange=_designation, mission_contact=MISSING),
    ],
    "focalpoints:confirm-email": [
        everybody(arrange=_email_change),
        everybody(MOVED, method="post", arrange=_email_change),
        everybody(REFUSED, arrange=_no_confirmation),
    ],
    "focalpoints:own-contact-keep-email": officials(MOVED, method="post"),
    "focalpoints:own-contact-confirm": officials(MOVED, method="post"),
    "focalpoints:confirm-record": [
        everybody(arrange=_confirmation),
        everybody(MOVED, method="post", arrange=_confirmation),
        everybody(REFUSED, arrange=_no_confirmation),
    ],
    "focalpoints:confirm-record-done": everybody(),
    "focalpoints:notifications": everybody(),
    "focalpoints:notification-feed": everybody(),
    "focalpoints:notification": [
        own_officials(secretariat=OK, arrange=_to_addressees),
        members(arrange=_to_members),
        everybody(arrange=_to_everybody),
    ],
    "focalpoints:notification-annex": members(arrange=_annex),
    # Only whoever it was sent to acts on it; a link that is opened acts on nothing.
    "focalpoints:notification-acknowledge": [
        everybody(METHOD, arrange=_received),
        signed_in(MISSING, focal_point=MOVED, method="post", arrange=_received),
    ],
    "focalpoints:notification-answer": [
        everybody(METHOD, arrange=_received),
        signed_in(
            MISSING, focal_point=MOVED, method="post", data={"answer": "Yes."}, arrange=_received
        ),
    ],
    "focalpoints:desk": signed_in(),
    "focalpoints:desk-member": own(arrange=_spain),
    # A change is its member's until it is published; the Secretariat reads it in the admin.
    "focalpoints:change-start": [
        own(MOVED, method="post", arrange=_new_entry),
        own(MOVED, arrange=_new_entry),
    ],
    "focalpoints:entry-confirm": [
        own_to_submit(MOVED, method="post", arrange=_entry),
        own_to_submit(MOVED, arrange=_entry),
    ],
    "focalpoints:drafting-right-give": [
        own_to_submit(arrange=_spain),
        own_to_submit(method="post", arrange=_spain),
    ],
    "focalpoints:drafting-right-confirm": [
        own_to_submit(arrange=_right),
        own_to_submit(MOVED, method="post", arrange=_right),
    ],
    "focalpoints:drafting-right-revoke": [
        own_to_submit(arrange=_right),
        own_to_submit(MOVED, method="post", arrange=_right),
    ],
    "focalpoints:drafting-right-invite": [
        own_to_submit(MOVED, arrange=_right),
        own_to_submit(MOVED, method="post", arrange=_right),
    ],
    "focalpoints:change": own(arrange=_draft),
    "focalpoints:change-edit": own(arrange=_draft),
    "focalpoints:change-cancel": [
        own(MOVED, method="post", arrange=_draft),
        own(MOVED, arrange=_draft),
    ],
    "focalpoints:change-preview": own(arrange=_draft),
    "focalpoints:change-submit": [
        # Without the edition that was seen, the preview comes again with what is to say.
        own_to_submit(method="post", arrange=_draft),
        own_to_submit(MOVED, arrange=_draft),
    ],
    "focalpoints:change-take-back": [
        own_to_submit(MOVED, method="post", arrange=_in_review),
        own_to_submit(MOVED, arrange=_in_review),
    ],
    "focalpoints:change-withdraw": [
        own(arrange=_draft),
        own(MOVED, method="post", arrange=_draft),
        # What was submitted is given up by those who may submit.
        own_to_submit(arrange=_in_review),
    ],
    "focalpoints:change-take-up": [
        own(MOVED, method="post", arrange=_draft),
        own(MOVED, arrange=_draft),
    ],
    "focalpoints:change-conflict": [
        own(MOVED, arrange=_draft),
        own_to_submit(MOVED, arrange=_in_review),
    ],
}
