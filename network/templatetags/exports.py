"""The way from a list to its export, for templates."""

from __future__ import annotations

from django import template

from network.importing.exports import export_address

register = template.Library()
register.simple_tag(export_address)
