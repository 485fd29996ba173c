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

# Writes in the admin that are no services, with the reason.
WRITES_OF_THE_ADMIN = {
    "meetings/admin/communique.py form.instance.save": "the moment of an edit of its paragraphs",
}
# Admins that are neither read-only nor write through `save_row`, with the reason.
OTHER_ADMINS = {
    "focalpoints.ProposedChange": "has buttons alone, each of which is a service of the review",
    "meetings.Communique": "writes one language at a time, through services of its own",
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
    assert found == WRITES_OF_THE_ADMIN.keys()


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
