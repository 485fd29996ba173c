"""Comparing two records of a person field by field, merging them, and undoing that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from focalpoints.admin.duplicates import PAGE, may_merge, people_named
from focalpoints.merge_obstacles import KEPT, OTHER, joinable, obstacles
from focalpoints.merging import (
    BOTH,
    FIELDS,
    merge_people,
    open_merge_of,
    stricter,
    undo_merge,
    what_comes_back,
    why_not_undone,
)
from focalpoints.models import (
    CONSENTS,
    SKILLS,
    Designation,
    DraftingRight,
    Expertise,
    Merge,
    Person,
    ProposedChange,
    Revision,
    Visibility,
    language_name,
)
from network.accounts.access import signed_in_user
from network.adminsite.confirmation import question_page, refuse_if_changed
from network.adminsite.row_versions import versions_of
from network.values.deadlines import deadline
from network.values.lists import listed
from network.values.optimistic_lock import Overtaken
from network.values.primary_keys import at_key
from network.values.refusals import Refusal


@dataclass(frozen=True)
class Value:
    """What one record says in a line of the comparison, and whether it is the one chosen."""

    key: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Line:
    """A line of the comparison: a field that both say alike has nothing to choose."""

    name: str
    label: str
    values: list[Value]
    is_same: bool
    both: Value | None = None


@dataclass
class Record:
    """One of the two, with all that points at it."""

    person: Person
    obstacles: list[str] = field(default_factory=list)
    is_kept: bool = False
    designations: list[Designation] = field(default_factory=list)
    rights: list[DraftingRight] = field(default_factory=list)
    versions: int = 0
    requests: int = 0
    proposals: int = 0
    set_aside: int = 0


def merge_page(model_admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """GET compares the two whom `first` and `second` name; POST merges them as was chosen."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    named = request.GET.get("first", "")
    people = people_named(named, request.GET.get("second", ""))
    if people is None:
        one = at_key(Person.objects.all(), named).first()
        if one is None or not may_merge(model_admin, request):
            messages.warning(request, _("Choose two people of the list."))
            return redirect(PAGE)
        messages.warning(request, _("Choose another person."))
        return redirect("admin:focalpoints_person_merge_this", one.pk)
    chosen: Mapping[str, str] = {}
    if request.method == "POST":
        if not may_merge(model_admin, request):
            raise PermissionDenied
        chosen = request.POST
        merged = _merged(model_admin, request, people)
        if merged is not None:
            return redirect("admin:focalpoints_person_change", merged.kept_id)
        people = people_named(str(people[0].pk), str(people[1].pk))
        if people is None:
            return redirect(PAGE)
    return _comparison(model_admin, request, people, chosen)


def _merged(
    model_admin: ModelAdmin, request: HttpRequest, people: tuple[Person, Person]
) -> Merge | None:
    """Merge as the form says, and offer to undo it; show a refusal."""
    stays = request.POST.get("stays", "")
    kept = next((person for person in people if str(person.pk) == stays), None)
    if kept is None:
        messages.error(request, _("Choose which record stays."))
        return None
    other = next(person for person in people if person.pk != kept.pk)
    words = {str(kept.pk): KEPT, str(other.pk): OTHER, BOTH: BOTH}
    chosen = {
        name: words[request.POST[name]]
        for name in (*FIELDS, *SKILLS)
        if request.POST.get(name) in words
    }
    done = _("Merged with record {number}.").format(number=other.pk)
    try:
        with transaction.atomic():
            if request.POST.get("seen") != _seen(people):
                raise Overtaken(
                    _("Nothing was done: one of the records has changed since you compared them.")
                )
            merge = merge_people(kept, other, chosen=chosen, by=signed_in_user(request))
            model_admin.log_change(request, merge.kept, done)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return None
    messages.success(
        request,
        format_html(
            '{} <a href="{}">{}</a><form class="message-undo" method="post" action="{}">'
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<button class="admin-button">{}</button></form>',
            _(
                "The two records are one now: this one. Everything of the other points here. This "
                "can be undone until {moment}."
            ).format(moment=deadline(merge.undoable_until)),
            reverse(PAGE),
            _("To the likely duplicates"),
            reverse("admin:focalpoints_person_undo_merge_this", args=[merge.kept_id]),
            get_token(request),
            _("Undo"),
        ),
    )
    return merge


def _seen(people: tuple[Person, Person]) -> str:
    """A mark of both records as they are now."""
    marks = versions_of(Person, [person.pk for person in people])
    return " ".join(marks.get(str(person.pk), "") for person in people)


def _comparison(
    model_admin: ModelAdmin,
    request: HttpRequest,
    people: tuple[Person, Person],
    chosen: Mapping[str, str],
) -> HttpResponse:
    one, two = (_record(person) for person in people)
    one.obstacles, two.obstacles = (
        obstacles(one.person, two.person),
        obstacles(two.person, one.person),
    )
    against = [text for text in one.obstacles if text in two.obstacles]
    for record in (one, two):
        record.obstacles = [text for text in record.obstacles if text not in against]
    kept = _kept_of(one, two, chosen)
    kept.is_kept = True
    joined = [] if against else joinable(one.person, two.person)
    may = may_merge(model_admin, request) and not against
    context: dict[str, Any] = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Compare and merge"),
        "records": [one, two],
        "lines": [_line(name, people, kept.person, chosen) for name in FIELDS]
        + [_skills_line(name, people, chosen) for name in SKILLS],
        "consents": _consents(people),
        "against": against,
        "joined": [stays for stays, _goes in joined],
        "is_possible": may and not (one.obstacles and two.obstacles),
        "may_merge": may_merge(model_admin, request),
        "seen": _seen(people),
    }
    return TemplateResponse(request, "admin/focalpoints/merge.html", context)


