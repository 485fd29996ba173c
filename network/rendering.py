"""How forms are drawn: with the portal's own components."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class PortalRenderer(TemplatesSetting):
    """Forms and fields by templates/components; widgets by any app, the portal's first."""

    form_template_name = "components/form_fields.html"
    field_template_name = "components/field.html"
