"""What the admin pages of published entries have in common: a direct edit is a publication."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from focalpoints.admin.versions_link import VersionsLinkAdmin
from focalpoints.models import ProposedChange
from focalpoints.review import publication, registry
from focalpoints.review.forms import labelled
from network.accounts.access import signed_in_user
from network.adminsite.base import ServiceAdmin
from network.adminsite.translations import TranslationsAdmin, acknowledged_keys


class PublishedForm(forms.ModelForm):
    """Carries the version that was opened, so that a newer one is not overwritten unseen."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.instance.version
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.CheckboxSelectMultiple):
                field.widget = UnfoldAdminCheckboxSelectMultipleWidget(choices=field.choices)  # type: ignore[attr-defined]
            field.label = labelled(str(field.label or ""), name)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.instance.pk and data.get("seen_version") != self.instance.version:
            raise ValidationError(
                _(
                    "Another version of this entry was published while you were editing it. Open "
                    "it again."
                )
            )
        return data


class PublicationAdmin(VersionsLinkAdmin, ServiceAdmin):
    """An admin of rows whose members propose changes: what staff save is the next version."""

    def seen_version(self, form: Any) -> int:
        """The version upon which the form was opened; the row is held, so it is that of now."""
        return int(form.instance.version)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if change and not form.changed_data and not any(one.has_changed() for one in formsets):
            # Not a new version, and the day of the publication stays.
            super(ServiceAdmin, self).save_related(request, form, formsets, change)
            return
        super().save_related(request, form, formsets, change)

    def save_row(
        self, request: HttpRequest, row: Any, form: Any, write_related: Callable[[], None]
    ) -> None:
        publication.edit_directly(
            row,
            seen_version=self.seen_version(form),
            by=signed_in_user(request),
            write_related=write_related,
            acknowledged=acknowledged_keys(request),
        )
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
    # Whose an entry is. It stays, for drafts, rights and addresses follow from it.
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

    def seen_version(self, form: Any) -> int:
        return form.cleaned_data.get("seen_version") or 0


PUBLICATION = (
    gettext_lazy("Publication"),
    {
        "fields": (
            "slug",
            ("version", "shown_versions"),
            "published_at",
            "confirmed_at",
            "is_sample",
            "seen_version",
        )
    },
)
