"""The versions of an entry: listed, compared, restored.

Each app has the addresses of its own entries (`/plans/<slug>/versions/`) and calls these. Only the
member's own people and the Secretariat read earlier versions, and of an official's data only those
whom the member designates: for anybody else the page does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from focalpoints.models import Member, ProposedChange, Revision
from focalpoints.review import registry
from focalpoints.review.changes import Overtaken
from focalpoints.review.comparison import VersionValues, compare, fields_shown_to
from focalpoints.review.restoration import plan_restoration, propose_restoration, restore
from focalpoints.review.versions import restore_url, versions_url
from focalpoints.rights import may_decide, may_see_officials, members_drafted_for
from network.accounts.access import signed_in_user
from network.accounts.models import User
from network.adminsite.translations import (
    acknowledged_keys,
    acknowledgement_context,
    shown_outdated,
)
from network.values.form_fields import CleanTextField
from network.values.refusals import Refusal
from network.values.translations import OutdatedTranslations


@dataclass(frozen=True)
class Found:
    """An entry, its kind, and for which member the reader drafts (None: the Secretariat)."""

    kind: registry.Kind
    entry: Any
    member: Member | None

    @property
    def url(self) -> str:
        """Where the reader finds the entry: its public page, or where it is edited."""
        if public := self.kind.public_url(self.entry):
            return public
        if self.member is not None:
            return reverse("focalpoints:desk-member", args=[self.member.slug])
        page = f"{self.kind.model._meta.app_label}_{self.kind.model._meta.model_name}_change"
        return reverse(f"admin:{page}", args=[self.entry.pk])


@dataclass(frozen=True)
class VersionLine:
    """A line of the list: a version, and what it is in the comparison that is shown."""

    version: Revision
    is_current: bool
    is_older: bool
    is_newer: bool
    restore_url: str


class ReasonForm(forms.Form):
    """Why the Secretariat restores a version; kept with the new one."""

    reason = CleanTextField(
        label=gettext_lazy("Reason"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("Shown with the new version to the member and the Secretariat."),
    )


def find_entry(user: User, kind_name: str, **by: Any) -> Found:
    """The entry, if the versions of it are open to `user`; 404 otherwise."""
    kind = registry.kind(kind_name)
    assert kind is not None
    if may_decide(user):
        rows = kind.model._default_manager.select_related(*kind.related)
        if entry := rows.filter(**by).first():
            return Found(kind, entry, None)
        raise Http404
    for member in members_drafted_for(user):
        if kind.is_personal and not may_see_officials(user, member):
            continue
        rows = kind.entries_of(member).select_related(*kind.related)
        if entry := rows.filter(**by).first():
            return Found(kind, entry, member)
    raise Http404


def show_versions(request: HttpRequest, kind_name: str, **by: Any) -> HttpResponse:
    """All versions of an entry, the latest first; with `older` and `newer`, these two compared."""
    user = signed_in_user(request)
    found = find_entry(user, kind_name, **by)
    versions = list(Revision.objects.of(found.entry).without_values())
    numbers = [version.number for version in versions]
    older, newer = _two_of(request, numbers)
    context: dict[str, Any] = {
        "found": found,
        "entry": found.entry,
        "lines": [
            VersionLine(
                version,
                is_current=version.number == found.entry.version,
                is_older=version.number == older,
                is_newer=version.number == newer,
                restore_url=restore_url(found.kind, found.entry, version.number),
            )
            for version in versions
        ],
        # Versions that were published before the portal kept them.
        "first_kept": numbers[-1] if numbers and numbers[-1] > 1 else None,
    }
    if "older" in request.GET or "newer" in request.GET:
        context |= _comparison(found, older, newer, user)
    return render(request, "focalpoints/versions.html", context)


def _two_of(request: HttpRequest, numbers: list[int]) -> tuple[int | None, int | None]:
    """The two versions that are asked for, the older first; the last two where none are."""
    known = {str(number): number for number in numbers}
    asked = [known.get(request.GET.get(name, "")) for name in ("older", "newer")]
    if None not in asked and asked[0] != asked[1]:
        first, second = sorted(number for number in asked if number is not None)
        return first, second
    if "older" in request.GET or "newer" in request.GET:
        return asked[0], asked[1]
    return (numbers[1], numbers[0]) if len(numbers) > 1 else (None, None)


def _comparison(found: Found, older: int | None, newer: int | None, user: User) -> dict[str, Any]:
    if older is None or newer is None or older == newer:
        return {"problem": _("Choose two different versions of the list.")}
    rows = Revision.objects.of(found.entry).filter(number__in=[older, newer])
    two = {revision.number: revision for revision in rows}
    fields = fields_shown_to(user, found.kind)
    return {
        "two": (two[older], two[newer]),
        "difference": compare(
            found.kind, VersionValues.by(two[older]), VersionValues.by(two[newer]), fields=fields
        ),
    }


def show_restore(request: HttpRequest, kind_name: str, number: int, **by: Any) -> HttpResponse:
    """GET says what restoring a version changes and what stays; POST restores it.

    The Secretariat publishes it; a member's people get it as a draft, which they submit.
    """
    user = signed_in_user(request)
    found = find_entry(user, kind_name, **by)
    revision = Revision.objects.of(found.entry).filter(number=number).first()
    if revision is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = ReasonForm(sent) if found.member is None else None
    problem: Refusal | None = None
    if sent is not None and (form is None or form.is_valid()):
        try:
            return _restored(request, found, revision, form)
        except Overtaken as refusal:
            problem = refusal
            # Shown as it is by now.
            found = find_entry(user, kind_name, **by)
        except Refusal as refusal:
            problem = refusal
    open_change = (
        ProposedChange.objects.begun()
        .filter(content_type=found.kind.content_type, object_id=found.entry.pk)
        .first()
    )
    return render(
        request,
        "focalpoints/version_restore.html",
        {
            "found": found,
            "entry": found.entry,
            "revision": revision,
            "next_number": found.entry.version + 1,
            "plan": plan_restoration(found.kind, found.entry, revision, by=user),
            "form": form,
            "problem": problem,
            **acknowledgement_context(
                request,
                shown_outdated(
                    problem.items if isinstance(problem, OutdatedTranslations) else [],
                    found.url,
                ),
            ),
            "open_change": open_change,
            "versions_url": versions_url(found.kind, found.entry),
        },
    )


def _restored(
    request: HttpRequest, found: Found, revision: Revision, form: ReasonForm | None
) -> HttpResponse:
    seen = request.POST.get("version", "")
    seen_version = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
    user = signed_in_user(request)
    if found.member is None:
        assert form is not None
        entry = restore(
            found.entry,
            revision,
            seen_version=seen_version,
            reason=form.cleaned_data["reason"],
            by=user,
            acknowledged=acknowledged_keys(request),
        )
        messages.success(
            request,
            _("Version {number} is restored as version {next}.").format(
                number=revision.number, next=entry.version
            ),
        )
        return redirect(versions_url(found.kind, entry))
    change = propose_restoration(
        found.entry, revision, member=found.member, seen_version=seen_version, by=user
    )
    messages.success(
        request,
        _("The draft says what version {number} says. Check it and submit it.").format(
            number=revision.number
        ),
    )
    return redirect("focalpoints:change", pk=change.pk)
