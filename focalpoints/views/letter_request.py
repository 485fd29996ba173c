"""Sending in a letter of designation from the desk, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from focalpoints.letter_request_forms import LetterRequestForm
from focalpoints.letter_requests import send_letter, withdraw_letter
from focalpoints.models import LetterRequest
from focalpoints.rights import members_submitted_for
from network.accounts.access import signed_in, signed_in_user
from network.values.refusals import Refusal


@signed_in
@require_http_methods(["GET", "POST"])
def letter_request_send(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; POST sends the letter to the Secretariat."""
    member = get_object_or_404(members_submitted_for(request.user), slug=slug)
    user = signed_in_user(request)
    # Files alone, be there none, would make it a form that was sent, with all that is missing.
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = LetterRequestForm(*sent, member=member, by=user)
    if request.method == "POST":
        form.is_valid()
        form.keep_letter()
    if request.method == "POST" and form.is_valid() and form.kept is not None:
        try:
            send_letter(form.save(commit=False), upload=form.kept, by=user)
        except Refusal as refusal:
            form.add_error(
                refusal.field if refusal.field in form.fields else None, refusal.sentence
            )
        else:
            messages.success(
                request,
                _("The letter is sent. The Secretariat records it, and you are informed by email."),
            )
            return redirect("focalpoints:desk-member", slug=member.slug)
    context = {"member": member, "form": form}
    return render(request, "focalpoints/letter_request_send.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def letter_request_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then take the letter back."""
    rows = LetterRequest.objects.with_names().filter(
        member__in=members_submitted_for(request.user).values("pk")
    )
    found = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        try:
            withdraw_letter(found, by=signed_in_user(request))
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("The letter is withdrawn, and the file is deleted."))
        return redirect("focalpoints:desk-member", slug=found.member.slug)
    return render(
        request,
        "focalpoints/letter_request_withdraw.html",
        {"letter_request": found, "member": found.member},
    )
