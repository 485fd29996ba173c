"""Erasing what the portal keeps of a person, at their request.

A value is emptied wherever it is repeated: in the row, its versions, the drafts and steps of its
changes, the history of all these, the admin's log, and mail, also that to others which names them.
With the name go the letters that say it, and with anything the PDFs that list people. What a member
has decided stays: the designations; and so does an account.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
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
from focalpoints.review.changes import settle_withdrawn
from focalpoints.revisions import Values, emptied, erase_values
from focalpoints.rights import may_decide
from network import clock
from network.accounts.invitations import addresses_named, erase_invitations
from network.accounts.models import Invitation, User
from network.accounts.rights import require_permission
from network.audit.erasure import events_of, forget_names
from network.audit.tracking import acting
from network.documents.models import PrivateFile
from network.documents.private import discard_file
from network.documents.queue import forget_builds_of_people
from network.importing.erasing import forget_rows
from network.journal.lines import Line
from network.journal.recording import record_all
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
    person, *set_aside = hold_records_of([person])
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
    empty_everywhere([person, *set_aside], chosen, by=by)
    return person


def letters_naming(people: Sequence[Person]) -> list[LetterRequest]:
    """Letters sent in that name one of the people, by the address or by the name at a member."""
    keys = [person.pk for person in people]
    every = {address for found in _addresses_of(people).values() for address in found}
    names = {
        key: {" ".join(own) for _title, *own in said} for key, said in _said_names(people).items()
    }
    return letters_about(people, addresses=_own_alone(keys, every), names=names)


def is_awaited(*records: Person) -> bool:
    """Whether a letter that names one of them waits for the Secretariat."""
    return any(letter.is_waiting for letter in letters_naming(records))


def letter_waits(person: Person) -> str:
    return _(
        "A letter that designates {person} is waiting: the Secretariat has to record it or send it "
        "back first."
    ).format(person=person)


def hold_records_of(people: Sequence[Person]) -> list[Person]:
    """Lock the records of people, and then those that were merged into them; in this order."""
    keys = [person.pk for person in people]
    merged = Person.everyone.filter(merged_into__in=keys).order_by("pk")
    keys += merged.values_list("pk", flat=True)
    hold_changes_of(*keys)
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
    keys = [] if person is None or is_another else [person.pk]
    erase_invitations(
        _own_alone(keys, addresses_named(line)),
        by=None,
        spared=_of_others_than(keys),
        until=line.happened_at,
    )
    if person is None:
        return "not in this backup"
    if is_another:
        return YOUNGER
    hold_changes_of(person.pk)
    person = Person.everyone.select_for_update(of=("self",)).get(pk=person.pk)
    empty_everywhere([person], names, by=None)
    running = person.designations.overlapping(clock.today(), None)
    left = ", ".join(str(key) for key in running.values_list("pk", flat=True))
    return f"erased; end designations {left} again" if left else "erased"


def empty_everywhere(people: Sequence[Person], names: Collection[str], *, by: User | None) -> None:
    """Empty `names` of `people`, whose rows the caller holds, and wherever they are repeated.

    What somebody has erased is noted in the journal outside the database; nobody is the journal
    itself, when it is replayed. Costs as many statements for one of them as for hundreds, but for
    what is rare: drafts that are open, letters, mail that names them.
    """
    keys = [person.pk for person in people]
    addresses = _addresses_of(people) if "email" in names else {}
    every = {address for found in addresses.values() for address in found}
    # A letter that waits is the member's, and of a person in a backup it was settled since.
    letters = [letter for letter in letters_naming(people) if by is None or not letter.is_waiting]
    is_renamed = any(name in NAMES for name in names)
    if is_renamed:
        # While the history still says how they were called.
        forget_names_in_mail(_names_of(people))
    if by is not None:
        own = _own_alone(keys, every)
        record_all(
            "person",
            {key: own & addresses.get(key, set()) for key in keys},
            fields=sorted(names),
        )
    if "email" in names:
        give_up(*people)
    empty = {name: emptied(getattr(people[0], name)) for name in names}
    for person in people:
        for name in names:
            setattr(person, name, emptied(getattr(person, name)))
    with acting(by):
        Person.everyone.filter(pk__in=keys).update(**empty)
    erase_values(Person, keys, names, by=by, with_label=is_renamed)
    _empty_changes(keys, names, by=by)
    forget_rows(
        FOCAL_POINTS,
        [said for key in keys for said in ({"person": key}, {"people": [key]})],
        shared=[f"e {address}" for address in sorted(every)],
        kept=("member", "member_key", "designation", "person", "person_version", "is_made"),
    )
    # What an undo would give back is not given back any more.
    Merge.objects.of_people(keys).update(before={}, after={})
    # Last, since the writes above were recorded too.
    events_of(Person).filter(pgh_obj_id__in=keys).update(**empty)
    if "email" in names:
        _forget_where_written_to(keys, by=by)
    if is_renamed:
        _discard_letters(keys, by=by)
        _forget_what_they_were_called(keys)
    # What a member had entered beside a letter: the designation has what is needed of it.
    delete_letters(letters, by=by)
    if is_renamed or every:
        _erase_unused_invitations(people, every, by=by)
    forget_builds_of_people()


def hold_changes_of(*keys: int) -> None:
    """Lock what was proposed of the people with these keys.

    Before the rows, as everywhere: whoever saves or decides holds the change first.
    """
    list(_changes_of(keys).select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _changes_of(keys: Collection[int]) -> QuerySet[ProposedChange]:
    content_type = ContentType.objects.get_for_model(Person)
    return ProposedChange.objects.filter(content_type=content_type, object_id__in=keys)


def _empty_changes(keys: Collection[int], names: Collection[str], *, by: User | None) -> None:
    """Empty `names` in what was ever proposed of these people; what is open is set aside."""
    changes = _changes_of(keys)
    with acting(by):
        for change in changes.select_for_update(of=("self",)).order_by("pk"):
            if change.is_open:
                settle_withdrawn(change, by=by, reason=_("Data of the person were erased."))
        _empty_json(_changes_of(keys), ("base", "draft"), names)
        _empty_json(ReviewStep.objects.filter(change__in=changes), ("draft",), names)
    content_type = ContentType.objects.get_for_model(Person)
    events = events_of(ProposedChange).filter(content_type=content_type, object_id__in=keys)
    ever = events.values_list("pgh_obj_id", flat=True)
    _empty_json(events_of(ReviewStep).filter(change__in=ever), ("draft",), names)
    _empty_json(events, ("base", "draft"), names)


def _empty_json(rows: QuerySet[Any], columns: Collection[str], names: Collection[str]) -> None:
    found = list(rows)
    for row in found:
        for column in columns:
            setattr(row, column, _without(getattr(row, column), names))
    rows.model._default_manager.bulk_update(found, columns)


def _without(values: Values, names: Collection[str]) -> Values:
    return {name: emptied(value) if name in names else value for name, value in values.items()}


def _discard_letters(keys: Collection[int], *, by: User | None) -> None:
    """Remove what members wrote about these people; the rows stay, with date and reference."""
    letters = PrivateFile.objects.kept().filter(
        pk__in=Designation.all_rows.filter(person__in=keys).values("letter")
    )
    for letter in letters.order_by("pk"):
        discard_file(letter, by=by)


def _forget_where_written_to(keys: Collection[int], *, by: User | None) -> None:
    """That somebody was notified stays, as what they did for the member; the address goes."""
    with acting(by):
        NotificationRecipient.objects.filter(designation__person__in=keys).update(address="")


def _forget_what_they_were_called(keys: Collection[int]) -> None:
    forget_names(Person, keys)
    for model in (Designation, DraftingRight):
        # Of those that never began and were deleted, too.
        rows = events_of(model).filter(person__in=keys)
        forget_names(model, set(rows.values_list("pgh_obj_id", flat=True)))


def _addresses_of(people: Sequence[Person]) -> dict[int, set[str]]:
    """Every address that was ever recorded of each of the people, lower-case, by their keys."""
    found = {person.pk: {person.email.lower()} for person in people}
    versions = Revision.objects.of_model(Person).filter(object_id__in=found)
    events = events_of(Person).filter(pgh_obj_id__in=found)
    for said in (
        versions.values_list("object_id", "values__email"),
        events.values_list("pgh_obj_id", "email"),
    ):
        for key, email in said.order_by().distinct():
            found[key].add(str(email or "").lower())
    return {key: addresses - {""} for key, addresses in found.items()}


def _names_of(people: Sequence[Person]) -> set[str]:
    """Every full name that was ever recorded of the people, with the title and without."""
    return {
        " ".join(part for part in each if part)
        for said in _said_names(people).values()
        for title, *own in said
        for each in ([title, *own], own)
        if any(own)
    }


def _said_names(people: Sequence[Person]) -> dict[int, set[tuple[str, ...]]]:
    """Title, given name and family name, as each was ever recorded of the people, by their keys."""
    found: dict[int, set[tuple[str, ...]]] = {
        person.pk: {(person.title, person.given_name, person.family_name)} for person in people
    }
    events = events_of(Person).filter(pgh_obj_id__in=found)
    versions = Revision.objects.of_model(Person).filter(object_id__in=found)
    for said in (
        events.values_list("pgh_obj_id", *NAMES),
        versions.values_list("object_id", *(f"values__{name}" for name in NAMES)),
    ):
        for key, *parts in said.order_by().distinct():
            found[key].add(tuple(part or "" for part in parts))
    return found


def _erase_unused_invitations(
    people: Sequence[Person], addresses: Collection[str], *, by: User | None
) -> None:
    """Erase what was sent to the people's own addresses, unless it led to an account."""
    keys = [person.pk for person in people]
    invited = [person for person in people if person.invitation_id is not None]
    sent_to = Invitation.objects.filter(pk__in=[person.invitation_id for person in invited])
    every = {*addresses, *(email.lower() for email in sent_to.values_list("email", flat=True))}
    erase_invitations(_own_alone(keys, every), by=by, spared=_of_others_than(keys))
    for person in invited:
        person.refresh_from_db(fields=["invitation"])


def _others_than(keys: Collection[int]) -> QuerySet[Person]:
    return Person.objects.exclude(pk__in=keys)


def _of_others_than(keys: Collection[int]) -> Q:
    """Invitations that are recorded as those of other people, whatever their address."""
    others = _others_than(keys).filter(invitation__isnull=False)
    return Q(pk__in=others.values("invitation"))


def _own_alone(keys: Collection[int], addresses: Collection[str]) -> set[str]:
    """Those, lower-case, that no other official has: a mailbox may be an office's."""
    if not addresses:
        return set()
    others = _others_than(keys).order_by().annotate(lower_email=Lower("email"))
    taken = others.filter(lower_email__in=addresses).values_list("lower_email", flat=True)
    return set(addresses) - set(taken)
