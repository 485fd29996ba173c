"""Merging two records of one person into one, and taking them apart again.

One record stays and says what was chosen of both. The other is **set aside**
(`Person.merged_into`): it is in no list, keeps its versions and what was proposed of it, which
never change, and is found by an erasure. What pointed at it points at the record that stays,
relation by relation as `RELATIONS` says. A designation that says the same as one of the record that
stays is joined into it (`Designation.joined_into`): it is set aside too, with its letter.

Who sees what never widens: of two consents the stricter one stays. An undo within seven days gives
back every row, unless something else was changed since.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from focalpoints.erasure import hold_changes_of
from focalpoints.merge_obstacles import (
    KEPT,
    OTHER,
    is_open,
    joinable,
    obstacles,
    overlapping_rights,
    way_of_accounts,
)
from focalpoints.models import (
    CONSENTS,
    SKILLS,
    UNDO_WITHIN,
    ConfirmationRequest,
    Designation,
    DraftingRight,
    Member,
    Merge,
    Person,
    Revision,
    Visibility,
)
from focalpoints.people import tell_of_changes
from focalpoints.review.publication import publish_entry
from focalpoints.revisions import columns_of, json_of
from focalpoints.rights import may_decide
from network import clock
from network.accounts.models import User
from network.accounts.rights import require_permission
from network.audit.tracking import acting
from network.values.refusals import Refusal

# What is chosen of one record or the other; of the lists both may be taken.
FIELDS = ("title", "given_name", "family_name", "position", "institution", "email", "phone")
BOTH = "both"
_TOLD = (*FIELDS, *SKILLS, *CONSENTS)

# How each relation to a person is merged, by the label of its column: tests hold that none is
# forgotten. MOVED points at the record that stays afterwards; what STAYS says why.
MOVED = "moved"
RELATIONS: dict[str, str] = {
    "focalpoints.Designation.person": MOVED,
    "focalpoints.DraftingRight.person": MOVED,
    "focalpoints.ConfirmationRequest.person": MOVED,
    "focalpoints.Person.merged_into": MOVED,
    "focalpoints.EmailChange.person": "stays: its link is dead, and it goes within a week",
    "focalpoints.Merge.kept": "stays: it says what was merged then",
    "focalpoints.Merge.other": "stays: it says what was merged then",
    "focalpoints.DifferentPeople.first": "stays: it is asked through the merge",
    "focalpoints.DifferentPeople.second": "stays: it is asked through the merge",
}
# And what names a person by type and key.
GENERIC: dict[str, str] = {
    "focalpoints.Revision": "stays: a version never changes, and is one of the record set aside",
    "focalpoints.ProposedChange": "stays with the versions that came of it; an open one refuses",
    "network.SearchEntry": "follows: triggers keep the index",
}
_STRICTEST_FIRST = [Visibility.SECRETARIAT, Visibility.MEMBERS, Visibility.PUBLIC]


@transaction.atomic
def merge_people(kept: Person, other: Person, *, chosen: Mapping[str, str], by: User) -> Merge:
    """Merge `other` into `kept`, which is published as its next version.

    `chosen` says of each of FIELDS, and of SKILLS, whose value stays: KEPT, where nothing is said,
    OTHER, or BOTH lists. Raises Refusal for what stands against it (`obstacles`), each with what to
    do first, and without the right to change people.
    """
    kept, other = _held(kept, other, by=by)
    found = obstacles(kept, other)
    if found:
        raise Refusal(" ".join(found))
    before = {KEPT: _snapshot(kept), OTHER: _snapshot(other)}
    _choose(kept, other, chosen)
    _take_account(kept, other)
    with acting(by):
        moved = _join_and_move(kept, other)
        other.merged_into = kept
        other.save(update_fields=["merged_into", "user", "invitation"])
        publish_entry(
            kept,
            by=by,
            source=Revision.Source.MERGE,
            seen_version=kept.version,
            reason=_("Record {number} was merged into this one.").format(number=other.pk),
        )
        merge = Merge.objects.create(
            kept=kept,
            other=other,
            before=before,
            after={KEPT: _snapshot(kept), OTHER: _snapshot(other)},
            moved=moved,
            merged_by=by,
        )
    whose = OTHER if before[OTHER]["user"] == kept.user_id else KEPT
    _tell(kept, before[whose], by=by)
    return merge


@transaction.atomic
def undo_merge(merge: Merge, *, by: User) -> Person:
    """Take the two records of `merge` apart again: every row is as it was before it.

    What was added to the record that stayed since then stays with it. Raises Refusal when that was
    done already, when it is too late, and where something since stands in the way.
    """
    if not may_decide(by):
        raise Refusal(_("Only the Secretariat may undo a merge."))
    kept, other = _held(merge.kept, merge.other, by=by)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    refusal = why_not_undone(merge, kept, other)
    if refusal:
        raise Refusal(refusal)
    was, former = kept.user_id, kept.email
    try:
        with acting(by), transaction.atomic():
            merge.undone_at, merge.undone_by = clock.now(), by
            merge.save(update_fields=["undone_at", "undone_by"])
            changed = _give_back(kept, merge.before[KEPT])
            publish_entry(
                kept,
                by=by,
                source=Revision.Source.MERGE,
                seen_version=kept.version,
                reason=_("The merge with record {number} was undone.").format(number=other.pk),
            )
            other.merged_into = None
            _give_back(other, merge.before[OTHER])
            other.save(update_fields=["merged_into", "user", "invitation"])
            _move_back(merge)
            merge.before = merge.after = {}
            merge.save(update_fields=["before", "after"])
    except IntegrityError as error:
        # Held by the database alone, such as a rule that a category has since.
        raise Refusal(
            _(
                "A designation that would come back is no longer allowed: its category now has one "
                "active holder. Correct that designation, or leave the records merged."
            )
        ) from error
    if kept.user_id == was:
        own = [name for name in changed if name in _TOLD]
        tell_of_changes(kept, own, by=by, former=former)
    return kept


def forget_what_merges_hold() -> int:
    """Empty what merges keep for an undo whose time has passed; of how many."""
    old = Merge.objects.filter(merged_at__lt=clock.now() - UNDO_WITHIN).exclude(before={})
    return old.update(before={}, after={})


def open_merge_of(person: Person) -> Merge | None:
    """The latest merge into this record that may still be undone, whatever stands against it."""
    found = Merge.objects.undoable_at(clock.now()).filter(kept=person, other__merged_into=person)
    return found.select_related("kept", "other").first()


def what_comes_back(merge: Merge) -> str:
    """In sentences what undoing `merge` does."""
    return _(
        "“{other}” becomes a record of its own again, with all that it had; this one says again "
        "what it said before. What was added since stays here."
    ).format(other=merge.other)


def why_not_undone(merge: Merge, kept: Person, other: Person) -> str:
    """In a sentence what stands against undoing `merge`, of which these are the records; or ""."""
    if merge.undone_at is not None:
        return _("This was undone already.")
    if clock.now() > merge.undoable_until:
        return _("A merge can be undone for seven days, which have passed.")
    if not merge.before:
        return _("Data of the person were erased since, and nothing brings them back.")
    if other.merged_into_id != kept.pk or kept.merged_into_id is not None:
        return _("The record was merged into another one since. Undo that merge first.")
    now = {KEPT: _snapshot(kept), OTHER: _snapshot(other)}
    changed = [
        str(Person._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name, value in now[KEPT].items()
        if merge.after[KEPT].get(name) != value
    ]
    if changed:
        return _(
            "The record was changed since ({fields}), and undoing the merge would lose that. "
            "Change it back first, or record the other person again."
        ).format(fields=", ".join(changed))
    return ""


def _held(one: Person, two: Person, *, by: User) -> tuple[Person, Person]:
    """Both records as they are now, with all that the merge decides on locked.

    In the order of the other writes: what was proposed, the members, the people.
    """
    if not may_decide(by):
        raise Refusal(_("Only the Secretariat may merge records."))
    for person in (one, two):
        require_permission(by, "change", person)
        hold_changes_of(person.pk)
    keys = sorted({one.pk, two.pk})
    theirs = Designation.all_rows.filter(person__in=keys).values("member")
    list(Member.objects.filter(pk__in=theirs).order_by("pk").select_for_update(of=("self",)))
    rows = Person.everyone.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    found = {person.pk: person for person in rows}
    if one.pk not in found or two.pk not in found:
        raise Refusal(_("One of the two records no longer exists."))
    return found[one.pk], found[two.pk]


def _columns() -> list[Any]:
    """All columns of a person that a merge may write, and an undo gives back."""
    named = [field.name for field in columns_of(Person)]
    more = [name for name in Person.unversioned if name not in named]
    return [Person._meta.get_field(name) for name in (*named, *more, "invitation", "confirmed_at")]


def _snapshot(person: Person) -> dict[str, Any]:
    return {field.name: json_of(getattr(person, field.attname)) for field in _columns()}


def _choose(kept: Person, other: Person, chosen: Mapping[str, str]) -> None:
    """Let `kept` say in memory what was chosen, and share no more than either did."""
    for name in FIELDS:
        if chosen.get(name) == OTHER:
            setattr(kept, name, getattr(other, name))
    for name in SKILLS:
        theirs = getattr(other, name)
        if chosen.get(name) == OTHER:
            setattr(kept, name, list(theirs))
        elif chosen.get(name) == BOTH:
            setattr(kept, name, list(dict.fromkeys([*getattr(kept, name), *theirs])))
    for name in CONSENTS:
        setattr(kept, name, stricter(getattr(kept, name), getattr(other, name)))


def stricter(one: str, two: str) -> str:
    """Of two levels the one at which fewer see it."""
    return str(min(Visibility(one), Visibility(two), key=_STRICTEST_FIRST.index))


def _take_account(kept: Person, other: Person) -> None:
    """Move account and invitation, in memory, to the record that stays."""
    if way_of_accounts(kept, other) == OTHER:
        kept.user, kept.invitation = other.user, other.invitation
        other.invitation = None
    other.user = None
    if kept.invitation is None:
        kept.invitation, other.invitation = other.invitation, None
    waiting = kept.invitation
    # Publishing would revoke it, and nothing brings back what was revoked.
    if waiting is not None and is_open(waiting) and waiting.email.lower() != kept.email.lower():
        raise Refusal(
            _(
                "An invitation to {email} is pending. Choose that address, or revoke the "
                "invitation first."
            ).format(email=waiting.email)
        )


def _join_and_move(kept: Person, other: Person) -> dict[str, Any]:
    """Let what points at `other` point at `kept`; what was moved, by the relation."""
    joined = {}
    rests: dict[str, list[int]] = {}
    for stays, goes in joinable(kept, other):
        joined[str(goes.pk)] = stays.pk
        rights = DraftingRight.objects.filter(rests_on=goes)
        rests[str(goes.pk)] = list(rights.values_list("pk", flat=True))
        rights.update(rests_on=stays)
        Designation.all_rows.filter(pk=goes.pk).update(joined_into=stays)
    left_with_it = [right.pk for right in overlapping_rights(kept, other)]
    requests = ConfirmationRequest.objects.all()
    if requests.open().filter(person=kept).exists():
        # Its link is dead as long as the record is set aside, and works again after an undo.
        requests = requests.exclude(state=ConfirmationRequest.State.OPEN)
    rows: dict[str, Any] = {
        "focalpoints.Designation.person": Designation.objects.filter(person=other),
        "focalpoints.DraftingRight.person": DraftingRight.objects.exclude(pk__in=left_with_it),
        "focalpoints.ConfirmationRequest.person": requests,
        "focalpoints.Person.merged_into": Person.everyone.all(),
    }
    moved = {}
    for relation, found in rows.items():
        column = relation.rpartition(".")[2]
        keys = list(found.filter(**{column: other}).values_list("pk", flat=True))
        moved[relation] = keys
        found.model._base_manager.filter(pk__in=keys).update(**{column: kept})
    return {"rows": moved, "joined": joined, "rests": rests}


def _move_back(merge: Merge) -> None:
    """Let what the merge has moved point at the other record again, as far as it is still there."""
    models = {
        "focalpoints.Designation.person": Designation,
        "focalpoints.DraftingRight.person": DraftingRight,
        "focalpoints.ConfirmationRequest.person": ConfirmationRequest,
        "focalpoints.Person.merged_into": Person,
    }
    for relation, keys in merge.moved["rows"].items():
        column = relation.rpartition(".")[2]
        rows: Any = models[relation]._base_manager.filter(pk__in=keys, **{column: merge.kept_id})
        rows.update(**{column: merge.other_id})
    for key, stays in merge.moved["joined"].items():
        Designation.all_rows.filter(pk=int(key), joined_into=stays).update(joined_into=None)
        rights = DraftingRight.objects.filter(pk__in=merge.moved["rests"][key], rests_on=stays)
        rights.update(rests_on=int(key))


def _give_back(person: Person, values: Mapping[str, Any]) -> list[str]:
    """Let `person` say in memory what it said before; the names of the columns that change."""
    changed = []
    for field in _columns():
        if field.name in values and json_of(getattr(person, field.attname)) != values[field.name]:
            value = values[field.name]
            setattr(person, field.attname, value if field.is_relation else field.to_python(value))
            changed.append(field.name)
    return changed


def _tell(kept: Person, before: Mapping[str, Any], *, by: User) -> None:
    """Write to the person which of their data the merge has changed."""
    now = _snapshot(kept)
    names = [name for name in _TOLD if now[name] != before[name]]
    tell_of_changes(kept, names, by=by, former=before["email"])
