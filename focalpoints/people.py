"""The record of a person: corrected by the Secretariat, edited by the person, erased.

What a member proposes of its officials passes through review (`register`). Neither sets who may see
what: the person does, or the Secretariat at their request.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from focalpoints.confirmation import note_confirmed
from focalpoints.designations import void_older_link
from focalpoints.email_changes import ask_for_change, find_change, give_up, tell_of_effect
from focalpoints.erasure import ERASABLE, empty_everywhere, hold_records_of
from focalpoints.models import MAILBOX, Designation, DraftingRight, Person, Revision
from focalpoints.own_contact_form import OWN_FIELDS
from focalpoints.review.publication import (
    Publication,
    edit_directly,
    import_all,
    publish_entry,
    take_back_import,
)
from focalpoints.rights import may_decide
from network.accounts.models import Invitation, User
from network.accounts.rights import require_permission
from network.audit.tracking import acting
from network.mail.models import OutgoingMail
from network.mail.outbox import queue_template_mail
from network.values.lists import listed
from network.values.refusals import Refusal, RefusedRows


def is_on_record(person: Person) -> bool:
    """Whether a member has ever designated the person, or let them draft."""
    return bool(those_on_record([person.pk]))


def those_on_record(keys: Collection[int]) -> set[int]:
    """Which of the people with these keys a member has ever designated, or let draft."""
    rows: Iterable[QuerySet[Any]] = (Designation.objects.all(), DraftingRight.objects.all())
    return {
        key
        for model in rows
        for key in model.filter(person__in=keys).order_by().values_list("person", flat=True)
    }


@transaction.atomic
def correct_person(person: Person, *, by: User) -> Invitation | None:
    """Write a person as the Secretariat recorded or corrected them, as their next version.

    The caller holds the row from before it was read. Returns the invitation that is void now,
    because its link went to another address. Raises Refusal for an office without its mailbox.
    """
    require_permission(by, "change" if person.pk else "add", person)
    if person.is_office and not person.email:
        raise Refusal(str(MAILBOX), field="email")
    before = Person.objects.filter(pk=person.pk).first()
    earlier = person.invitation
    was_open = earlier is not None and earlier.revoked_at is None
    edit_directly(person, seen_version=person.version, by=by)
    if before is not None:
        tell_of_changes(person, _changed(before, person), by=by, former=before.email)
    if earlier is None or not was_open:
        return None
    earlier.refresh_from_db()
    return earlier if earlier.revoked_at is not None else None


def import_people(people: Sequence[Person], *, by: User | None) -> None:
    """Write different people as a spreadsheet says, each as their next version; sends no mail.

    A list of many is no correction of one, and whoever it touches is asked to confirm in time. The
    caller holds the rows. Raises RefusedRows for an office without its mailbox, and for somebody
    with an account, who keeps their own record.
    """
    refused = {}
    for place, person in enumerate(people):
        if person.is_office and not person.email:
            refused[place] = Refusal(str(MAILBOX), field="email")
        elif person.user_id is not None:
            sentence = _("{person} has an account and keeps the record.")
            refused[place] = Refusal(sentence.format(person=person))
    if refused:
        raise RefusedRows(refused)
    import_all([Publication(entry=person, seen_version=person.version) for person in people], by=by)


@transaction.atomic
def take_back_imported_values(people: Mapping[Person, int], *, by: User) -> None:
    """Write people who say in memory what they said before an import, as their next versions.

    The caller holds the rows; `people` says as which version the import first wrote each. Raises
    Refusal where no earlier version is kept.
    """
    versions = Revision.objects.of_model(Person).without_values()
    known: dict[int, list[Revision]] = defaultdict(list)
    for version in versions.filter(object_id__in=[person.pk for person in people]):
        known[version.object_id].append(version)
    publications = []
    for person, imported_as in people.items():
        earlier = [version for version in known[person.pk] if version.number < imported_as]
        if not earlier:
            raise Refusal(
                _("“{entry}” has no version from before the import.").format(entry=person)
            )
        publications.append(
            Publication(
                entry=person,
                seen_version=person.version,
                restored_from=max(earlier, key=lambda version: version.number),
            )
        )
    take_back_import(publications, by=by)


@transaction.atomic
def choose_own_contact(person: Person, choices: Mapping[str, Any], *, by: User) -> Person:
    """Let a person change their own contact data and who may see them.

    `choices` holds values of OWN_FIELDS. New data are the next version; a change of consent alone
    is not. Who saves their own data has confirmed them. Another email of theirs takes effect once
    it is confirmed from there (`email_changes`), unless they sign in with it. Raises Refusal for
    somebody else's.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.user_id != by.pk and not may_decide(by):
        raise Refusal(_("Only the person themselves and the Secretariat may change this."))
    if person.user_id != by.pk:
        require_permission(by, "change", person)
    changed = [
        name for name in OWN_FIELDS if name in choices and getattr(person, name) != choices[name]
    ]
    former = person.email
    if person.user_id == by.pk and "email" in changed:
        email = choices["email"]
        if email and email != by.email:
            changed.remove("email")
            ask_for_change(person, email, by=by)
    for name in changed:
        setattr(person, name, choices[name])
    if set(changed) - set(Person.unversioned):
        publish_entry(
            person,
            by=by,
            source=Revision.Source.OWN_CONTACT,
            seen_version=person.version,
        )
    elif changed:
        with acting(by):
            person.save(update_fields=changed)
    tell_of_changes(person, changed, by=by, former=former)
    if person.user_id == by.pk:
        note_confirmed(person, by=by)
        if "email" in changed:
            give_up(person)
            tell_of_effect(person, former)
    return person


