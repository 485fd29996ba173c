"""What the pages of a change have in common, on the desk and in the admin."""

from __future__ import annotations

import copy
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from focalpoints.models import ChangeAuthor, ProposedChange, ReviewStep
from focalpoints.review import drafts, registry
from focalpoints.review.changes import edition, is_overtaken_by_publication, live_entry
from focalpoints.review.children import ChildRows
from focalpoints.review.difference import Difference, difference_between, difference_of
from focalpoints.review.forms import ReviewForm
from focalpoints.review.outdated import outdated_in_draft
from focalpoints.review.timeline import STATE_TONES, events_of, reason_sent_back
from focalpoints.review.values import bound_form
from network.accounts.access import signed_in_user
from network.values.translations import OutdatedText


class ChangePage:
    """One look at a change: all that its page shows, each thing read once."""

    def __init__(self, change: ProposedChange) -> None:
        self.change = change
        self.kind = registry.kind_of(change)

    @cached_property
    def live(self) -> Any:
        """The published row, which nothing on the page changes; None for a new entry."""
        return live_entry(self.change)

    @property
    def live_url(self) -> str:
        return self.kind.public_url(self.live) if self.live is not None else ""

    @property
    def edition(self) -> str:
        return edition(self.change)

    @property
    def state_tone(self) -> str:
        return STATE_TONES[self.change.state]

    @property
    def is_overtaken(self) -> bool:
        return self.change.is_open and is_overtaken_by_publication(self.change, self.live)

    @property
    def entry(self) -> Any:
        """A row for a form to write into: a copy of the published one, or a blank one."""
        if self.live is None:
            return self.kind.blank(self.change.member)
        return copy.copy(self.live)

    @cached_property
    def form(self) -> ReviewForm:
        """The form bound to the draft's values."""
        return bound_form(self.kind, self.entry, self.change.draft)

    @cached_property
    def outdated(self) -> list[OutdatedText]:
        """The translations of the draft that are outdated."""
        return outdated_in_draft(self.kind, self.change, self.live)

    @cached_property
    def steps(self) -> list[ReviewStep]:
        return list(self.change.steps.all())

    @cached_property
    def authors(self) -> list[ChangeAuthor]:
        """Who wrote in it, the first first."""
        return list(self.change.authors.all())

    @cached_property
    def events(self) -> list[dict[str, Any]]:
        return events_of(self.change, self.steps)

    @cached_property
    def last_return(self) -> ReviewStep | None:
        """The latest step with which it came back."""
        return reason_sent_back(self.change, self.steps)

    @property
    def sent_back(self) -> ReviewStep | None:
        """Why it is with the member again, as long as it is."""
        return self.last_return if self.change.state == ProposedChange.State.SENT_BACK else None

    @cached_property
    def difference(self) -> Difference:
        return difference_of(self.change, live=self.live, form=self.form)

    @cached_property
    def since_sent_back(self) -> Difference | None:
        """What changed since it came back, while it is open; None before a second round."""
        if self.last_return is None or not self.change.is_open:
            return None
        then = self.last_return.draft
        return difference_between(self.kind, then, self.change.draft, form=self.form)

    @cached_property
    def preview(self) -> SafeString:
        """What readers will see of the entry; its kind renders it with an escaping template."""
        self.form.is_valid()
        related = {name: list(self.form.cleaned_data.get(name) or []) for name in self.kind.many}
        for name, rows in self.form.child_rows.items():
            assert isinstance(rows, ChildRows)
            related[name] = rows.objects()
        text = self.kind.preview(self.form.instance, related)
        return mark_safe(text)  # noqa: S308 - rendered, thus escaped


def decisions_of(request: HttpRequest) -> dict[str, str]:
    """What was chosen for each field, from radio buttons named `keep-<item>`."""
    return {
        name.removeprefix("keep-"): str(value)
        for name, value in request.POST.items()
        if name.startswith("keep-")
    }


def declined_of(request: HttpRequest) -> list[str]:
    """What was offered with a box (`offered`) and not ticked (`accept`)."""
    accepted = set(request.POST.getlist("accept"))
    return [item for item in request.POST.getlist("offered") if item not in accepted]


def rebase_from(request: HttpRequest, change: ProposedChange) -> None:
    """Call the service with what the three-column page sent."""
    version = request.POST.get("version", "")
    drafts.rebase(
        change,
        decisions=decisions_of(request),
        seen=request.POST.get("edition", ""),
        # A longer number than any version has is none that was seen.
        seen_version=int(version) if version.isdecimal() and len(version) < 19 else 0,
        by=signed_in_user(request),
    )
