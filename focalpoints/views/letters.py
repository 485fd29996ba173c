"""Designation letters, for the member's own focal points and the Secretariat."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from focalpoints.letters import download_name
from focalpoints.models import Designation
from network import clock
from network.accounts.access import signed_in, signed_in_user
from network.documents.downloads import private_response


@require_safe
@signed_in
def letter(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The letter of a designation as a download; 404 for everybody without the right."""
    allowed = Designation.objects.with_letter_for(signed_in_user(request), clock.today())
    readable = allowed.select_related("member", "category", "letter")
    designation = get_object_or_404(readable, pk=pk)
    assert designation.letter is not None
    return private_response(designation.letter, download_name(designation))
