"""Where the versions of an entry are read: each app has the pages of its own kinds."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from focalpoints.review.registry import Kind, kinds


def versions_url(kind: Kind, entry: Any) -> str:
    """The page with all versions of `entry`: `initiatives:plan-versions` and the like."""
    return reverse(f"{_name(kind)}-versions", args=[_place(entry)])


def restore_url(kind: Kind, entry: Any, number: int) -> str:
    """The page that asks whether version `number` of `entry` is to be restored."""
    return reverse(f"{_name(kind)}-restore", args=[_place(entry), number])


def page_of(row: Any) -> str:
    """The versions of a row of any model; empty without a page of them."""
    found = next((kind for kind in kinds() if isinstance(row, kind.model)), None)
    if found is None:
        return ""
    return versions_url(found, row)


def _name(kind: Kind) -> str:
    return f"{kind.model._meta.app_label}:{kind.name}"


def _place(entry: Any) -> Any:
    return getattr(entry, "slug", None) or entry.pk
