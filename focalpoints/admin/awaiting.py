"""What lists and pages of all that waits share: age, filter, and who looks after it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin

from focalpoints.models import Awaited
from focalpoints.review import waiting
from focalpoints.review.queue import assigned_q, days_waiting
from focalpoints.rights import may_decide
from network.accounts.access import signed_in_user
from network.values.primary_keys import find_at_key
from network.values.refusals import Refusal

WHOSE = [
    ("me", gettext_lazy("me")),
    ("nobody", gettext_lazy("nobody")),
    ("others", gettext_lazy("others")),
]


class AssignedFilter(admin.SimpleListFilter):
    """By who of the Secretariat looks after it."""

    title = gettext_lazy("assigned to")
    parameter_name = "assigned"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(WHOSE)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(assigned_q(self.value() or "", signed_in_user(request)))


def days_words(days: int) -> str:
    words = ngettext("{number} day", "{number} days", days).format(number=days)
    return f"{words} (!)" if days >= waiting.ESCALATED_AFTER.days else words


def age_words(row: Awaited) -> str:
    """For how many days it has waited; nothing of what waits for nobody."""
    return days_words(days_waiting(row)) if row.waits else "–"


class AwaitedAdmin(ModelAdmin):
    """A page on which the Secretariat decides, and says who of it looks after the submission."""

    def get_custom_urls(self) -> tuple[Any, ...]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_assign"
        return (("<path:object_id>/assign/", name, require_POST(self.assign_view)),)

    def assigning(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """The context of `admin/focalpoints/assigning.html`; empty where nobody is to choose."""
        if not row.waits or not may_decide(request.user, row.member):
            return {}
        address = reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_assign", args=[row.pk]
        )
        return {
            "assigned_to": row.assigned_to_id,
            "assign_url": address,
            "staff": waiting.staff_who_decide(),
        }

    def assign_view(self, request: HttpRequest, object_id: str, **_more: Any) -> HttpResponse:
        """POST `assigned`: the key of one of the staff, or nothing for nobody."""
        row = find_at_key(self.get_queryset(request).select_related("member"), object_id)
        by, chosen = signed_in_user(request), request.POST.get("assigned", "")
        if not self.has_view_permission(request, row) or not may_decide(by, row.member):
            raise PermissionDenied
        people = {str(one.pk): one for one in waiting.staff_who_decide()}
        try:
            if chosen and chosen not in people:
                raise Refusal(_("Choose one of the staff."), field="assigned")
            to = people.get(chosen)
            waiting.assign(row, to=to, by=by)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(
                request,
                _("Assigned to {name}.").format(name=to)
                if to
                else _("It is assigned to nobody now."),
            )
        return redirect(waiting.page_of(row))
