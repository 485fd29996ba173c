"""The lookups that the admin's lists allow: only of columns that they show.

Django lets a list be filtered by any column of its own table. A row that answers to
`?password__startswith=pbkdf2` gives its column away letter by letter, although no page shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.admin.filters import SimpleListFilter
from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, OrderBy
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest

# A column is secret if one of the words in its name is among these ...
_SECRET_WORDS = re.compile(r"(^|_)(password|token|secret|digest|session|key)(_|$)")
# ... or it may hold a one-time link, or the seed of a second factor.
_SECRET_COLUMNS = frozenset(
    {
        "network.outgoingmail.body_text",
        "network.outgoingmail.body_html",
        "network.outgoingmail.headers",
        "mfa.authenticator.data",
    }
)


def is_secret(field: Any) -> bool:
    """Whether a field of a model is secret and may never be looked up."""
    name = f"{field.model._meta.label_lower}.{field.name}"
    return name in _SECRET_COLUMNS or bool(_SECRET_WORDS.search(field.name))


def fields_of(model: Any, lookup: str) -> list[Any]:
    """The fields and relations that `lookup` begins with ("member__slug__contains": two)."""
    found: list[Any] = []
    opts = model._meta
    for name in lookup.split(LOOKUP_SEP):
        try:
            field = opts.get_field(opts.pk.name if name == "pk" else name)
        except FieldDoesNotExist:
            break  # what remains is the kind of comparison
        found.append(field)
        if not getattr(field, "path_infos", None):
            break
        opts = field.path_infos[-1].to_opts
    return found


def named_by(page: Any, request: HttpRequest) -> set[str]:
    """Every column, as a path of lookups, that a list shows, sorts, filters or searches by."""
    named = {page.date_hierarchy} if page.date_hierarchy else set()
    for column in page.get_list_display(request):
        named.update(_shown(page, column))
    for each in page.get_list_filter(request):
        if isinstance(each, list | tuple):
            named.add(each[0])
        elif isinstance(each, str):
            named.add(each)
    named.update(str(each).lstrip("^=@") for each in page.get_search_fields(request))
    return named


def _shown(page: Any, column: Any) -> Iterator[str]:
    """The columns of the table behind a column of a list: itself, or what it is sorted by."""
    shown = column
    if isinstance(column, str):
        if fields_of(page.model, column):
            yield column
            return
        shown = getattr(page, column, None) or getattr(page.model, column, None)
    if isinstance(shown, property):
        shown = shown.fget
    yield from _sorted_by(getattr(shown, "admin_order_field", None))


def _sorted_by(order: Any) -> Iterator[str]:
    if isinstance(order, OrderBy):
        order = order.expression
    if isinstance(order, F):
        # django-stubs know F by what it resolves to.
        yield str(vars(order)["name"])
    elif isinstance(order, str):
        yield order.removeprefix("-")
    elif order is not None:
        for part in order.get_source_expressions():
            yield from _sorted_by(part)


class RestrictedLookups:
    """Refuses to look up any column that the list does not name, with error 400.

    network.adminsite.site gives it to every admin.
    """

    def lookup_allowed(
        self: Any, lookup: str, value: Any, request: HttpRequest | None = None
    ) -> bool:
        assert request is not None
        filters = self.get_list_filter(request)
        if lookup in {each.parameter_name for each in filters if _is_of_its_own(each)}:
            return True
        asked = fields_of(self.model, lookup)
        if not asked or any(is_secret(field) for field in asked):
            return False
        named = {_path(fields_of(self.model, name)) for name in named_by(self, request)}
        if _path(asked) not in named:
            return False
        return bool(super().lookup_allowed(lookup, value, request))  # type: ignore[misc]

    def to_field_allowed(self: Any, request: HttpRequest, to_field: str) -> bool:
        found = fields_of(self.model, to_field)
        if not found or is_secret(found[0]):
            return False
        return bool(super().to_field_allowed(request, to_field))  # type: ignore[misc]


def _is_of_its_own(each: Any) -> bool:
    """Whether a filter has a parameter of its own, which names no column."""
    return isinstance(each, type) and issubclass(each, SimpleListFilter)


def _path(fields: list[Any]) -> tuple[str, ...]:
    """The names of fields, without the key that a relation compares anyway ("member__id")."""
    if len(fields) > 1 and getattr(fields[-1], "primary_key", False):
        fields = fields[:-1]
    return tuple(field.name for field in fields)


def offered_for_picking(registry: dict[Any, Any], request: HttpRequest) -> set[tuple[Any, str]]:
    """Model and name of every relation that a form or a filter of the admin picks rows for."""
    offered: set[tuple[Any, str]] = set()
    for model, page in registry.items():
        for part in (page, *page.get_inline_instances(request)):
            offered |= {(part.model, name) for name in part.get_autocomplete_fields(request)}
        for each in page.get_list_filter(request):
            if isinstance(each, list | tuple):
                field = get_fields_from_path(model, each[0])[-1]
                offered.add((field.model, field.name))
    return offered