def _record(person: Person) -> Record:
    kind = ContentType.objects.get_for_model(Person)
    return Record(
        person,
        designations=list(person.designations.with_people().order_by("-starts_on", "pk")),
        rights=list(person.drafting_rights.with_people().order_by("-starts_on", "pk")),
        versions=Revision.objects.of(person).count(),
        requests=person.confirmation_requests.count(),
        proposals=ProposedChange.objects.filter(content_type=kind, object_id=person.pk).count(),
        set_aside=Person.everyone.filter(merged_into=person).count(),
    )


def _kept_of(one: Record, two: Record, chosen: Mapping[str, str]) -> Record:
    """Which record stays, if nothing else is chosen: the one with more to it."""
    for record in (one, two):
        if chosen.get("stays") == str(record.person.pk):
            return record

    def weight(record: Record) -> tuple[bool, bool, int, int]:
        user = record.person.user
        has_account = user is not None and user.is_active
        return (
            not record.obstacles,
            has_account,
            len(record.designations) + len(record.rights),
            -record.person.pk,
        )

    return max(one, two, key=weight)


def _line(
    name: str, people: tuple[Person, Person], kept: Person, chosen: Mapping[str, str]
) -> Line:
    texts = [str(getattr(person, name)) for person in people]
    filled = kept if getattr(kept, name) else next((p for p in people if getattr(p, name)), kept)
    wanted = chosen.get(name) or str(filled.pk)
    values = [
        Value(str(person.pk), text, str(person.pk) == wanted)
        for person, text in zip(people, texts, strict=True)
    ]
    return Line(name, _label(name), values, is_same=texts[0] == texts[1])


def _skills_line(name: str, people: tuple[Person, Person], chosen: Mapping[str, str]) -> Line:
    """The languages or the expertise: of one, of the other, or both together."""
    say: Callable[[str], Any] = language_name if name == "languages" else _expertise
    lists = [list(getattr(person, name)) for person in people]
    wanted = chosen.get(name) or BOTH
    values = [
        Value(str(person.pk), listed(say(code) for code in codes), str(person.pk) == wanted)
        for person, codes in zip(people, lists, strict=True)
    ]
    together = listed(say(code) for code in dict.fromkeys([*lists[0], *lists[1]]))
    return Line(
        name,
        _label(name),
        values,
        is_same=set(lists[0]) == set(lists[1]),
        both=Value(BOTH, together, wanted == BOTH),
    )


def _expertise(code: str) -> str:
    return str(Expertise(code).label)


def _consents(people: tuple[Person, Person]) -> list[tuple[str, list[str], str]]:
    """What is shared unlike: what it is, with whom each shares it, and with whom it will be."""
    parts = {
        "name": _("Name"),
        "position": _("Position"),
        "institution": _("Institution"),
        "email": _("Email"),
        "phone": _("Telephone"),
        "skills": _("Languages and expertise"),
    }
    words = {
        Visibility.PUBLIC: _("everybody"),
        Visibility.MEMBERS: _("all members"),
        Visibility.SECRETARIAT: _("own member only"),
    }
    found = []
    for name in CONSENTS:
        levels = [str(getattr(person, name)) for person in people]
        if levels[0] != levels[1]:
            said = [words[Visibility(level)] for level in levels]
            stays = words[Visibility(stricter(*levels))]
            found.append((parts[name.removesuffix("_visibility")], said, stays))
    return found


def _label(name: str) -> str:
    return str(capfirst(Person._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


# --- Undoing ---


def undo_latest(model_admin: ModelAdmin, request: HttpRequest, person: Person) -> HttpResponse:
    """GET asks, POST undoes the latest merge into the record of `person`, if it still can be."""
    back = reverse("admin:focalpoints_person_change", args=[person.pk])
    merge = open_merge_of(person)
    if merge is None:
        messages.warning(
            request,
            _(
                "There is nothing to undo: no record was merged into this one in the last seven "
                "days."
            ),
        )
        return redirect(back)
    if request.method != "POST":
        return question_page(
            model_admin,
            request,
            person,
            title=_("Undo the merge of this record?"),
            sentence=what_undoing_does(merge),
            button=_("Undo the merge"),
            back=back,
        )
    done = _("The merge with record {number} was undone.").format(number=merge.other_id)
    try:
        with transaction.atomic():
            refuse_if_changed(request, person)
            undo_merge(merge, by=signed_in_user(request))
            model_admin.log_change(request, person, done)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(
            request,
            format_html(
                '{} <a href="{}">{}</a>',
                _("The two records are as they were before."),
                reverse("admin:focalpoints_person_change", args=[merge.other_id]),
                _("To the other record"),
            ),
        )
    return redirect(back)


def what_undoing_does(merge: Merge) -> str:
    """In sentences: what comes back, until when, and what stands against it already."""
    against = why_not_undone(merge, merge.kept, merge.other)
    can = _("This can be undone until {moment}.").format(moment=deadline(merge.undoable_until))
    return f"{what_comes_back(merge)} {against or can}"
