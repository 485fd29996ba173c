"""Dates known in part in the admin, wherever a model has one."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.overrides import FORMFIELD_OVERRIDES, FORMFIELD_OVERRIDES_INLINE
from unfold.widgets import INPUT_CLASSES, SELECT_CLASSES

from network.fields import PartialDateField, PartialDateWidget


class UnfoldPartialDateWidget(PartialDateWidget):
    """The widget in the admin's own dress."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        for part in self.widgets:
            dress = SELECT_CLASSES if isinstance(part, forms.Select) else INPUT_CLASSES
            part.attrs["class"] = " ".join(dress)


# For all admins and inlines at once: to each of them the field is a CharField unless told, and
# gets a line of text.
for overrides in (FORMFIELD_OVERRIDES, FORMFIELD_OVERRIDES_INLINE):
    overrides[PartialDateField] = {"widget": UnfoldPartialDateWidget}
