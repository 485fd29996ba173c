"""The search of the admin's lists, by the rule of every text that people enter."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.views.main import SEARCH_VAR, ChangeList, ChangeListSearchForm
from django.http import HttpRequest

from network.values.form_fields import SearchField


class CleanSearchForm(ChangeListSearchForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {SEARCH_VAR: SearchField(strip=False)}


class CleanListSearch:
    """Says above the list what cannot be searched for."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        found: type[ChangeList] = super().get_changelist(request, **kwargs)  # type: ignore[misc]
        return type(found.__name__, (found,), {"search_form_class": CleanSearchForm})
