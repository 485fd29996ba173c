"""Designation letters, for the member's own focal points and the Secretariat."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from focalpoints.letters import content_type_of, download_name
from focalpoints.models import Designation
from network import clock
from network.accounts.access import signed_in, signed_in_user


@require_safe
@signed_in
def letter(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The letter of a designation as a download; 404 for everybody without the right."""
    allowed = Designation.objects.with_letter_for(signed_in_user(request), clock.today())
    readable = allowed.select_related("member", "category")
    designation = get_object_or_404(readable, pk=pk)
    try:
        file = designation.letter.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    start = file.read(16)
    file.seek(0)
    response = FileResponse(
        file,
        as_attachment=True,
        filename=download_name(designation),
        # From the first bytes, never from what the uploader claimed; browsers must not guess.
        content_type=content_type_of(start) or "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
