"""Actions on several rows of a list: each names its rows, says what will happen, and asks first.

network.adminsite.site gives `AsksFirst` to every admin, so that no action is carried out at once;
an action declares its question with `bulk_action`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from network.adminsite.row_versions import versions_of
from network.values.optimistic_lock import marks_in, written
from network.values.refusals import Refusal

# The most rows of one action; their marks still fit in a form.
MOST_ROWS = 10_000
# The most rows that the page names; it counts the others.
MOST_NAMED = 200

CHANGED = ngettext_lazy(
    "{number} row has changed since this page was shown.",
    "{number} rows have changed since this page was shown.",
    "number",
)
ADDED = ngettext_lazy(
    "{number} row has joined the selection since this page was shown.",
    "{number} rows have joined the selection since this page was shown.",
    "number",
)
GONE = ngettext_lazy(
    "{number} row is no longer there or no longer in this list.",
    "{number} rows are no longer there or no longer in this list.",
    "number",
)

Action = Callable[[Any, HttpRequest, Any], Any]


@dataclass(frozen=True, kw_only=True)
class BulkQuestion:
    """What is asked before an action on several rows.

    `sentence` says what will happen, `cannot_be_undone` what cannot be undone (may be empty),
    `left_out` why a row is left out, by its key. An action that `is_impossible` has no button; its
    sentence says why.
    """

    title: Any
    sentence: Any
    button: Any
    cannot_be_undone: Any = ""
    is_dangerous: bool = False
    is_impossible: bool = False
    left_out: dict[Any, Any] = field(default_factory=dict)
    # What is said of the others, by their keys.
    notes: dict[Any, Any] = field(default_factory=dict)
    # What is deleted or changed with the rows, as a nested list.
    with_them: list[Any] = field(default_factory=list)


Asking = Callable[[Any, HttpRequest, list[Any], int], BulkQuestion | HttpResponse]


def bulk_action(
    *, description: Any, permissions: list[str], asks: Asking, most_named: int | None = None
) -> Any:
    """An action of a list, as Django's `admin.action`, that says what it asks.

    `asks(model_admin, request, rows, count)` gets the rows that the page will name, which are the
    first of `count`. Where the question has a page of its own, it gives the way there instead.
    `most_named` rows are named, or MOST_NAMED.
    """

    def decorate(function: Action) -> Action:
        function.asks = asks  # type: ignore[attr-defined]
        function.most_named = most_named  # type: ignore[attr-defined]
        return admin.action(function, description=description, permissions=permissions)

    return decorate


@dataclass(frozen=True)
class NamedRow:
    """A row on the page: its name, its own page (if it has one), and what is said about it."""

    name: str
    url: str
    note: str
    is_changed: bool


class AsksFirst:
    """Lets every action of a list ask before it acts.

    network.adminsite.site gives it to every admin.
    """

    def get_actions(self: Any, request: HttpRequest) -> dict[str, Any]:
        found = super().get_actions(request)  # type: ignore[misc]
        return {
            name: (ask_then_act(function, name), name, description)
            for name, (function, name, description) in found.items()
        }


def ask_then_act(function: Action, action: str, *, back: str = "") -> Action:
    """`function`, the `action` of a list, as it is called for rows: it asks before it acts.

    Who does not want it is led `back`, to begin with to the address that was opened.
    """

    @wraps(function)
    def ask_or_act(model_admin: Any, request: HttpRequest, queryset: Any) -> Any:
        # One more than are allowed is enough to know.
        keys = list(queryset.values_list("pk", flat=True)[: MOST_ROWS + 1])
        if len(keys) > MOST_ROWS:
            sentence = _(
                "Nothing was done: at most {number} rows can be changed at once. Use the filters "
                "to select fewer."
            )
            messages.error(request, sentence.format(number=MOST_ROWS))
            return None
        is_confirmed = request.POST.get("confirmed") == "yes"
        versions = versions_of(model_admin.model, keys)
        found = _differences(request, versions, _seen(request) if is_confirmed else None)
        if not versions:
            messages.warning(
                request, " ".join([*found.sentences, _("There is nothing left to do.")])
            )
            return None
        rows = queryset.filter(pk__in=list(versions))
        if is_confirmed and not found.sentences:
            try:
                with transaction.atomic():
                    return function(model_admin, request, rows)
            except Refusal as refusal:
                messages.error(request, refusal.sentence)
                return None
        question = _page(model_admin, request, rows, versions, found, function, action)
        if back and isinstance(question, TemplateResponse) and question.context_data:
            question.context_data["back"] = back
        return question

    return ask_or_act


@dataclass(frozen=True)
class _Differences:
    """What differs from when the rows were ticked or shown, in sentences; the changed keys."""

    sentences: list[str]
    changed: set[str]


def _seen(request: HttpRequest) -> dict[str, str]:
    """The marks that the page carried, by key."""
    return marks_in(request.POST.get("seen", ""))


def _differences(
    request: HttpRequest, versions: dict[str, str], seen: dict[str, str] | None
) -> _Differences:
    if seen is None:
        is_whole = request.POST.get("select_across") == "1"
        ticked = set() if is_whole else set(request.POST.getlist(ACTION_CHECKBOX_NAME))
        gone, added, changed = ticked - set(versions), set(), set()
    else:
        gone, added = set(seen) - set(versions), set(versions) - set(seen)
        changed = {key for key, mark in seen.items() if versions.get(key, mark) != mark}
    sentences = [
        sentence.format(number=len(keys))
        for sentence, keys in ((CHANGED, changed), (ADDED, added), (GONE, gone))
        if keys
    ]
    return _Differences(sentences, changed | added)


def _page(
    model_admin: Any,
    request: HttpRequest,
    rows: Any,
    versions: dict[str, str],
    found: _Differences,
    function: Action,
    action: str,
) -> HttpResponse:
    named = list(rows[: getattr(function, "most_named", None) or MOST_NAMED])
    question: BulkQuestion | HttpResponse = function.asks(  # type: ignore[attr-defined]
        model_admin, request, named, len(versions)
    )
    if isinstance(question, HttpResponse):
        return question
    # Those to whom something happens first.
    left = question.left_out
    named.sort(key=lambda row: row.pk in left)
    # Where nothing can be done at all, its sentence says why.
    left_out = 0 if question.is_impossible else sum(row.pk in question.left_out for row in named)
    if left_out == len(versions):
        question = replace(question, is_impossible=True, cannot_be_undone="")
    is_whole = request.POST.get("select_across") == "1"
    # Of a whole list one key is enough: Django wants to see that something was ticked.
    ticked = list(versions)[:1] if is_whole else list(versions)
    return rows_page(
        model_admin,
        request,
        question,
        named,
        count=len(versions),
        back=request.get_full_path(),
        sent=[
            ("action", action),
            *([("select_across", "1")] if is_whole else []),
            *((ACTION_CHECKBOX_NAME, key) for key in ticked),
            ("seen", written(versions)),
        ],
        differences=found.sentences,
        changed=found.changed,
        left_out=left_out,
    )


def rows_page(
    model_admin: Any,
    request: HttpRequest,
    question: BulkQuestion,
    named: Iterable[models.Model],
    *,
    count: int,
    back: str,
    sent: list[tuple[str, str]],
    differences: Iterable[str] = (),
    changed: Collection[str] = (),
    left_out: int = 0,
) -> TemplateResponse:
    """The page that asks before something is done to `count` rows, of which it names `named`.

    Its form posts `sent`, with `confirmed=yes`, to the address that was opened. `differences` says
    what has changed since it was shown, `changed` holds the keys of these rows.
    """
    shown = [_named(model_admin, row, question, changed) for row in named]
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": question.title,
        "question": question,
        "rows": shown,
        "count": count,
        "unnamed": count - len(shown),
        "left_out": left_out,
        "differences": list(differences),
        "asked_again": request.POST.get("confirmed") == "yes",
        "sent": sent,
        "back": back,
    }
    return TemplateResponse(request, "admin/network/confirm_rows.html", context)


def _named(
    model_admin: Any, row: models.Model, question: BulkQuestion, changed: Collection[str]
) -> NamedRow:
    opts = row._meta
    try:
        url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        url = ""
    note = str(question.left_out.get(row.pk) or question.notes.get(row.pk, ""))
    # An admin may give a fuller name where that of the row is ambiguous.
    name = getattr(model_admin, "name_of_row", str)(row)
    return NamedRow(str(name), url, note, str(row.pk) in changed)
