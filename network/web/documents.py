"""Documents of the queue (progress, reason, retry, download), and uploaded files to download."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from network import registry
from network.accounts.access import NotVisible, signed_in, signed_in_user
from network.documents.downloads import document_response, private_response, public_response
from network.documents.kinds import DocumentKind
from network.documents.models import DocumentBuild, PrivateFile, PublicFile
from network.documents.private import may_read
from network.documents.public import may_read as may_read_public
from network.documents.queue import retry, start_builds
from network.values.refusals import Refusal


def _found(pk: int) -> tuple[DocumentBuild, DocumentKind]:
    """The build and its kind; raises NotVisible where there is no such build or no such kind."""
    build = DocumentBuild.objects.filter(pk=pk).first()
    kind = registry.named(DocumentKind, build.kind) if build else None
    if build is None or kind is None:
        raise NotVisible
    return build, kind


def _ordered(request: HttpRequest, pk: int) -> DocumentBuild:
    """A build of what the reader may have built."""
    build, kind = _found(pk)
    if not kind.may_order(signed_in_user(request), build.subject):
        raise NotVisible
    return build


@require_safe
@signed_in
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress or reason, for whoever may have it built; a fragment for htmx."""
    build = _ordered(request, pk)
    is_fragment = request.headers.get("HX-Request") == "true"
    template = "network/documents/build.html" if is_fragment else "network/documents/document.html"
    return render(request, template, {"build": build})


@require_POST
@signed_in
def document_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a document that failed built again."""
    build = _ordered(request, pk)
    try:
        start_builds([retry(build, by=signed_in_user(request))])
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("The PDF is being built again."))
    return redirect("document", pk)


@require_safe
def document_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The finished PDF, for whoever the kind lets read it; also for visitors, if it does."""
    build, kind = _found(pk)
    if not build.is_done or not kind.may_read(request.user, build.subject):
        raise NotVisible
    return document_response(request, build)


@require_safe
@signed_in
def private_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A private file, for whoever its kind lets read it."""
    file = PrivateFile.objects.filter(pk=pk).first()
    if file is None or not may_read(signed_in_user(request), file):
        raise NotVisible
    return private_response(file)


@require_safe
def public_file(request: HttpRequest, key: str) -> HttpResponseBase:
    """An uploaded document, for everybody once an entry that names it is published."""
    try:
        file = PublicFile.objects.filter(identity=uuid.UUID(key)).first()
    except ValueError as error:
        raise NotVisible from error
    if file is None or not may_read_public(request.user, file):
        raise NotVisible
    return public_response(file)
