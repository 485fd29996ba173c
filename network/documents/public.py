"""Public files: a field that takes a web address or an upload, and who may read an upload.

The form's value is the address that the upload gets on the portal, so drafts, versions and
comparisons hold a text like any other. What tells a file is the path of that address, for the
portal may move to another name. `keep_uploads` stores an upload, and a sweep discards what no
entry, draft or version has come to name. Until an entry that names the address is published, only
those read it who work on such a draft.
"""

from __future__ import annotations

import datetime
import json
import logging
import re
import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network import clock, registry
from network.audit.tracking import acting, named_in_trail
from network.documents.disk import refusing_full_disk
from network.documents.models import PublicFile
from network.documents.uploads import PDF, UploadRule, shown_name
from network.values.actors import Actor
from network.values.form_fields import CleanURLField
from network.values.refusals import Refusal

log = logging.getLogger(__name__)

RULE = UploadRule(
    types=(PDF,),
    largest=10 * 1024 * 1024,  # held in memory while it is read: /tmp may be full
    wrong_type=gettext_lazy("A document is a PDF file."),
    too_large=gettext_lazy("A document may not be larger than 10 MB."),
)


# As long a form may stay open, or be put right.
ABANDONED_AFTER = datetime.timedelta(days=7)

# The path of a file's address, and the whole of it, on whatever host.
_PATH = re.compile(r"/uploads/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.pdf")
_ADDRESS = re.compile(rf"(?i:https?)://[^/?#\s]+{_PATH.pattern}(?:[?#].*)?")


@dataclass(frozen=True, kw_only=True)
class PublicFileUse(registry.Contribution):
    """Entries of an app that name public files, each by an address with the file's path.

    `may_read` tells whether one lets an account read a file, `names` whether an entry, a draft or
    an earlier version still names it. Neither asks for the host: the portal may have moved.
    """

    may_read: Callable[[Any, PublicFile], bool]
    names: Callable[[PublicFile], bool]


def may_read(user: object, file: PublicFile) -> bool:
    """Whether an entry lets `user`, perhaps a visitor, read `file` now."""
    return any(use.may_read(user, file) for use in registry.of(PublicFileUse))


def is_uploaded(address: str) -> bool:
    """Whether a web address is that of a file that was uploaded, under any name of the portal."""
    return bool(_ADDRESS.fullmatch(address))


def is_among_uploads(address: str) -> bool:
    """Whether a web address lies where this portal keeps what is uploaded, file or not."""
    here, there = urlsplit(urljoin(settings.SITE_URL, "/uploads/")), urlsplit(address)
    return there.hostname == here.hostname and there.path.startswith(here.path)


def file_at(address: str) -> PublicFile | None:
    """The uploaded file that a web address leads to, on whatever host; none where there is none."""
    found = _ADDRESS.fullmatch(address)
    return PublicFile.objects.filter(identity=found[1]).first() if found else None


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
        if row is None or name in refused or _is_stored(row):
            continue
        row.uploaded_by_id = by.pk
        try:
            _store(row, upload, field=name)
        except Refusal as refusal:
            upload.public_file = None  # type: ignore[union-attr]
            form.add_error(name, ValidationError(refusal.sentence, code="disk_full"))


def _is_stored(row: PublicFile) -> bool:
    """Asked of the database: a transaction that was rolled back took the row along.

    That happens where a service refuses a form of the admin, which is then read again.
    """
    return row.pk is not None and PublicFile.objects.filter(pk=row.pk).exists()


def _store(row: PublicFile, upload: Any, *, field: str) -> None:
    """Keep an upload, whose file may lie there already; raises Refusal where there is no room."""
    if not row.file:
        sentence = gettext_lazy("The document cannot be stored: the portal's disk is full.")
        with refusing_full_disk(sentence, field=field):
            row.file.save("", upload, save=False)
    row.pk, row._state.adding = None, True
    try:
        row.save()
    except BaseException:
        row.file.delete(save=False)
        raise


