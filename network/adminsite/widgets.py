"""How fields look in the admin, in every form at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from unfold.overrides import FORMFIELD_OVERRIDES, FORMFIELD_OVERRIDES_INLINE
from unfold.widgets import (
    INPUT_CLASSES,
    SELECT_CLASSES,
    UnfoldAdminTextareaWidget,
    UnfoldBooleanWidget,
)

from network.values.day_fields import DayField, DayInput
from network.values.partial_dates import PartialDateField, PartialDateWidget


class UnfoldPartialDateWidget(PartialDateWidget):
    """The widget in the admin's own style."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        for part in self.widgets:
            classes = SELECT_CLASSES if isinstance(part, forms.Select) else INPUT_CLASSES
            part.attrs["class"] = " ".join(classes)


class UnfoldDayInput(DayInput):
    """The input for a day in the admin's own style, as wide as the parts of a partial date."""

    def __init__(self, attrs: dict[str, Any] | None = None, format: str | None = None) -> None:
        super().__init__(
            {"class": " ".join([*INPUT_CLASSES, "admin-day"]), **(attrs or {})}, format
        )


for overrides in (FORMFIELD_OVERRIDES, FORMFIELD_OVERRIDES_INLINE):
    # Or a form would take it for a CharField, which gets a line of text.
    overrides[PartialDateField] = {"widget": UnfoldPartialDateWidget}
    overrides[models.DateField] = {"form_class": DayField, "widget": UnfoldDayInput}
    # A switch looks as if it acted at once; here only "Save" acts.
    overrides[models.BooleanField] = {"widget": UnfoldBooleanWidget}
    # Texts are a few sentences in six languages; ten empty lines for each would hide the rest.
    overrides[models.TextField] = {"widget": UnfoldAdminTextareaWidget({"rows": 3})}
