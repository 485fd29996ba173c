"""The handover page: what whoever takes over for a member should know."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from focalpoints.handover.document import order_handover
from focalpoints.handover.finding import handover_of
from focalpoints.handover.parts import filled_parts
from network.accounts.access import signed_in, signed_in_user
from network.values.refusals import Refusal


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows it to whoever holds the designation today; POST has it built as a PDF."""
    user = signed_in_user(request)
    found = handover_of(user, pk)
    if found is None:
        raise Http404
    if request.method == "POST":
        try:
            return redirect("document", order_handover(found, by=user).pk)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
    context = {"handover": found, "member": found.member, "parts": filled_parts(found)}
    return render(request, "focalpoints/handover.html", context)
