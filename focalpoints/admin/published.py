"""What the admin pages of published entries have in common: a direct edit is a publication."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from focalpoints.admin.versions_link import VersionsLinkAdmin
from focalpoints.models import ProposedChange
from focalpoints.review import publication, registry
from focalpoints.review.forms import labelled
from focalpoints.revisions import part_of, parts_of, parts_values
from network.accounts.access import signed_in_user
from network.adminsite.base import ServiceAdmin
from network.adminsite.optimistic_lock import OptimisticLockAdmin, OptimisticLockForm
from network.adminsite.translations import TranslationsAdmin, acknowledged_keys
from network.values.optimistic_lock import mark_of


class PartsLockForm(OptimisticLockForm):
    """Marks the child rows of an entry too, which stand on its page and are written with it."""

    def marks(self) -> dict[str, str]:
        return super().marks() | {
            name: mark_of(values) for name, values in parts_values(self.instance).items()
        }

    def _said(self, name: str) -> str:
        if name not in parts_of(type(self.instance)):
            return super()._said(name)
        part, _whole = part_of(type(self.instance), name)
        rows = ", ".join(str(row) for row in getattr(self.instance, name).all())
        return f"{capfirst(str(part._meta.verbose_name_plural))}: {rows or '–'}"


class PublishedForm(PartsLockForm):
    """The fields of an entry as its member's form calls and shows them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.CheckboxSelectMultiple):
                field.widget = UnfoldAdminCheckboxSelectMultipleWidget(choices=field.choices)  # type: ignore[attr-defined]
            field.label = labelled(str(field.label or ""), name)


class PublicationAdmin(VersionsLinkAdmin, OptimisticLockAdmin, ServiceAdmin):
    """An admin of rows whose members propose changes: what staff save is the next version."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if change and not form.changed_data and not any(one.has_changed() for one in formsets):
            # Not a new version, and the day of the publication stays.
            super(ServiceAdmin, self).save_related(request, form, formsets, change)
            return
        super().save_related(request, form, formsets, change)

    def save_row(
        self, request: HttpRequest, row: Any, form: Any, write_related: Callable[[], None]
    ) -> None:
        before = row.version
        publication.edit_directly(
            row,
            # The row is held, and its marks were compared: the version that was seen is this one.
            seen_version=before,
            by=signed_in_user(request),
            write_related=write_related,
            acknowledged=acknowledged_keys(request),
        )
        if row.version != before:
            self.warn_of_draft(request, row)

    def warn_of_draft(self, request: HttpRequest, entry: Any) -> None:
        kind = registry.kind_of_entry(entry)
        open_changes = ProposedChange.objects.open().filter(
            content_type=kind.content_type, object_id=entry.pk
        )
        if open_changes.exists():
            messages.warning(
                request,
                _(
                    "The member has an open draft of this entry and will be informed of the "
                    "conflict."
                ),
            )

    def remove_row(self, request: HttpRequest, row: Any) -> None:
        publication.remove_entry(row, by=signed_in_user(request))


class PublishedAdmin(TranslationsAdmin, PublicationAdmin):
    """Staff edit published entries here; the member is the one who confirms them."""

    form = PublishedForm
    list_per_page = 50
    # The owner of an entry, which is fixed: drafts, rights and addresses follow from it.
    owner_fields: tuple[str, ...] = ()
    readonly_fields = (
        "slug",
        "version",
        "shown_versions",
        "published_at",
        "confirmed_at",
        "is_sample",
    )
    warn_unsaved_form = True

    class Media:
        css = {"all": ("css/admin-review.css",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*self.readonly_fields, *self.owner_fields) if obj else self.readonly_fields


PUBLICATION = (
    gettext_lazy("Publication"),
    {
        "fields": (
            "slug",
            ("version", "shown_versions"),
            "published_at",
            "confirmed_at",
            "is_sample",
        )
    },
)
