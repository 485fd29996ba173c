"""The search in the admin's sidebar: rows of every list that the account may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin.utils import quote
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from network import registry
from network.adminsite.sidebar import MenuGroup
from network.values.form_fields import SearchField

# The first few rows of each list; a link leads to the others.
SHOWN = 8


@dataclass(frozen=True)
class SearchResults:
    """The first rows of one list, as pairs of name and address, and the list with all of them."""

    title: str
    rows: list[tuple[str, str]]
    url: str
    has_more: bool


def search_page(site: Any, request: HttpRequest) -> TemplateResponse:
    """`?s=Spain`: the results, list by list in the order of the sidebar."""
    term, refusal = "", ""
    try:
        term = SearchField().clean(request.GET.get("s", ""))
    except ValidationError as error:
        refusal = " ".join(error.messages)
    context = {
        **site.each_context(request),
        "title": _("Search: {term}").format(term=term) if term else _("Search"),
        "search_term": term,
        "refusal": refusal,
        "found": find_rows(site, request, term) if term else [],
    }
    return TemplateResponse(request, "admin/search.html", context)


def find_rows(site: Any, request: HttpRequest, term: str) -> list[SearchResults]:
    """The results for `term` in each list that the account may open."""
    registered = site._registry.items()
    pages = {
        f"{model._meta.app_label}_{model._meta.model_name}": page for model, page in registered
    }
    # A list once: other pages of it are in the menu too.
    entries = [
        entry for group in registry.of(MenuGroup) for entry in group.entries if not entry.page
    ]
    found = []
    for entry in entries:
        name = entry.model
        page = pages.get(name)
        if page is None or not page.has_view_or_change_permission(request):
            continue
        if not page.get_search_fields(request):
            continue
        first = list(_rows(page, request, term)[: SHOWN + 1])
        # An admin may name a row so that it is the answer already.
        naming = getattr(page, "name_in_search", str)
        if first:
            address = f"admin:{name}_change"
            found.append(
                SearchResults(
                    title=str(entry.label),
                    rows=[
                        (naming(row), reverse(address, args=[quote(row.pk)]))
                        for row in first[:SHOWN]
                    ],
                    url=f"{reverse(f'admin:{name}_changelist')}?{urlencode({'q': term})}",
                    has_more=len(first) > SHOWN,
                )
            )
    return found


def _rows(page: Any, request: HttpRequest, term: str) -> QuerySet[Any]:
    rows: QuerySet[Any]
    rows, may_repeat = page.get_search_results(request, page.get_queryset(request), term)
    related = page.list_select_related
    if related:
        rows = rows.select_related(*([] if related is True else related))
    return rows.distinct() if may_repeat else rows
