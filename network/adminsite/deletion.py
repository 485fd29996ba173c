"""The question before a deletion of one or several rows, which names what is deleted with them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.contrib.admin.utils import model_ngettext
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from network.adminsite.bulk_actions import BulkQuestion, bulk_action
from network.values.lists import listed

# What Django calls a row of the table behind a many-to-many relation.
_NAMELESS = re.compile(r" object \(\d+\)$")


class NamedDeletions:
    """Leaves out rows that only link to others: "Initiative_countries object (26)" means nothing to
    a reader, and the other row stays.

    network.adminsite.site gives it to every admin.
    """

    def delete_view(
        self: Any, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> Any:
        said = {"cannot_be_undone": getattr(self, "deletion_warning", IRREVERSIBLE)}
        return super().delete_view(request, object_id, said | (extra_context or {}))  # type: ignore[misc]

    def get_deleted_objects(self: Any, objs: Any, request: HttpRequest) -> Any:
        found, counts, lacking, protected = super().get_deleted_objects(objs, request)  # type: ignore[misc]
        ties = {
            model._meta.verbose_name_plural
            for model in apps.get_models(include_auto_created=True)
            if model._meta.auto_created
        }
        counts = {name: number for name, number in counts.items() if name not in ties}
        return _named(found), counts, lacking, protected


def _named(found: list[Any]) -> list[Any]:
    """The nested list of what is deleted, without nameless rows and lists of only these."""
    kept = [
        _named(each) if isinstance(each, list) else each
        for each in found
        if isinstance(each, list) or not _NAMELESS.search(str(each))
    ]
    return [each for each in kept if each != []]


def _asks_before_deleting(
    model_admin: Any, request: HttpRequest, rows: list[Any], count: int
) -> BulkQuestion:
    """Names what is deleted with the rows; has no button if one of them has to stay."""
    title = ngettext("Delete {number} {objects}?", "Delete {number} {objects}?", count).format(
        number=count, objects=model_ngettext(model_admin.opts, count)
    )
    found, _counts, lacking, protected = model_admin.get_deleted_objects(rows, request)
    kept = {
        row.pk: _("This one cannot be deleted.")
        for row in rows
        if not model_admin.has_delete_permission(request, row)
    }
    if kept or lacking or protected:
        sentence = _("Nothing can be deleted as long as these rows are selected.")
        if not kept and protected:
            sentence = _("Others need these rows. Delete or change those first:")
        elif not kept:
            sentence = _("Your account may not delete what belongs to them: {kinds}.").format(
                kinds=listed(sorted(str(kind) for kind in lacking))
            )
        return BulkQuestion(
            title=title,
            sentence=sentence,
            button="",
            is_impossible=True,
            left_out=kept,
            with_them=[] if kept else list(protected),
        )
    company = _with_dependents(found)
    return BulkQuestion(
        title=title,
        sentence=_("They are deleted, together with what belongs to them.")
        if company
        else _("They are deleted. Nothing else goes with them."),
        cannot_be_undone=getattr(model_admin, "deletion_warning", IRREVERSIBLE),
        button=_("Delete"),
        is_dangerous=True,
        with_them=company,
    )


def _with_dependents(found: list[Any]) -> list[Any]:
    """The rows with which something else is deleted, and what that is."""
    kept: list[Any] = []
    for row, company in pairwise(found):
        if isinstance(company, list) and not isinstance(row, list):
            kept += [row, company]
    return kept


IRREVERSIBLE = gettext_lazy(
    "This cannot be undone. The history keeps the values of the rows, but cannot restore them."
)


@bulk_action(
    description=gettext_lazy("Delete selected %(verbose_name_plural)s"),
    permissions=["delete"],
    asks=_asks_before_deleting,
)
def delete_rows(model_admin: Any, request: HttpRequest, rows: Any) -> None:
    """Delete several rows, all or none; replaces Django's own action."""
    chosen = list(rows)
    _found, _counts, lacking, protected = model_admin.get_deleted_objects(rows, request)
    kept = [row for row in chosen if not model_admin.has_delete_permission(request, row)]
    if lacking or protected or kept:
        messages.error(request, _("Nothing was deleted: some of the rows cannot be deleted."))
        return
    model_admin.log_deletions(request, rows)
    model_admin.delete_queryset(request, rows)
    count = len(chosen)
    messages.success(
        request,
        ngettext("{number} {objects} deleted.", "{number} {objects} deleted.", count).format(
            number=count, objects=model_ngettext(model_admin.opts, count)
        ),
    )
