"""The story of a change, for the timeline component."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from focalpoints.models import ProposedChange, ReviewStep

TONES: dict[str, str] = {
    ReviewStep.Action.SUBMITTED: "info",
    ReviewStep.Action.SENT_BACK: "warn",
    ReviewStep.Action.PUBLISHED: "ok",
}

STATE_TONES: dict[str, str] = {
    ProposedChange.State.DRAFT: "quiet",
    ProposedChange.State.SUBMITTED: "info",
    ProposedChange.State.SENT_BACK: "warn",
    ProposedChange.State.PUBLISHED: "ok",
    ProposedChange.State.WITHDRAWN: "quiet",
}


def events_of(change: ProposedChange) -> list[dict[str, Any]]:
    """What happened, in order: `title`, `at`, `by`, `text` and `tone` of each step."""
    events: list[dict[str, Any]] = [
        {"title": _("started"), "at": change.created_at, "by": "", "text": "", "tone": "quiet"}
    ]
    events += [
        {
            "title": step.get_action_display(),
            "at": step.at,
            "by": step.by_name,
            "text": step.reason,
            "tone": TONES.get(step.action, "quiet"),
        }
        for step in change.steps.all()
    ]
    return events


def reason_sent_back(change: ProposedChange) -> ReviewStep | None:
    """The latest step with which the Secretariat sent the change back.

    Reads the steps once; none after `prefetch_related("steps")`.
    """
    back = [step for step in change.steps.all() if step.action == ReviewStep.Action.SENT_BACK]
    return back[-1] if back else None
