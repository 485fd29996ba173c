"""Rendering of forms with the portal's own components."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.forms.renderers import TemplatesSetting


class PortalBoundField(forms.BoundField):
    """A field whose text has its own direction, independent of the page."""

    # Addresses are written from left to right in every language; free text as it begins.
    DIRECTIONS: ClassVar[tuple[tuple[type[forms.Widget], str], ...]] = (
        (forms.EmailInput, "ltr"),
        (forms.URLInput, "ltr"),
        (forms.Textarea, "auto"),
        (forms.TextInput, "auto"),
    )

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        drawn = widget or self.field.widget
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        # Dates and the like are text fields to Django too; their own input_type says otherwise,
        # or they are digits, which have no direction to find.
        if isinstance(drawn, forms.DateTimeInput | forms.DateInput | forms.TimeInput):
            return built
        for kind, direction in self.DIRECTIONS:
            if isinstance(drawn, kind) and "dir" not in drawn.attrs:
                built.setdefault("dir", direction)
                break
        return built


class PortalRenderer(TemplatesSetting):
    """Forms and fields by templates/components; widgets by any app, the portal's first."""

    form_template_name = "components/form_fields.html"
    field_template_name = "components/field.html"
    bound_field_class = PortalBoundField
