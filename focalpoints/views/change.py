"""A member's change: its form, its preview, and every step that a focal point can take."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from focalpoints.models import ProposedChange
from focalpoints.review import changes, drafts, registry, submissions
from focalpoints.review.changes import is_unedited
from focalpoints.review.children import ChildRows
from focalpoints.review.drafts import discard_new
from focalpoints.review.forms import NoteForm, ReviewForm
from focalpoints.review.pages import ChangePage, decisions_of, rebase_from
from focalpoints.review.values import (
    Values,
    changed_items,
    empty_form,
    forms_of,
    sent_form,
    values_of_form,
)
from focalpoints.rights import (
    changes_drafted_by,
    changes_submitted_by,
    may_submit,
    members_drafted_for,
)
from network.accounts.access import signed_in, signed_in_user
from network.adminsite.translations import (
    acknowledged_keys,
    acknowledgement_context,
    shown_by_field,
)
from network.documents.public import NoSuchFile, keep_uploads
from network.values.primary_keys import find_at_key
from network.values.refusals import Refusal
from network.values.translations import OutdatedTranslations

State = ProposedChange.State
# How the page's script names an opened form.
FORM_ID = re.compile(r"[0-9a-f]{16}")


def _change(request: HttpRequest, pk: int) -> ProposedChange:
    """The change, if it is of a member for which the user may draft; 404 otherwise."""
    return _found(changes_drafted_by(request.user), pk)


def _submission(request: HttpRequest, pk: int) -> ProposedChange:
    """The change, if it is of a member for which the user may submit; 404 otherwise."""
    return _found(changes_submitted_by(request.user), pk)


def _found(changes: QuerySet[ProposedChange], pk: int) -> ProposedChange:
    rows = changes.select_related(
        "member__country", "member__organisation", "author", "content_type"
    )
    return get_object_or_404(rows, pk=pk)


def _form_id(sent: QueryDict, name: str) -> str:
    """The opened form that a request names, whose kept texts the page's script may delete."""
    form_id = sent.get(name, "")
    return form_id if FORM_ID.fullmatch(form_id) else ""


def _saved(page: str, change: ProposedChange, request: HttpRequest, **more: str) -> HttpResponse:
    """Redirect to `page`, which tells the browser what it need not keep any more."""
    if form_id := _form_id(request.POST, "form_id"):
        more = {"saved": form_id, **more}
    address = reverse(page, args=[change.pk])
    return redirect(f"{address}?{urlencode(more)}" if more else address)


def _context(request: HttpRequest, page: ChangePage, **more: Any) -> dict[str, Any]:
    return {
        "page": page,
        "change": page.change,
        "kind": page.kind,
        "member": page.change.member,
        "edition": page.edition,
        "may_submit": may_submit(request.user, page.change.member),
        **more,
    }


