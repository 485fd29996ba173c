"""What is held about whoever is signed in, to read and to take away; how long what is kept."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.accounts.access import signed_in, signed_in_user
from network.accounts.rate_limits import within
from network.documents.queue import order, start_builds
from network.privacy.erasing import kept_of, obstacles_of
from network.privacy.forms import ErasureRequestForm
from network.privacy.held import KIND, as_json, held_about, subject_of
from network.privacy.models import ErasureRequest
from network.privacy.requests import ask_for_erasure, withdraw_request
from network.privacy.retention import retention_rules
from network.values.refusals import Refusal
from network.web.errors import too_many
from network.web.kept_pages import kept_for_visitors

# Of one person: each gathers everything that the portal holds about them.
TIMES, SECONDS = 30, 60 * 60


@require_safe
@signed_in
def my_data(request: HttpRequest) -> HttpResponse:
    """All that is held about the reader, with what they may do about it."""
    user = signed_in_user(request)
    parts = held_about(user)
    context = {
        "parts": parts,
        "empty": [part for part in parts if not part.records],
        "waiting": ErasureRequest.objects.waiting().filter(account=user).first(),
    }
    return render(request, "network/my_data.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_erasure(request: HttpRequest) -> HttpResponse:
    """Ask for erasure: what happens then, what stays and why, and what must end first."""
    user = signed_in_user(request)
    form = ErasureRequestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_erasure(note=form.cleaned_data["note"], by=user)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("The Secretariat has your request and will write to you."))
        return redirect("my-erasure")
    context = {
        "form": form,
        "waiting": ErasureRequest.objects.waiting().filter(account=user).first(),
        "obstacles": obstacles_of(user),
        "kept": kept_of(user),
    }
    return render(request, "network/my_erasure.html", context)


@require_POST
@signed_in
def my_erasure_back(request: HttpRequest) -> HttpResponse:
    """Take the request back that waits."""
    user = signed_in_user(request)
    waiting = ErasureRequest.objects.waiting().filter(account=user).first()
    if waiting is not None:
        try:
            withdraw_request(waiting, by=user)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("Your request is taken back."))
    return redirect("my-erasure")


@require_safe
@signed_in
def my_data_json(request: HttpRequest) -> HttpResponse:
    """The same for programs."""
    user = signed_in_user(request)
    if not within(action="my-data", whose=subject_of(user), times=TIMES, seconds=SECONDS):
        return too_many(request)
    response = HttpResponse(as_json(held_about(user)), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@signed_in
def my_data_pdf(request: HttpRequest) -> HttpResponse:
    """Have the document of it made in the language of the page; its own page shows when."""
    user = signed_in_user(request)
    if not within(action="my-data", whose=subject_of(user), times=TIMES, seconds=SECONDS):
        return too_many(request)
    ordered = order(KIND, subject_of(user), get_language() or "en", by=user)
    if ordered.is_started:
        start_builds([ordered.build])
    return redirect("document", ordered.build.pk)


@kept_for_visitors()
def retention(request: HttpRequest) -> HttpResponse:
    """How long which data are kept: every rule that the apps declare."""
    return render(request, "network/retention.html", {"rules": retention_rules()})
