"""Exports of lists: what an account may take out of the portal, and the record that it did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib.admin.views.main import SEARCH_VAR
from django.contrib.auth import get_permission_codename
from django.db import models, transaction
from django.http import HttpRequest
from django.urls import reverse
from django_filters import FilterSet
from import_export.resources import Resource

from network.accounts.models import User
from network.accounts.rights import require_permission
from network.audit.tracking import named_in_trail
from network.importing.models import ListExport
from network.importing.spreadsheets.columns import Column
from network.importing.spreadsheets.writing import WRITERS

_CHUNK = 500


# In the address of an export: its rows are those of a page of the site, by that page's filters.
OF_PAGE = "of_page"


@dataclass(frozen=True)
class ListPage:
    """A page of the site that lists rows: its address by name, and what it shows for a request.

    `shown` gives the FilterSet that the page has too, so that page and export hold the same rows.
    """

    name: str
    shown: Callable[[HttpRequest], FilterSet]


def export_address(filters: FilterSet) -> str:
    """Where what a page shows is exported; empty for a reader who may not."""
    options = filters.queryset.model._meta
    codename = get_permission_codename("export", options)
    user = filters.request.user
    # Lists are exported in the admin, which is closed to others whatever they may.
    if not (user.is_staff and user.has_perm(f"{options.app_label}.{codename}")):
        return ""
    query = filters.request.GET.copy()
    query.pop("page", None)
    query[OF_PAGE] = "1"
    address = reverse(f"admin:{options.app_label}_{options.model_name}_export")
    return f"{address}?{query.urlencode()}"


class ListResource(Resource):  # type: ignore[misc]
    """The columns of a list that is exported; a subclass names them one by one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields = {column.column_name: column for column in self.columns()}

    def columns(self) -> list[Column]:
        raise NotImplementedError

    def with_related(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """`rows` with all that their cells say, in a constant number of queries."""
        return rows


@transaction.atomic
@named_in_trail
def export_list(
    rows: models.QuerySet[Any], resource: Resource, *, file_type: str, filters: str, by: User
) -> bytes:
    """`rows` as a file, `csv` or `xlsx`, with all columns of `resource`; noted in the trail.

    `filters` is what the address of the list says; the words of a search are not kept of it.
    Refuses an account without the permission to export this list.
    """
    model = rows.model
    require_permission(by, "export", model())
    columns = [column for column in resource.fields.values() if not column.only_imported]
    counted = _Counted(_cells(resource.with_related(rows), resource, columns))
    content = WRITERS[file_type]([column.heading for column in columns], counted)
    note_export(
        model,
        filters=filters,
        columns=[column.heading for column in columns],
        rows=counted.number,
        file_type=file_type,
        by=by,
    )
    return content


@named_in_trail
def note_export(
    model: type[models.Model],
    *,
    filters: str,
    columns: list[str],
    rows: int,
    file_type: str,
    by: User,
) -> ListExport:
    """Record that data left the portal, which the caller has allowed."""
    return ListExport.objects.create(
        model=model._meta.label_lower,
        filters=_without_words(filters)[:2_000],
        columns=columns,
        rows=rows,
        format=file_type,
        by=by,
        by_name=str(by)[:150],
    )


def _without_words(filters: str) -> str:
    """The filters of a list without the words that were searched, which may name a person."""
    given = parse_qsl(filters, keep_blank_values=True)
    return urlencode([(name, "…" if name == SEARCH_VAR else value) for name, value in given])


def _cells(
    rows: models.QuerySet[Any], resource: Resource, columns: list[Column]
) -> Iterator[list[Any]]:
    for row in rows.iterator(chunk_size=_CHUNK):
        yield [resource.export_field(column, row) for column in columns]


class _Counted:
    """Rows that are counted while they are written."""

    def __init__(self, rows: Iterable[list[Any]]) -> None:
        self._rows = rows
        self.number = 0

    def __iter__(self) -> Iterator[list[Any]]:
        for row in self._rows:
            self.number += 1
            yield row