@signed_in
@require_http_methods(["GET", "POST"])
def change_start(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Open the draft of an entry (`entry` in the form), or of a new one.

    Opened as a page, as after a sign-in, it leads to the desk, where the button stands.
    """
    member = get_object_or_404(members_drafted_for(request.user), slug=slug)
    kind = registry.kind(key)
    if kind is None:
        raise Http404
    if request.method == "GET":
        return redirect("focalpoints:desk-member", slug=member.slug)
    entry = None
    if wanted := request.POST.get("entry"):
        entry = find_at_key(kind.entries_of(member), wanted)
    try:
        change = drafts.start_change(kind, entry, member=member, by=signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("focalpoints:desk-member", slug=member.slug)
    if change.state == State.SUBMITTED:
        messages.info(request, _("This change is in review. Take it back to continue editing."))
        return redirect("focalpoints:change", pk=change.pk)
    return redirect("focalpoints:change-edit", pk=change.pk)


@signed_in
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """The state of a change: its history, its reasons, what it changes."""
    found = _change(request, pk)
    return render(
        request,
        "focalpoints/change.html",
        _context(request, ChangePage(found), saved=_form_id(request.GET, "saved")),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def change_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a draft. Saving keeps what was typed, valid or not."""
    found = _change(request, pk)
    if found.state not in (State.DRAFT, State.SENT_BACK):
        if found.state == State.SUBMITTED:
            messages.info(request, _("This change is in review. Take it back to continue editing."))
        else:
            messages.info(request, _("This change cannot be edited now."))
        return redirect("focalpoints:change", pk=found.pk)
    page = ChangePage(found)
    overtaken, replaced, saved = "", [], _form_id(request.GET, "saved")
    missing: list[BoundField] = []
    if request.method == "POST":
        form = sent_form(page.kind, page.entry, request.POST, request.FILES)
        for each in forms_of(form):
            keep_uploads(each, by=signed_in_user(request))
        values = values_of_form(form)
        try:
            found = drafts.save_draft(
                found,
                values,
                seen=request.POST.get("edition", ""),
                by=signed_in_user(request),
                still_right=request.POST.getlist("still_right"),
            )
        except changes.Overtaken as refusal:
            # What was typed stays in the form; saving again, having been warned, replaces theirs.
            overtaken = refusal.sentence
            found.refresh_from_db()
            replaced = _changed_labels(page.kind, values, found.draft)
        except NoSuchFile as refusal:
            messages.error(request, refusal.sentence)  # and what was typed stays in the form
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return redirect("focalpoints:change", pk=found.pk)
        else:
            saved = _form_id(request.POST, "form_id")
            if children := page.kind.children_named(request.POST.get("add", "")):
                answer = _saved("focalpoints:change-edit", found, request, add=children.name)
                # Down to the rows, where the empty one stands.
                answer["Location"] += f"#{children.name}"
                return answer
            if "preview" in request.POST:
                if form.is_valid():
                    return _saved("focalpoints:change-preview", found, request)
            elif form.is_valid():
                messages.success(
                    request, _("Draft saved. It stays on your desk until you submit it.")
                )
                return _saved("focalpoints:change-edit", found, request)
            else:
                messages.warning(
                    request, _("Draft saved as it is. Correct the marked fields before you submit.")
                )
        page = ChangePage(found)
    else:
        form = _empty_or_checked(page, check="check" in request.GET)
        missing = [] if "check" in request.GET else _set_aside_missing(form)
        rows = form.child_rows.get(request.GET.get("add", ""))
        if isinstance(rows, ChildRows) and rows.has_room:
            rows.add_empty_row()
    form.outdated = page.outdated
    return render(
        request,
        "focalpoints/change_edit.html",
        _context(
            request,
            page,
            form=form,
            overtaken=overtaken,
            replaced=replaced,
            saved=saved,
            missing=missing,
            is_unedited=is_unedited(found),
        ),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def change_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the form as if it had not been opened: without a save, no draft remains."""
    found = _change(request, pk)
    if request.method == "GET":
        return redirect("focalpoints:change", pk=found.pk)
    try:
        discard_new(found, by=signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("focalpoints:desk-member", slug=found.member.slug)


def _changed_labels(kind: registry.Kind, typed: Values, saved: Values) -> list[str]:
    """The fields and child rows in which what was typed is not what the draft says now."""
    return [kind.label_of(item, typed | saved) for item in changed_items(kind, typed, saved)]


def _empty_or_checked(page: ChangePage, *, check: bool) -> ReviewForm:
    """The form with the draft's values; its errors only where they were asked for or are known.

    A fresh draft shows no errors before anything was typed.
    """
    if check or page.change.draft != page.change.base:
        return page.form
    return empty_form(page.kind, page.entry, page.change.draft)


def _set_aside_missing(form: ReviewForm) -> list[BoundField]:
    """Remove errors about missing values from the form, so that an opened draft shows none."""
    missing = [
        name
        for name, errors in form.errors.get_json_data().items()
        if all(error["code"] == "required" for error in errors) and name in form.fields
    ]
    for name in missing:
        del form.errors[name]
    return [form[name] for name in missing]


@signed_in
def change_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The entry as it will look, and the button that submits it."""
    return _preview_page(request, _change(request, pk))


def _preview_page(
    request: HttpRequest, found: ProposedChange, note_form: NoteForm | None = None
) -> HttpResponse:
    page = ChangePage(found)
    if not page.form.is_valid() and found.state in (State.DRAFT, State.SENT_BACK):
        messages.warning(request, _("Correct the marked fields, then open the preview."))
        # Also in a draft in which nothing was written, whose form shows no errors by itself.
        return redirect(reverse("focalpoints:change-edit", args=[found.pk]) + "?check=1")
    return render(
        request,
        "focalpoints/change_preview.html",
        _context(
            request,
            page,
            note_form=note_form or NoteForm(),
            **acknowledgement_context(
                request,
                shown_by_field(page.outdated, reverse("focalpoints:change-edit", args=[found.pk])),
            ),
            saved=_form_id(request.GET, "saved"),
        ),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def change_submit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _submission(request, pk)
    if request.method == "GET":
        return redirect("focalpoints:change-preview", pk=found.pk)
    note_form = NoteForm(request.POST)
    if not note_form.is_valid():
        return _preview_page(request, found, note_form)
    try:
        submissions.submit(
            found,
            seen=request.POST.get("edition", ""),
            note=note_form.cleaned_data["note"],
            by=signed_in_user(request),
            acknowledged=acknowledged_keys(request),
        )
    except OutdatedTranslations as refusal:
        messages.error(request, refusal.sentence)
        return _preview_page(request, _submission(request, pk), note_form)
    except changes.Overtaken as refusal:
        # The page shows the newer text, and the note stays.
        messages.error(request, refusal.sentence)
        return _preview_page(request, _submission(request, pk), note_form)
    except changes.Conflict as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("focalpoints:change-conflict", pk=found.pk)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("focalpoints:change", pk=found.pk)
    messages.success(request, _("Submitted. Thank you."))
    return _saved("focalpoints:change", found, request)


@signed_in
@require_http_methods(["GET", "POST"])
def change_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = _submission(request, pk)
    if request.method == "GET":
        return redirect("focalpoints:change", pk=found.pk)
    try:
        submissions.take_back(
            found, seen=request.POST.get("edition", ""), by=signed_in_user(request)
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("focalpoints:change", pk=found.pk)
    messages.success(request, _("Taken back. Submit it again when it is ready."))
    return redirect("focalpoints:change-edit", pk=found.pk)


@signed_in
@require_http_methods(["GET", "POST"])
def change_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then give the draft up."""
    found = _change(request, pk)
    if found.state in (State.SUBMITTED, State.SENT_BACK):
        found = _submission(request, pk)
    if not found.is_open:
        messages.info(request, _("This change is already closed."))
        return redirect("focalpoints:change", pk=found.pk)
    if request.method == "POST":
        try:
            drafts.withdraw(found, seen=request.POST.get("edition", ""), by=signed_in_user(request))
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return redirect("focalpoints:change", pk=found.pk)
        messages.success(request, _("The draft is withdrawn. What is published stays as it is."))
        return redirect("focalpoints:desk-member", slug=found.member.slug)
    return render(request, "focalpoints/change_withdraw.html", _context(request, ChangePage(found)))


@signed_in
@require_http_methods(["GET", "POST"])
def change_take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a withdrawal: the draft is open again as it was."""
    found = _change(request, pk)
    if request.method == "GET":
        return redirect("focalpoints:change", pk=found.pk)
    try:
        drafts.take_up(found, by=signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("focalpoints:change", pk=found.pk)
    messages.success(request, _("The draft is open again, unchanged."))
    return redirect("focalpoints:change-edit", pk=found.pk)


@signed_in
@require_http_methods(["GET", "POST"])
def change_conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """Three columns: at the start, published now, proposed; and a decision where both differ."""
    found = _change(request, pk)
    if found.state == State.SUBMITTED:
        found = _submission(request, pk)
    page = ChangePage(found)
    if not page.is_overtaken:
        return redirect("focalpoints:change", pk=found.pk)
    problem: Refusal | None = None
    if request.method == "POST":
        try:
            rebase_from(request, found)
        except changes.Overtaken as refusal:
            messages.warning(request, refusal.sentence)
            return redirect("focalpoints:change-conflict", pk=found.pk)
        except Refusal as refusal:
            problem = refusal
        else:
            messages.success(request, _("The draft is now based on the published version."))
            return redirect("focalpoints:change", pk=found.pk)
    context = _context(
        request, page, problem=problem, chosen=decisions_of(request), is_comparing=True
    )
    return render(request, "focalpoints/change_conflict.html", context)
