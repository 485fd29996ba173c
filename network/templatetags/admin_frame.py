"""Tags for the head of the admin's pages: breadcrumbs and title."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from network.adminsite.result_table import table_of
from network.templatetags.portal import Place

register = template.Library()
register.inclusion_tag("admin/network/result_table.html", takes_context=True, name="result_table")(
    table_of
)


@register.simple_tag(takes_context=True)
def admin_crumbs(context: dict[str, Any]) -> list[Place]:
    """The pages above this one: the first page, its list, and the row that it is about."""
    first, here = reverse("admin:index"), context["request"].path
    if here == first:
        return []
    crumbs = [Place(_("To do today"), first)]
    opts = context.get("opts")
    if opts is None or context.get("cl") is not None:
        return crumbs
    name = f"admin:{opts.app_label}_{opts.model_name}"
    crumbs.append(Place(capfirst(str(opts.verbose_name_plural)), reverse(f"{name}_changelist")))
    row = _row(context)
    if row is not None:
        crumbs.append(Place(str(row), reverse(f"{name}_change", args=[quote(row.pk)])))
    # The question before an action on rows stands at the address of the list that it leads back to.
    is_asking = context.get("question") is not None
    return [crumb for crumb in crumbs if is_asking or crumb.url != here]


@register.simple_tag(takes_context=True)
def admin_heading(context: dict[str, Any]) -> str:
    """The title of a page: the list's name, the row's, or what the page itself says."""
    cl, row = context.get("cl"), _row(context)
    if cl is not None and not cl.is_popup:
        return str(capfirst(str(cl.opts.verbose_name_plural)))
    if row is not None and context.get("adminform") is not None:
        return str(row)
    drawn = context.get("content_title")
    # Drawn by a template's block, hence escaped already.
    return mark_safe(drawn.strip()) if drawn else str(context.get("title") or "").strip()  # noqa: S308


def _row(context: dict[str, Any]) -> Any:
    """The row of a page, which Django calls `original` and, where it deletes it, `object`."""
    row = context.get("original") or context.get("object")
    opts = context.get("opts")
    return row if opts is not None and isinstance(row, opts.model) else None


@register.filter
def model_name(row: Any) -> str:
    """`member` for a Member: the name that a model has in addresses."""
    return str(row._meta.model_name)
