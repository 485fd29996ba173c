"""Drafting rights on the desk: to give one, confirm a predecessor's, revoke, invite again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from focalpoints.drafting import (
    Colleague,
    confirm_drafting_right,
    give_drafting_right,
    invite_drafter,
    revoke_drafting_right,
)
from focalpoints.drafting_forms import DraftingRightForm
from focalpoints.models import DraftingRight, Member
from focalpoints.rights import members_submitted_for
from network import clock
from network.accounts.access import signed_in, signed_in_user
from network.values.refusals import Refusal


@signed_in
@require_http_methods(["GET", "POST"])
def drafting_right_give(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; then a question that says what follows; then the right is given."""
    member = get_object_or_404(members_submitted_for(request.user), slug=slug)
    form = DraftingRightForm(request.POST if request.method == "POST" else None)
    asks = False
    if request.method == "POST" and "back" not in request.POST and form.is_valid():
        asks = "confirmed" not in request.POST
        if not asks and _give(request, member, form):
            return redirect("focalpoints:desk-member", slug=member.slug)
    return render(
        request,
        "focalpoints/drafting_right_give.html",
        {"title": _("Let a colleague draft"), "member": member, "form": form, "asks": asks},
    )


def _give(request: HttpRequest, member: Member, form: DraftingRightForm) -> bool:
    """Whether the right was given; else the form says why not."""
    given = form.cleaned_data
    colleague = Colleague(
        given_name=given["given_name"],
        family_name=given["family_name"],
        email=given["email"],
        position=given["position"],
        language=given["language"],
    )
    try:
        right = give_drafting_right(
            member, colleague, ends_on=given["ends_on"], by=signed_in_user(request)
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    messages.success(
        request,
        _("{name} may now draft. An email is being sent to {email}.").format(
            name=right.person, email=colleague.email
        ),
    )
    return True


@signed_in
@require_http_methods(["GET", "POST"])
def drafting_right_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then let a predecessor's drafter go on."""
    return _asked(
        request,
        _right(request, pk),
        confirm_drafting_right,
        template="focalpoints/drafting_right_confirm.html",
        title=_("Confirm a drafting right"),
        done=_("{name} may continue drafting, and is being informed by email."),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def drafting_right_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then end the right."""
    return _asked(
        request,
        _right(request, pk),
        revoke_drafting_right,
        template="focalpoints/drafting_right_revoke.html",
        title=_("Revoke a drafting right"),
        done=_("{name} may no longer draft, and is being informed by email."),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def drafting_right_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the invitation again. GET redirects to the page with the button."""
    right = _right(request, pk)
    if request.method == "POST":
        try:
            invitation = invite_drafter(right, by=signed_in_user(request))
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(
                request,
                _("An invitation is being sent to {email}.").format(email=invitation.email),
            )
    return redirect("focalpoints:desk-member", slug=right.member.slug)


def _asked(
    request: HttpRequest,
    right: DraftingRight,
    service: Callable[..., Any],
    *,
    template: str,
    title: str,
    done: str,
) -> HttpResponse:
    """GET asks; POST calls the service and redirects to the desk, which shows the result."""
    desk = redirect("focalpoints:desk-member", slug=right.member.slug)
    if right.revoked_at is not None or right.ends_on < clock.today():
        messages.info(request, _("This drafting right is over already."))
        return desk
    if request.method != "POST":
        context = {"title": title, "right": right, "member": right.member}
        return render(request, template, context)
    try:
        service(right, by=signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done.format(name=right.person))
    return desk


def _right(request: HttpRequest, pk: int) -> DraftingRight:
    """The right, if it is of a member for which the user may submit; 404 otherwise."""
    members = members_submitted_for(request.user)
    return get_object_or_404(
        DraftingRight.objects.filter(member__in=members.values("pk")).with_people(), pk=pk
    )
