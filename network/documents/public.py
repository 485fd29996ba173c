"""Public files: a field that takes a web address or an upload, and who may read an upload.

An upload is stored when its form is read, and the form's value is its address on the portal. So
drafts, versions and comparisons hold a text like any other, and a draft keeps what was uploaded.
Until an entry that names the address is published, only those read it who work on such a draft.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network import registry
from network.documents.disk import is_disk_full
from network.documents.models import PublicFile
from network.documents.uploads import PDF, UploadRule, shown_name
from network.values.form_fields import CleanURLField

RULE = UploadRule(
    types=(PDF,),
    largest=10 * 1024 * 1024,  # held in memory while it is read: /tmp may be full
    wrong_type=gettext_lazy("A document is a PDF file."),
    too_large=gettext_lazy("A document may not be larger than 10 MB."),
)


@dataclass(frozen=True, kw_only=True)
class PublicFileUse(registry.Contribution):
    """Entries of an app that name public files: whether one lets an account read an address."""

    may_read: Callable[[Any, str], bool]


def may_read(user: object, file: PublicFile) -> bool:
    """Whether an entry lets `user`, perhaps a visitor, read `file` now."""
    return any(use.may_read(user, file.address) for use in registry.of(PublicFileUse))


def _stored(upload: Any) -> PublicFile:
    """Keep an upload; raises ValidationError where it is not taken or there is no room."""
    row = PublicFile(
        content_type=RULE.type_of(upload), size=upload.size, original_name=shown_name(upload)
    )
    try:
        row.file.save("", upload, save=False)
    except OSError as error:
        if not is_disk_full(error):
            raise
        sentence = _("The document cannot be stored: the portal's disk is full.")
        raise ValidationError(sentence, code="disk_full") from error
    try:
        row.save()
    except BaseException:
        row.file.storage.delete(str(row.file.name))
        raise
    return row


class AddressOrUploadInput(forms.URLInput):
    """A web address, and a file that is taken instead of it."""

    template_name = "network/widgets/address_or_upload.html"
    needs_multipart_form = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return (files or {}).get(f"{name}-file") or super().value_from_datadict(data, files, name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        is_omitted = super().value_omitted_from_data(data, files, name)
        return bool(is_omitted and f"{name}-file" not in (files or {}))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return {**context, "accept": RULE.accept}


class AddressOrUploadField(CleanURLField):
    """Its value is a web address: the one that was typed, or that of the file that was uploaded."""

    widget = AddressOrUploadInput

    def clean(self, value: Any) -> Any:
        if isinstance(value, File):
            # Also for the form that is shown again: nobody uploads twice.
            value.kept_at = _stored(value).address  # type: ignore[attr-defined]
            return super().clean(value.kept_at)  # type: ignore[attr-defined]
        return super().clean(value)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return getattr(data, "kept_at", "") if isinstance(data, File) else data

    def has_changed(self, initial: Any, data: Any) -> bool:
        return isinstance(data, File) or super().has_changed(initial, data)
