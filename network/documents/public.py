"""Public files: a field that takes a web address or an upload, and who may read an upload.

The form's value is the address that the upload gets on the portal, so drafts, versions and
comparisons hold a text like any other. `keep_uploads` stores it, and a sweep discards what no
entry, draft or version has come to name. Until an entry that names the address is published, only
those read it who work on such a draft.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network import clock, registry
from network.audit.tracking import acting, named_in_trail
from network.documents.disk import is_disk_full
from network.documents.models import PublicFile
from network.documents.uploads import PDF, UploadRule, shown_name
from network.values.actors import Actor
from network.values.form_fields import CleanURLField

log = logging.getLogger(__name__)

RULE = UploadRule(
    types=(PDF,),
    largest=10 * 1024 * 1024,  # held in memory while it is read: /tmp may be full
    wrong_type=gettext_lazy("A document is a PDF file."),
    too_large=gettext_lazy("A document may not be larger than 10 MB."),
)


# As long a form may stay open, or be put right.
ABANDONED_AFTER = datetime.timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class PublicFileUse(registry.Contribution):
    """Entries of an app that name public files.

    `may_read` tells whether one lets an account read an address, `names` whether an entry, a draft
    or an earlier version still holds it.
    """

    may_read: Callable[[Any, str], bool]
    names: Callable[[str], bool]


def may_read(user: object, file: PublicFile) -> bool:
    """Whether an entry lets `user`, perhaps a visitor, read `file` now."""
    return any(use.may_read(user, file.address) for use in registry.of(PublicFileUse))


def is_uploaded(address: str) -> bool:
    """Whether a web address is that of a file that was uploaded here."""
    return address.startswith(urljoin(settings.SITE_URL, "/uploads/"))


@named_in_trail
def keep_uploads(form: Any, *, by: Actor) -> None:
    """Store what was uploaded in the fields of a bound form, valid or not: nobody chooses twice.

    Whoever reads a form with such a field calls it, after asking whether `by` may send the form.
    Where there is no room, the form says so beside the field. A file that no entry and no draft
    comes to name is swept.
    """
    refused = form.errors
    for name, field in form.fields.items():
        upload = form[name].data if isinstance(field, AddressOrUploadField) else None
        row = getattr(upload, "public_file", None)
        if row is None or not row._state.adding or name in refused:
            continue
        row.uploaded_by_id = by.pk
        try:
            _store(row, upload)
        except ValidationError as error:
            upload.public_file = None  # type: ignore[union-attr]
            form.add_error(name, error)


def _store(row: PublicFile, upload: Any) -> None:
    """Keep an upload; raises ValidationError where there is no room."""
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


def discard_abandoned() -> int:
    """Discard uploads that nothing has come to name within ABANDONED_AFTER; return how many."""
    uses = list(registry.of(PublicFileUse))
    discarded = 0
    for file in PublicFile.objects.uploaded_before(clock.now() - ABANDONED_AFTER):
        if any(use.names(file.address) for use in uses):
            continue
        with transaction.atomic(), acting(None):
            _discard(file)
        discarded += 1
    if discarded:
        log.info("Discarded %s uploaded files that nothing names", discarded)
    return discarded


def _discard(file: PublicFile) -> None:
    name, storage = str(file.file.name), file.file.storage
    file.delete()
    # A file that stays behind is no reason to fail what was committed.
    transaction.on_commit(lambda: storage.delete(name), robust=True)


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
            return super().clean(_reserved(value).address)  # type: ignore[attr-defined]
        return super().clean(value)

    def bound_data(self, data: Any, initial: Any) -> Any:
        if not isinstance(data, File):
            return data
        row = getattr(data, "public_file", None)
        return "" if row is None else row.address

    def has_changed(self, initial: Any, data: Any) -> bool:
        return isinstance(data, File) or super().has_changed(initial, data)


def _reserved(upload: Any) -> PublicFile:
    """The row that an upload gets once it is stored; raises ValidationError where it is not taken.

    It stays with the upload, so that a form that is read twice has one address.
    """
    if getattr(upload, "public_file", None) is None:
        upload.public_file = PublicFile(
            content_type=RULE.type_of(upload), size=upload.size, original_name=shown_name(upload)
        )
    row: PublicFile = upload.public_file
    return row
