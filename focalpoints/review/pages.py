"""What the pages of a change have in common, on the desk and in the admin."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from focalpoints.models import ProposedChange
from focalpoints.review import drafts, registry
from focalpoints.review.forms import ReviewForm
from network.accounts.models import User


def account_of(request: HttpRequest) -> User:
    """The signed-in account; views under `login_required` always have one."""
    assert isinstance(request.user, User)
    return request.user


def preview_of(kind: registry.Kind, form: ReviewForm) -> SafeString:
    """What the entry's public page will show. The kind renders it with an escaping template."""
    form.is_valid()
    many = {name: list(form.cleaned_data.get(name) or []) for name in kind.many}
    return mark_safe(kind.preview(form.instance, many))  # noqa: S308 - rendered, thus escaped


def decisions_of(request: HttpRequest) -> dict[str, str]:
    """What was chosen for each field, from radio buttons named `keep-<field>`."""
    return {
        name.removeprefix("keep-"): str(value)
        for name, value in request.POST.items()
        if name.startswith("keep-")
    }


def rebase_from(request: HttpRequest, change: ProposedChange) -> None:
    """Call the service with what the three-column page sent."""
    version = request.POST.get("version", "")
    drafts.rebase(
        change,
        decisions=decisions_of(request),
        seen=request.POST.get("edition", ""),
        # A longer number than any version has is none that was seen.
        seen_version=int(version) if version.isdecimal() and len(version) < 19 else 0,
        by=account_of(request),
    )
