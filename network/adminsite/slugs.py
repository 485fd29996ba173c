"""The web address on the admin's forms: generated, and fixed once it was published."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from network.adminsite.optimistic_lock import OptimisticLockForm
from network.values.slugs import free_slug


class SlugForm(OptimisticLockForm):
    """The form of a row with a `slug`, which may be left empty."""

    address_help: Any = _("If left empty, it is made from the title.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The field is missing if the address is fixed or the page read-only.
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = self.address_help

    def slug_source(self, data: dict[str, Any]) -> str:
        """The text to generate the address from; empty if it is missing or invalid."""
        return str(data.get("title_en") or "")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "slug" in self.fields and "slug" not in self.errors and not data.get("slug"):
            wanted = self.slug_source(data)
            if wanted:
                data["slug"] = free_slug(self._meta.model, wanted)
        return data


class SlugAdmin(ModelAdmin):
    """An admin of such rows; `form` is a SlugForm."""

    form = SlugForm

    def slug_is_fixed(self, row: Any) -> bool:
        """Whether links to `row` may be in mails, in PDFs and on other sites."""
        return True

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        found = tuple(super().get_readonly_fields(request, obj))
        return (*found, "slug") if obj is not None and self.slug_is_fixed(obj) else found

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else super().get_prepopulated_fields(request, obj)
