"""Erasing what the portal keeps of a person, at their request.

A value is emptied wherever it is repeated: in the row, its versions, the drafts and steps of its
changes, the history of all these, the admin's log, and mail, also that to others which names them.
With the name go the letters that say it, and with anything the PDFs that list people. What a member
has decided stays: the designations; and so does an account.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from focalpoints.email_changes import give_up
from focalpoints.letters_about import delete_letters, letters_about
from focalpoints.models import (
    SKILLS,
    Designation,
    DraftingRight,
    LetterRequest,
    Merge,
    NotificationRecipient,
    Person,
    ProposedChange,
    ReviewStep,
    Revision,
)
from focalpoints.review import registry
from focalpoints.review.changes import settle_withdrawn
from focalpoints.revisions import Values, emptied, erase_values
from focalpoints.rights import may_decide
from network import clock
from network.accounts.invitations import addresses_named, erase_invitations
from network.accounts.models import User
from network.accounts.rights import require_permission
from network.audit.erasure import events_of, forget_names
from network.audit.tracking import acting
from network.documents.models import PrivateFile
from network.documents.private import discard_file
from network.documents.queue import forget_builds_of_people
from network.importing.erasing import forget_rows
from network.journal.lines import Line
from network.journal.recording import record
from network.journal.rows import YOUNGER, is_younger
from network.mail.erasing import forget_names_in_mail
from network.values.refusals import Refusal

NAMES = ("title", "given_name", "family_name")
# The lists in which people are imported.
FOCAL_POINTS = "focal-points"
ERASABLE = (*NAMES, "position", "institution", "email", "phone", *SKILLS)


@transaction.atomic
def erase_person_data(person: Person, names: Iterable[str], *, by: User) -> Person:
    """Empty the fields `names`, of ERASABLE, permanently, wherever the portal repeats them.

    So are they in the records that were merged into theirs. For the Secretariat, at the person's
    request. Raises Refusal where no field is named, and for somebody who is designated or may
    draft, today or later.
    """
    if not may_decide(by):
        raise Refusal(_("Only the Secretariat may erase data."))
    require_permission(by, "change", person)
    chosen = [name for name in ERASABLE if name in set(names)]
    if not chosen:
        raise Refusal(_("Choose what is to be erased."))
    person, *set_aside = hold_records_of(person)
    today = clock.today()
    if person.designations.overlapping(today, None).exists():
        raise Refusal(
            _("“{person}” is designated today or later. End the designation first.").format(
                person=person
            )
        )
    if DraftingRight.objects.unexpired_on(today).filter(person=person).exists():
        raise Refusal(_("“{person}” has a drafting right. Revoke it first.").format(person=person))
    if is_awaited(person, *set_aside):
        raise Refusal(letter_waits(person))
    for record_of_them in (person, *set_aside):
        empty_everywhere(record_of_them, chosen, by=by)
    return person


def letters_naming(person: Person) -> list[LetterRequest]:
    """Letters sent in that name the person, by the address or by the name at a member of theirs."""
    names = {" ".join(each) for _title, *each in _said_names(person)}
    return letters_about(
        person, addresses=_own_alone(person.pk, _addresses_of(person)), names=names
    )


def is_awaited(*records: Person) -> bool:
    """Whether a letter that names one of them waits for the Secretariat."""
    return any(letter.is_waiting for each in records for letter in letters_naming(each))


def letter_waits(person: Person) -> str:
    return _(
        "A letter that designates {person} is waiting: the Secretariat has to record it or send it "
        "back first."
    ).format(person=person)


def hold_records_of(person: Person) -> list[Person]:
    """Lock the record of a person, and then those that were merged into it."""
    keys = [person.pk, *Person.everyone.filter(merged_into=person).values_list("pk", flat=True)]
    for key in keys:
        hold_changes_of(key)
    rows = Person.everyone.select_for_update(of=("self",)).filter(pk__in=keys)
    found = {row.pk: row for row in rows.order_by("pk")}
    return [found[key] for key in keys]


def replay_person(line: Line) -> str:
    """Empty again what a restored backup brought back of a person (network.journal).

    Also of one who is designated in it: the designation was ended before the erasure, and is named
    so that it is ended again.
    """
    names = [name for name in ERASABLE if name in line.said["fields"]]
    # Each record has a line of its own, also one that was merged into another.
    person = Person.everyone.filter(pk=int(line.key)).first()
    # Who has the number by chance has nothing of whom the line means.
    is_another = person is not None and is_younger(person, line)
    key = None if person is None or is_another else person.pk
    erase_invitations(
        _own_alone(key, addresses_named(line)),
        by=None,
        spared=_of_others_than(key),
        until=line.happened_at,
    )
    if person is None:
        return "not in this backup"
    if is_another:
        return YOUNGER
    hold_changes_of(person.pk)
    person = Person.everyone.select_for_update(of=("self",)).get(pk=person.pk)
    empty_everywhere(person, names, by=None)
    running = person.designations.overlapping(clock.today(), None)
    keys = ", ".join(str(key) for key in running.values_list("pk", flat=True))
    return f"erased; end designations {keys} again" if keys else "erased"


def empty_everywhere(person: Person, names: Collection[str], *, by: User | None) -> None:
    """Empty `names` of `person`, whose row the caller holds, and wherever they are repeated.

    What somebody has erased is noted in the journal outside the database; nobody is the journal
    itself, when it is replayed.
    """
    addresses = _addresses_of(person) if "email" in names else set()
    # A letter that waits is the member's, and of a person in a backup it was settled since.
    letters = [letter for letter in letters_naming(person) if by is None or not letter.is_waiting]
    is_renamed = any(name in NAMES for name in names)
    if is_renamed:
        # While the history still says how they were called.
        forget_names_in_mail(_names_of(person))
    if by is not None:
        own = _own_alone(person.pk, addresses)
        record("person", person.pk, addresses=own, fields=sorted(names))
    if "email" in names:
        give_up(person)
    for name in names:
        setattr(person, name, emptied(getattr(person, name)))
    with acting(by):
        person.save(update_fields=list(names))
    erase_values(Person, person.pk, names, by=by, with_label=is_renamed)
    _empty_changes(person, names, by=by)
    forget_rows(
        FOCAL_POINTS,
        [{"person": person.pk}, {"people": [person.pk]}],
        shared=[f"e {address}" for address in sorted(addresses)],
        kept=("member", "member_key", "designation", "person", "person_version", "is_made"),
    )
    # What an undo would give back is not given back any more.
    Merge.objects.of_people([person.pk]).update(before={}, after={})
    # Last, since the writes above were recorded too.
    empty = {name: getattr(person, name) for name in names}
    events_of(Person).filter(pgh_obj_id=person.pk).update(**empty)
    if "email" in names:
        _forget_where_written_to(person, by=by)
    if is_renamed:
        _discard_letters(person, by=by)
        _forget_what_it_was_called(person)
    # What a member had entered beside a letter: the designation has what is needed of it.
    delete_letters(letters, by=by)
    if is_renamed or addresses:
        _erase_unused_invitation(person, addresses, by=by)
    forget_builds_of_people()


def hold_changes_of(key: int) -> None:
    """Lock what was proposed of the person with this key.

    Before the row, as everywhere: whoever saves or decides holds the change first.
    """
    list(_changes_of(key).select_for_update(of=("self",)).values_list("pk"))


def _changes_of(key: int) -> QuerySet[ProposedChange]:
    content_type = ContentType.objects.get_for_model(Person)
    return ProposedChange.objects.filter(content_type=content_type, object_id=key)


def _empty_changes(person: Person, names: Collection[str], *, by: User | None) -> None:
    """Empty `names` in what was ever proposed of the person; what is open is set aside."""
    with acting(by):
        for change in _changes_of(person.pk).select_for_update(of=("self",)):
            if change.is_open:
                settle_withdrawn(change, by=by, reason=_("Data of the person were erased."))
        _empty_json(_changes_of(person.pk), ("base", "draft"), names)
        _empty_json(ReviewStep.objects.filter(change__in=_changes_of(person.pk)), ("draft",), names)
    content_type = registry.kind_of_entry(person).content_type
    events = events_of(ProposedChange).filter(content_type=content_type, object_id=person.pk)
    changes = events.values_list("pgh_obj_id", flat=True)
    _empty_json(events_of(ReviewStep).filter(change__in=changes), ("draft",), names)
    _empty_json(events, ("base", "draft"), names)


def _empty_json(rows: QuerySet[Any], columns: Collection[str], names: Collection[str]) -> None:
    found = list(rows)
    for row in found:
        for column in columns:
            setattr(row, column, _without(getattr(row, column), names))
    rows.model._default_manager.bulk_update(found, columns)


def _without(values: Values, names: Collection[str]) -> Values:
    return {name: emptied(value) if name in names else value for name, value in values.items()}


def _discard_letters(person: Person, *, by: User | None) -> None:
    """Remove what members wrote about the person; the rows stay, with date and reference."""
    letters = PrivateFile.objects.kept().filter(
        pk__in=Designation.all_rows.filter(person=person).values("letter")
    )
    for letter in letters.order_by("pk"):
        discard_file(letter, by=by)


def _forget_where_written_to(person: Person, *, by: User | None) -> None:
    """That somebody was notified stays, as what they did for the member; the address goes."""
    with acting(by):
        NotificationRecipient.objects.filter(designation__person=person).update(address="")


def _forget_what_it_was_called(person: Person) -> None:
    forget_names(Person, [person.pk])
    for model in (Designation, DraftingRight):
        # Of those that never began and were deleted, too.
        rows = events_of(model).filter(person=person.pk)
        forget_names(model, set(rows.values_list("pgh_obj_id", flat=True)))


def _addresses_of(person: Person) -> set[str]:
    """Every address that was ever recorded of the person, lower-case."""
    versions = Revision.objects.of(person).values_list("values__email", flat=True)
    events = events_of(Person).filter(pgh_obj_id=person.pk).values_list("email", flat=True)
    return {str(email).lower() for email in (person.email, *versions, *events) if email}


def _names_of(person: Person) -> set[str]:
    """Every full name that was ever recorded of the person, with the title and without."""
    return {
        " ".join(part for part in each if part)
        for title, *own in _said_names(person)
        for each in ([title, *own], own)
        if any(own)
    }


def _said_names(person: Person) -> set[tuple[str, ...]]:
    """Title, given name and family name, as each was ever recorded of the person."""
    events = events_of(Person).filter(pgh_obj_id=person.pk).values_list(*NAMES).distinct()
    versions = Revision.objects.of(person).values_list(*(f"values__{name}" for name in NAMES))
    said = {(person.title, person.given_name, person.family_name), *events, *versions}
    return {tuple(part or "" for part in each) for each in said}


def _erase_unused_invitation(person: Person, addresses: set[str], *, by: User | None) -> None:
    """Erase what was sent to the person's own addresses, unless it led to an account."""
    if person.invitation is not None:
        addresses = {*addresses, person.invitation.email.lower()}
    erase_invitations(_own_alone(person.pk, addresses), by=by, spared=_of_others_than(person.pk))
    person.refresh_from_db(fields=["invitation"])


def _others_than(key: int | None) -> QuerySet[Person]:
    found = Person.objects.all()
    return found if key is None else found.exclude(pk=key)


def _of_others_than(key: int | None) -> Q:
    """Invitations that are recorded as another person's, whatever their address."""
    others = _others_than(key).filter(invitation__isnull=False)
    return Q(pk__in=others.values("invitation"))


def _own_alone(key: int | None, addresses: Iterable[str]) -> set[str]:
    """Those that no other official has: a mailbox may be an office's."""
    others = _others_than(key)
    return {address for address in addresses if not others.filter(email__iexact=address).exists()}