def discard_unkept(uploads: Iterable[Any]) -> None:
    """Remove the files of uploads whose rows were rolled back; whoever rolls back calls it."""
    for upload in uploads:
        row = getattr(upload, "public_file", None)
        if row is not None and row.file and not _is_stored(row):
            row.file.delete(save=False)


class NoSuchFile(Refusal):
    """No file that the actor knows of has an address that was named."""

    def __init__(self, identity: uuid.UUID) -> None:
        sentence = _("No uploaded document has the address {address}. Upload it again.")
        super().__init__(sentence.format(address=PublicFile(identity=identity).address))


def _named_in(values: object) -> set[uuid.UUID]:
    return {uuid.UUID(key) for key in _PATH.findall(json.dumps(values))}


def hold_files(values: object) -> list[PublicFile]:
    """Lock the uploaded files that `values`, any JSON, name; returns those that there are.

    Whoever writes what may name a file calls it in the same transaction: the sweep waits for its
    end, and then sees the name.
    """
    named = _named_in(values)
    if not named:
        return []
    rows = PublicFile.objects.filter(identity__in=named).order_by("pk")
    return list(rows.select_for_update(no_key=True))


def require_files(values: object) -> None:
    """Hold the uploaded files that `values` name; raises NoSuchFile where this portal has none."""
    held, text = {file.identity for file in hold_files(values)}, json.dumps(values)
    for identity in _named_in(values) - held:
        if PublicFile(identity=identity).address in text:
            raise NoSuchFile(identity)


def hold_readable_files(values: object, *, known: Iterable[object], by: Actor) -> None:
    """Hold the uploaded files that a draft names by its `values`.

    A draft opens a file to all who work on it, so it takes only what its author uploaded, may
    read, or finds in what the entry says or has said (`known`, read where it is needed). Raises
    NoSuchFile for any other: whoever guesses an address does not learn whether it is one.
    """
    strange = [
        file
        for file in hold_files(values)
        if file.uploaded_by_id != by.pk and not may_read(by, file)
    ]
    if not strange:
        return
    said = set().union(*(_named_in(each) for each in known))
    for file in strange:
        if file.identity not in said:
            raise NoSuchFile(file.identity)


def discard_abandoned() -> int:
    """Discard uploads that nothing has come to name within ABANDONED_AFTER; return how many."""
    uses = registry.of(PublicFileUse)
    old = PublicFile.objects.uploaded_before(clock.now() - ABANDONED_AFTER)
    discarded = 0
    for file in list(old):
        if _is_named(file, uses):
            continue
        with transaction.atomic(), acting(None):
            held = PublicFile.objects.select_for_update().filter(pk=file.pk).first()
            # Asked again: somebody may have named it in a transaction that has ended since.
            if held is not None and not _is_named(held, uses):
                _discard(held)
                discarded += 1
    if discarded:
        log.info("Discarded %s uploaded files that nothing names", discarded)
    return discarded


def _is_named(file: PublicFile, uses: Collection[PublicFileUse]) -> bool:
    return any(use.names(file) for use in uses)


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
        typed = super().value_from_datadict(data, files, name)
        upload = (files or {}).get(f"{name}-file")
        if not upload:
            return typed
        # Where the upload is refused, what was typed stays.
        upload.typed_beside = typed
        return upload

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
        address = super().clean(value)
        if address and is_among_uploads(address) and file_at(address) is None:
            raise ValidationError(
                _(
                    "No uploaded document has this address. Upload the document here, or copy its "
                    "address from the page that links to it."
                ),
                code="no_upload",
            )
        return address

    def bound_data(self, data: Any, initial: Any) -> Any:
        if not isinstance(data, File):
            return data
        row = getattr(data, "public_file", None)
        return typed_beside(data) if row is None else row.address

    def has_changed(self, initial: Any, data: Any) -> bool:
        return isinstance(data, File) or super().has_changed(initial, data)


def typed_beside(upload: Any) -> str:
    """What stands in the field's text where a file was chosen too, which is taken instead of it."""
    return str(getattr(upload, "typed_beside", None) or "")


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
