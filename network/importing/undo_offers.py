"""Imports among what can be undone (network.audit.undo); their own page asks and undoes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth import get_permission_codename
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.audit.undo import MOST_OF_A_KIND, Undo
from network.importing.imports import may_import
from network.importing.kinds import kind_named
from network.importing.models import SpreadsheetImport

KIND = "import"
State = SpreadsheetImport.State


def since(moment: datetime.datetime, user: Any) -> Iterator[Undo]:
    """Imports that were written since then; one query."""
    found = SpreadsheetImport.objects.filter(written_at__gte=moment)
    yield from _imports(_counted(found).order_by("-written_at", "-pk")[:MOST_OF_A_KIND], user)


def of_row(row: models.Model, user: Any) -> list[Undo]:
    if not isinstance(row, SpreadsheetImport):
        return []
    found = SpreadsheetImport.objects.filter(pk=row.pk, written_at__isnull=False)
    return list(_imports(_counted(found), user))


def _counted(rows: models.QuerySet[SpreadsheetImport]) -> models.QuerySet[Any]:
    return rows.annotate(written=Count("rows", filter=Q(rows__is_written=True)))


def _may_undo(spreadsheet: SpreadsheetImport, user: Any) -> bool:
    kind = kind_named(spreadsheet.kind)
    if kind is None or not may_import(kind, user):
        return False
    codename = get_permission_codename("delete", kind.model._meta)
    return bool(user.has_perm(f"{kind.model._meta.app_label}.{codename}"))


def _imports(rows: Iterable[Any], user: Any) -> Iterator[Undo]:
    for row in rows:
        if not _may_undo(row, user):
            continue
        refusal = ""
        if row.state in (State.UNDOING, State.UNDONE):
            refusal = _("This was undone already.")
        elif row.state != State.WRITTEN:
            refusal = _("The undo has failed. Try it again on the page of the import.")
        kind = kind_named(row.kind)
        yield Undo(
            kind=KIND,
            key=str(row.pk),
            at=row.written_at,
            by=row.by_name,
            what=ngettext("{number} row", "{number} rows", row.written).format(number=row.written),
            subject=f"{kind.label if kind else row.kind}: {row.file_name}",
            subject_url=reverse("admin:network_spreadsheetimport_change", args=[row.pk]),
            effect=_("Every row that nobody has changed since is as it was before."),
            refusal=refusal,
            page=reverse("admin:network_spreadsheetimport_undo", args=[row.pk]),
        )
