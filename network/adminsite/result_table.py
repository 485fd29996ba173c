"""The table of an admin list, drawn row by row with what is the same for all rows worked out once.

unfold works out all headings again for every row and writes some thirty classes on every cell;
half of a list's time and most of its size were that. Cells here have the class of their column
(`field-NAME`, as Django's) and are styled by `static/css/admin-lists.css`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.templatetags.admin_list import result_hidden_fields
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import lookup_field
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from unfold.templatetags.unfold_list import result_headers
from unfold.utils import (
    display_for_dropdown,
    display_for_field,
    display_for_header,
    display_for_label,
    display_for_value,
)

CHECKBOX = "action_checkbox"
# unfold's templates for badges and signs are a tenth of a list's size by their line breaks.
_BREAKS = re.compile(r"\s*\n\s*")


@dataclass(frozen=True)
class Column:
    """What the cells of a column have in common."""

    name: str
    label: str  # escaped: shown before the cell where rows are cards
    is_link: bool
    is_heading: bool  # the first that links names the row


def table_of(context: dict[str, Any], cl: ChangeList) -> dict[str, Any]:
    """What `admin/network/result_table.html` is drawn with."""
    headers = list(result_headers(cl))
    columns = list(_columns(cl, headers))
    return {
        "cl": cl,
        "result_hidden_fields": list(result_hidden_fields(cl)),
        "result_headers": headers,
        "num_sorted_fields": sum(bool(head["sortable"] and head["sorted"]) for head in headers),
        "rows": [_row(cl, columns, row) for row in cl.result_list],
        "has_add_permission": cl.model_admin.has_add_permission(context["request"]),
    }


def _columns(cl: ChangeList, headers: Sequence[dict[str, Any]]) -> Iterator[Column]:
    links = cl.list_display_links
    is_first = True
    for name, header in zip(cl.list_display, headers, strict=True):
        # An empty list of links means the first column, None means none.
        is_link = links is not None and (name in links or (is_first and not links))
        label = _("Select record") if name == CHECKBOX else capfirst(str(header["text"]))
        yield Column(
            name=_name_of(name),
            label=conditional_escape(label),
            is_link=is_link,
            is_heading=is_link and is_first,
        )
        is_first = is_first and not is_link


def _name_of(column: str | Callable[..., Any]) -> str:
    return column if isinstance(column, str) else column.__name__


def _row(cl: ChangeList, columns: Sequence[Column], row: models.Model) -> SafeString:
    cells = []
    url = None
    for column, shown in zip(columns, cl.list_display, strict=True):
        is_box = column.name == CHECKBOX
        text, is_moment = (_box(column, row), False) if is_box else _shown(cl, shown, row)
        if column.is_link:
            url = _url(cl, row) if url is None else url
            if url:
                opener = (
                    format_html(' data-popup-opener="{}"', _key(cl, row)) if cl.is_popup else ""
                )
                text = format_html('<a href="{}"{}>{}</a>', url, opener, text)
        tag = "th" if column.is_heading else "td"
        scope = ' scope="row"' if column.is_heading else ""
        nowrap = " nowrap" if is_moment else ""
        # Column names are Python's; labels and texts have been escaped.
        cells.append(
            f'<{tag}{scope} class="field-{column.name}{nowrap}" data-label="{column.label}">'
            f"{_BREAKS.sub(' ', conditional_escape(text)).strip()}</{tag}>"
        )
    return mark_safe("".join(cells))  # noqa: S308 - escaped cell by cell


def _box(column: Column, row: models.Model) -> SafeString:
    """The box that selects a row; what unfold writes on each is a fifth of a list's size."""
    return format_html(
        '<input type="checkbox" name="{}" value="{}" class="action-select result-box"'
        ' aria-label="{}">',
        ACTION_CHECKBOX_NAME,
        row.pk,
        mark_safe(column.label),  # noqa: S308 - escaped already
    )


def _shown(cl: ChangeList, name: Any, row: models.Model) -> tuple[Any, bool]:
    """What a cell shows, and whether it is a date or a reference, which stays on one line."""
    empty = cl.model_admin.get_empty_value_display()
    try:
        field, attr, value = lookup_field(name, row, cl.model_admin)
    except ObjectDoesNotExist:
        return empty, False
    if field is not None and not field.auto_created:
        if isinstance(field.remote_field, models.ManyToOneRel):
            related = getattr(row, field.name)
            return (empty if related is None else related), True
        is_moment = isinstance(field, models.DateField | models.TimeField)
        return display_for_field(value, field, getattr(attr, "empty_value_display", empty)), (
            is_moment
        )
    return _computed(attr, name, value, row, getattr(attr, "empty_value_display", empty))


def _computed(attr: Any, name: Any, value: Any, row: models.Model, empty: str) -> tuple[Any, bool]:
    """What a column shows that is a method, by what `unfold.decorators.display` says of it."""
    if label := getattr(attr, "label", False):
        return display_for_label(value, empty, label), False
    if getattr(attr, "dropdown", False):
        return display_for_dropdown(row, name, value, empty), False
    if getattr(attr, "header", False):
        return display_for_header(value, empty), False
    shown = display_for_value(value, empty, getattr(attr, "boolean", False))
    return shown, isinstance(value, datetime.date | datetime.time)


def _url(cl: ChangeList, row: models.Model) -> str:
    try:
        url = cl.url_for_result(row)
    except NoReverseMatch:
        return ""
    given: dict[str, Any] = {"preserved_filters": cl.preserved_filters, "opts": cl.opts}
    return str(add_preserved_filters(given, url))


def _key(cl: ChangeList, row: models.Model) -> Any:
    name = str(cl.to_field) if cl.to_field else cl.lookup_opts.pk.attname
    return row.serializable_value(name)
