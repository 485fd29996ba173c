"""The history of a change, for the timeline component."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from focalpoints.models import ProposedChange, ReviewStep
from focalpoints.review import registry
from focalpoints.review.field_values import Values
from network.values.translations import OutdatedText

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


def events_of(
    change: ProposedChange, steps: Iterable[ReviewStep] | None = None
) -> list[dict[str, Any]]:
    """What happened, in order: `title`, `at`, `by`, `text` and `tone` of each step."""
    kind = registry.kind_of(change)
    events: list[dict[str, Any]] = [
        {"title": _("started"), "at": change.created_at, "by": "", "text": "", "tone": "quiet"}
    ]
    events += [
        {
            "title": _title(step),
            "at": step.at,
            "by": step.by_name or (_("name erased") if step.by_id else ""),
            "text": "\n".join(
                [
                    *([step.reason] if step.reason else []),
                    *_fields_of(kind, step),
                    *_outdated_of(step),
                ]
            ),
            "tone": TONES.get(step.action, "quiet"),
        }
        for step in (change.steps.all() if steps is None else steps)
    ]
    return events


def _title(step: ReviewStep) -> str:
    if step.action == ReviewStep.Action.PUBLISHED and step.fields.get("declined"):
        return _("published in part")
    return str(step.get_action_display())


def _fields_of(kind: registry.Kind, step: ReviewStep) -> list[str]:
    """A line for what was accepted with the step, what was not, and what was corrected."""
    titles = {
        "accepted": _("Accepted: %(fields)s"),
        "declined": _("Not accepted: %(fields)s"),
        "corrected": _("Corrected: %(fields)s"),
    }
    return [
        title % {"fields": ", ".join(labels_of(kind, step.fields[name], step.draft))}
        for name, title in titles.items()
        if step.fields.get(name)
    ]


def _outdated_of(step: ReviewStep) -> list[str]:
    """A line for the outdated translations with which it went on all the same."""
    items = [OutdatedText(**record) for record in step.outdated]
    if not items:
        return []
    said = _("Went on with outdated translations: %(texts)s")
    return [said % {"texts": ", ".join(item.label for item in items)}]


def labels_of(kind: registry.Kind, items: Iterable[str], values: Values) -> list[str]:
    """What readers call these fields and child rows of a draft."""
    return [kind.label_of(item, values) for item in items]


def reason_sent_back(
    change: ProposedChange, steps: Iterable[ReviewStep] | None = None
) -> ReviewStep | None:
    """The latest step with which the Secretariat sent the change back.

    Reads the steps once, unless they are handed in or prefetched.
    """
    back = [
        step
        for step in (change.steps.all() if steps is None else steps)
        if step.action == ReviewStep.Action.SENT_BACK
    ]
    return back[-1] if back else None
