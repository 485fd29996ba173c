"""Drafting rights in the admin: the Secretariat sees them all, and may revoke one."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from focalpoints.admin.people import with_sample
from focalpoints.drafting import revoke_drafting_right
from focalpoints.models import DraftingRight, owner_names
from network import clock
from network.adminsite.base import ReadOnlyAdmin
from network.adminsite.confirmation import ConfirmationAdmin
from network.values.collation import owner_name_order
from network.values.deadlines import deadline
from network.values.primary_keys import at_key, find_at_key
from network.values.searching import as_folded


class InForceFilter(admin.SimpleListFilter):
    title = _("status today")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("in_force", _("in force")),
            ("resting", _("suspended until confirmed")),
            ("over", _("over or revoked")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[DraftingRight]
    ) -> QuerySet[DraftingRight]:
        rights, today = DraftingRight.objects, clock.today()
        chosen = {
            "in_force": rights.in_force_on(today),
            "resting": rights.awaiting_confirmation_on(today),
        }
        if self.value() in chosen:
            return queryset.filter(pk__in=chosen[self.value() or ""].values("pk"))
        if self.value() == "over":
            return queryset.exclude(pk__in=rights.unexpired_on(today).values("pk"))
        return queryset


@admin.register(DraftingRight)
class DraftingRightAdmin(ReadOnlyAdmin, ConfirmationAdmin):
    """Focal points give these rights on their desk; here they are looked at, and revoked."""

    class Media:
        css = {"all": ("css/admin-register.css",)}

    list_display = ("shown_person", "shown_member", "starts_on", "shown_end", "shown_standing")
    list_filter = (InForceFilter,)
    search_fields = ("person__folded", *owner_names("member"))
    list_per_page = 50
    actions = None
    actions_detail = ("revoke_this",)
    fields = (
        "member",
        "person",
        "starts_on",
        "shown_end",
        "standing_in_words",
        "rests_on",
        "given_by",
        "given_at",
        "confirmed_by",
        "confirmed_at",
        "revoked_by",
        "revoked_at",
        "is_sample",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[DraftingRight]:
        in_force = DraftingRight.objects.in_force_on(clock.today()).filter(pk=OuterRef("pk"))
        rows = DraftingRight.objects.with_people().annotate(is_in_force=Exists(in_force))
        return rows.order_by("-given_at", "-pk")

    def has_revoke_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return request.user.has_perm("focalpoints.change_draftingright")

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        unexpired = DraftingRight.objects.unexpired_on(clock.today())
        if not at_key(unexpired, object_id).exists():
            return []
        return list(super().get_actions_detail(request, object_id))

    @action(
        description=_("Revoke"), permissions=["revoke"], url_path="revoke", icon="person_remove"
    )
    def revoke_this(self, request: HttpRequest, object_id: int) -> HttpResponse:
        right = find_at_key(DraftingRight.objects.with_people(), object_id)
        return self.confirm_then(
            request,
            right,
            revoke_drafting_right,
            title=gettext("Revoke this drafting right?"),
            sentence=gettext(
                "{person} may then no longer draft for {member}, and is informed by email. "
                "Drafts stay."
            ).format(person=right.person, member=right.member),
            cannot_be_undone=gettext(
                "This cannot be undone: only a focal point of the member can give the right again."
            ),
            button=gettext("Revoke"),
            done=gettext("The drafting right is revoked."),
        )

    @display(description=_("drafter"), ordering=as_folded("person__family_name"))
    def shown_person(self, right: DraftingRight) -> Any:
        return with_sample(str(right.person), right.is_sample)

    @display(description=_("member"), ordering=owner_name_order("member"))
    def shown_member(self, right: DraftingRight) -> str:
        return right.member.name

    @display(description=_("last day"), ordering="ends_on")
    def shown_end(self, right: DraftingRight) -> str:
        return deadline(right.ends_on)

    @display(description=_("today"))
    def standing_in_words(self, right: DraftingRight) -> Any:
        return self.shown_standing(right)[1]

    @display(
        description=_("today"),
        label={"in_force": "success", "resting": "warning", "over": "default"},
    )
    def shown_standing(self, right: Any) -> tuple[str, Any]:
        today = clock.today()
        if right.revoked_at is not None:
            return "over", _("revoked")
        if right.ends_on < today:
            return "over", _("over")
        if right.is_in_force:
            return "in_force", _("in force")
        return "resting", _("suspended until confirmed")
