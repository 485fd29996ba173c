"""Writes are services: in whose name each is made, and that no admin writes past them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib import admin

from network.adminsite.base import ReadOnlyAdmin, ServiceAdmin
from tests.test_architecture import APPS, ROOT, own_models, shown, tracked_files

pytestmark = pytest.mark.guard

# What answers whether an account may do something.
ASKS = {
    "network.values.permissions require_permission",
    "network.accounts.rights require_permission",
    "network.documents.kinds require_order",
    "network.documents.private require_keeping",
    *(
        f"focalpoints.rights {name}"
        for name in ("may_decide", "may_draft", "may_let_draft", "may_submit")
    ),
}
# Services that leave the question to who calls them, with the reason.
JUDGED_BEFORE = {
    "focalpoints.confirmation confirm_own_record": "only one's own, which it refuses otherwise",
    "focalpoints.confirmation note_confirmed": "follows from saving one's own record",
    "focalpoints.notifications.acknowledgement acknowledge": "only one's own, as above",
    "focalpoints.notifications.acknowledgement answer": "only one's own, as above",
    "focalpoints.email_changes ask_for_change": "only one's own, which it refuses otherwise",
    "focalpoints.people tell_of_changes": "follows from a change that was judged",
    "focalpoints.designations void_older_link": "follows from another address of the person",
    "focalpoints.review.changes record_step": "the record of a step that was judged",
    "focalpoints.review.changes settle_withdrawn": "a part of what ends a draft",
    "focalpoints.review.publication publish_all": "where every way to publish ends",
    "focalpoints.review.publication publish_entry": "the same, of one entry",
    "focalpoints.revisions record": "the copy of what was published",
    "focalpoints.revisions record_all": "the same, of several",
    "focalpoints.revisions record_loaded": "the same, of what a loader wrote",
    "network.privacy.requests ask_for_erasure": "everybody may ask about themselves",
    "network.privacy.requests withdraw_request": "only one's own, which it refuses otherwise",
    "network.importing.exports note_export": "the record of an export that was judged",
    "network.audit.undo_one_change give_back": "a part of what undoes, which has judged",
    "network.documents.public hold_readable_files": "a part of what saves a draft",
    "network.documents.public keep_uploads": "whoever may send a form may upload with it",
    "network.accounts.invitations accept_with_account": "the link and its address are the right",
    "network.accounts.invitations send_invitation": "a focal point invites whom it lets draft",
    "network.accounts.invitations withdraw_invitation": "follows from rights that end",
}
# Admins that are neither read-only nor write through `save_row`, with the reason.
OTHER_ADMINS = {
    "focalpoints.ProposedChange": "has buttons alone, each of which is a service of the review",
    "meetings.Communique": "writes one language at a time, through services of its own",
}
# Services whose writes no trail keeps: each version says itself who made it.
UNTRACKED = {
    "focalpoints/revisions.py erase_values",
    "focalpoints/revisions.py record_all",
    "focalpoints/revisions.py record_loaded",
}
WRITES = {"save", "delete", "create", "bulk_create", "bulk_update"} | {
    "get_or_create",
    "update_or_create",
}


def modules(*, of_the_admin: bool = False) -> Iterator[tuple[Path, ast.Module]]:
    for path in tracked_files(".py"):
        inside = path.relative_to(ROOT).with_suffix("").parts
        if inside[0] not in APPS or "migrations" in inside:
            continue
        if not of_the_admin or {"admin", "adminsite"} & set(inside):
            yield path, ast.parse(path.read_text("utf-8"))


def test_every_service_uses_its_by() -> None:
    """For the right, for the trail, or both: a name that nothing is done with promises too much."""
    unused = set()
    for path, tree in modules():
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            arguments = function.args.args + function.args.kwonlyargs
            if "by" not in {argument.arg for argument in arguments}:
                continue
            names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
            if "by" not in names:
                unused.add(f"{shown(path)} {function.name}")
    assert unused == set()


def _module_named(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _asking() -> tuple[set[str], set[str]]:
    """The services with a `by` (`module function`), and all functions that ask for a right."""
    services, calls = set(), {}
    for path, tree in modules():
        module = _module_named(path)
        known = {
            alias.asname or alias.name: f"{node.module} {alias.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        own = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        known |= {node.name: f"{module} {node.name}" for node in own}
        for node in own:
            name = f"{module} {node.name}"
            called = {each.func for each in ast.walk(node) if isinstance(each, ast.Call)}
            names = {each.id for each in called if isinstance(each, ast.Name)}
            calls[name] = {known.get(each, each) for each in names}
            is_inner = node.name.startswith("_") or {"admin", "adminsite"} & set(path.parts)
            if not is_inner and "by" in {argument.arg for argument in node.args.kwonlyargs}:
                services.add(name)
    asking = set(ASKS)
    while found := {name for name, called in calls.items() if called & asking} - asking:
        asking |= found
    return services, asking


def test_every_service_asks_whether_its_by_may() -> None:
    services, asking = _asking()
    assert services - asking == JUDGED_BEFORE.keys()
    assert len(services) > 60


def test_every_write_of_a_service_is_made_in_the_name_of_its_by() -> None:
    """The middleware names who is signed in; without a request nobody is named by itself."""
    unnamed, looked_at = set(), 0
    for path, tree in modules():
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            if "by" not in {argument.arg for argument in function.args.kwonlyargs}:
                continue
            calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
            if not any(_is_write(call) for call in calls):
                continue
            looked_at += 1
            names = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
            names |= {node.id for node in function.decorator_list if isinstance(node, ast.Name)}
            if not {"acting", "named_in_trail"} & names:
                unnamed.add(f"{shown(path)} {function.name}")
    assert unnamed == UNTRACKED
    assert looked_at > 30


def _is_write(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    named = {keyword.arg for keyword in call.keywords}
    if call.func.attr == "update":
        # Of a QuerySet; a dictionary takes what it is given in one piece.
        return bool(named) and not call.args
    return call.func.attr in WRITES and "commit" not in named


def test_no_admin_writes_past_the_services() -> None:
    found = {
        f"{shown(path)} {ast.unparse(call.func)}"
        for path, tree in modules(of_the_admin=True)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _is_write(call)
    }
    assert found == set()


def test_every_admin_is_read_only_or_writes_by_services() -> None:
    others = {
        model._meta.label
        for model in own_models()
        if model in admin.site._registry
        and not isinstance(admin.site._registry[model], ReadOnlyAdmin | ServiceAdmin)
    }
    assert others == OTHER_ADMINS.keys()


@pytest.mark.parametrize(
    ("source", "is_write"),
    [
        ("row.save()", True),
        ("form.save(commit=False)", False),
        ("rows.update(state='sent')", True),
        ("context.update(panel)", False),
        ("Model.objects.create(name='x')", True),
        ("services.save_meeting(row)", False),
    ],
)
def test_the_check_of_writes_finds_what_it_should(source: str, is_write: bool) -> None:
    call = ast.parse(source, mode="eval").body
    assert isinstance(call, ast.Call)
    assert _is_write(call) is is_write
