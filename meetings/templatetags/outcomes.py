"""The outcome of a meeting, in words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_lazy

register = template.Library()

# What the reference data and the Secretariat write of outcomes, by its beginning; the longest
# first. Anything else is shown as it was written.
OUTCOMES = {
    "joint communique": gettext_lazy("joint communiqué"),
    "communique": gettext_lazy("communiqué"),
    "chair's summary": gettext_lazy("chair’s summary"),
    "recording": gettext_lazy("recording"),
}


@register.filter
def outcome_words(outcome: str) -> list[str]:
    """The outcomes of a meeting in the active language: `joint communique; recording`."""
    words = []
    for part in filter(None, (piece.strip() for piece in outcome.split(";"))):
        plain = part.replace("é", "e").replace("’", "'").lower()
        known = next((name for name in OUTCOMES if plain.startswith(name)), None)
        words.append(f"{OUTCOMES[known]}{part[len(known) :]}" if known else part)
    return words