@transaction.atomic
def confirm_email(token: str) -> Person:
    """Let the address hold whose link was followed, as the person's next version.

    The actor is the person, who alone reads the mailbox. Raises Refusal where the link no longer
    works.
    """
    change = find_change(token)
    person = (
        None
        if change is None
        else Person.objects.select_for_update(of=("self",)).filter(pk=change.person_id).first()
    )
    change = find_change(token)  # Judged again under the lock.
    if change is None or person is None or person.user is None or not person.user.is_active:
        raise Refusal(_("This link no longer works."))
    by, former, person.email = person.user, person.email, change.email
    give_up(person)
    publish_entry(person, by=by, source=Revision.Source.OWN_CONTACT, seen_version=person.version)
    note_confirmed(person, by=by)
    void_older_link(person, by=by)
    tell_of_effect(person, former)
    return person


def _changed(before: Person, after: Person) -> list[str]:
    return [name for name in OWN_FIELDS if getattr(before, name) != getattr(after, name)]


def tell_of_changes(
    person: Person, names: Collection[str], *, by: User, former: str = ""
) -> list[OutgoingMail]:
    """Write to a person what somebody else has changed of their record.

    Which data, and never what they say: the mail may be read by others. Whoever signs in is told
    at the address of their account, others at the recorded one, and at the `former`, so that no
    address is taken off the record unnoticed.
    """
    account = person.user if person.user is not None and person.user.is_active else None
    if not names or person.user_id == by.pk:
        return []
    language = settings.LANGUAGE_CODE if account is None else account.language
    told = [person.email, former] if account is None else [account.email]
    with translation.override(language):
        url = "" if account is None else settings.SITE_URL + reverse("focalpoints:own-contact")
        labels = [str(Person._meta.get_field(name).verbose_name) for name in names]  # type: ignore[union-attr]
        fields = listed(labels)
    return [
        queue_template_mail(
            "focalpoints/email/contact_changed",
            kind=OutgoingMail.Kind.NOTICE,
            address=address,
            language=language,
            holds_link=False,
            context={"fields": fields, "url": url, "secretariat_email": settings.SECRETARIAT_EMAIL},
        )
        for address in dict.fromkeys(address for address in told if address)
    ]


def remove_person(person: Person, *, by: User) -> None:
    """Delete one person as `remove_people` deletes several."""
    remove_people([person], by=by)


@transaction.atomic
def remove_people(people: Sequence[Person], *, by: User) -> None:
    """Delete people who were added by mistake, with their data wherever the portal repeats them.

    All or none: refuses one whom any member has designated or let draft.
    """
    for person in people:
        require_permission(by, "delete", person)
    keys = [person.pk for person in people]
    rows = hold_records_of(people)
    on_record = those_on_record(keys)
    for row in rows:
        if row.pk in on_record:
            raise Refusal(
                _("“{person}” is or was designated, and what was recorded stays.").format(
                    person=row
                )
            )
    empty_everywhere(rows, ERASABLE, by=by)
    with acting(by):
        # What was merged into them first, for it points at them.
        Person.everyone.filter(merged_into__in=keys).delete()
        Person.everyone.filter(pk__in=keys).delete()
