"""Widgets of the register's and the review's forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms


class ChoiceFinder(forms.CheckboxSelectMultiple):
    """Many choices as groups of checkboxes; the custom element adds a search and a summary.

    `groups` gives [(heading, [(value, label)])]; without JavaScript each group is a disclosure.
    """

    template_name = "focalpoints/widgets/choice_finder.html"

    def __init__(self, *, search_label: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.search_label = search_label

    def get_context(self, name: str, value: Any, attrs: Mapping[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, dict(attrs or {}))
        groups = []
        for heading, options, _index in context["widget"]["optgroups"]:
            chosen = sum(bool(option["selected"]) for option in options)
            groups.append({"heading": heading, "options": options, "chosen": chosen})
        context["widget"]["groups"] = groups
        context["widget"]["search_label"] = self.search_label
        context["widget"]["chosen"] = sum(group["chosen"] for group in groups)
        return context
