"""Invitations in the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from network import clock
from network.accounts.access import signed_in_user
from network.accounts.invitations import invite, resend, revoke
from network.accounts.models import Invitation
from network.adminsite.base import ServiceAdmin
from network.adminsite.confirmation import ConfirmationAdmin
from network.adminsite.reauthentication import ReauthenticationAdmin
from network.values.primary_keys import at_key, find_at_key


class InvitationForm(forms.ModelForm):
    """The person to invite."""

    class Meta:
        model = Invitation
        fields = ("email", "name", "language", "as_staff")

    def validate_constraints(self) -> None:
        """Lets an address that is invited already get a new link instead of an error."""


class InvitationStateFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Invitation.State.choices)

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Invitation]
    ) -> QuerySet[Invitation]:
        pending, now = {"accepted_at": None, "revoked_at": None}, clock.now()
        if self.value() == Invitation.State.OPEN:
            return queryset.filter(**pending, expires_at__gt=now)
        if self.value() == Invitation.State.EXPIRED:
            return queryset.filter(**pending, expires_at__lte=now)
        if self.value() == Invitation.State.ACCEPTED:
            return queryset.filter(accepted_at__isnull=False)
        if self.value() == Invitation.State.REVOKED:
            return queryset.filter(revoked_at__isnull=False)
        return queryset


@admin.register(Invitation)
class InvitationAdmin(ReauthenticationAdmin, ServiceAdmin, ConfirmationAdmin):
    """Invite staff here; focal points are invited from their designation."""

    form = InvitationForm
    list_display = ("email", "name", "as_staff", "shown_state", "expires_at", "invited_by")
    list_filter = (InvitationStateFilter, "as_staff")
    search_fields = ("email", "name")
    list_select_related = ("invited_by",)
    list_per_page = 50
    actions = None
    actions_detail = ("resend_invitation", "revoke_invitation")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        asked = ("email", "name", "language", "as_staff")
        known = (
            "purpose",
            "shown_state",
            "created_at",
            "expires_at",
            "invited_by",
            "accepted_at",
            "account",
        )
        return (*asked, *known) if obj else asked

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj) if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Only buttons change an invitation; its fields record what was sent.
        return False if obj else bool(super().has_change_permission(request, obj))

    def has_handle_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Who may send an invitation again or revoke it. (No dotted permission names here:
        unfold's system check would look them up before the first migration.)"""
        return request.user.has_perm("network.change_invitation")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        if not at_key(Invitation.objects.pending(), object_id).exists():
            return []
        return list(super().get_actions_detail(request, object_id))

    def needs_reauthentication(self, request: HttpRequest) -> bool:
        return bool(request.POST.get("as_staff"))

    def save_row(
        self, request: HttpRequest, row: Invitation, form: Any, write_related: Callable[[], None]
    ) -> None:
        given = form.cleaned_data
        sent = invite(
            email=given["email"],
            name=given["name"],
            language=given["language"],
            as_staff=given["as_staff"],
            by=signed_in_user(request),
        )
        # The row that was written may be an earlier one for the same address.
        row.pk, row.email = sent.pk, sent.email

    @display(
        description=_("status"),
        label={"open": "info", "expired": "warning", "accepted": "success", "revoked": "default"},
    )
    def shown_state(self, invitation: Invitation) -> tuple[str, Any]:
        state = Invitation.State(invitation.state)
        return state.value, state.label

    @action(
        description=_("Send again"),
        permissions=["handle"],
        url_path="resend",
        icon="forward_to_inbox",
    )
    def resend_invitation(self, request: HttpRequest, object_id: int) -> HttpResponse:
        invitation = find_at_key(Invitation.objects.all(), object_id)
        return self.confirm_then(
            request,
            invitation,
            resend,
            title=gettext("Send the invitation to {email} again?").format(email=invitation.email),
            sentence=gettext(
                "A new link, valid for seven days, is sent; the older one stops working."
            ),
            cannot_be_undone=gettext("What was sent cannot be recalled."),
            button=gettext("Send again"),
            done=gettext("The invitation is being sent."),
            is_dangerous=False,
            # The link makes whoever opens it a member of staff.
            asks_for_proof=invitation.as_staff,
        )

    @action(
        description=_("Revoke"),
        permissions=["handle"],
        url_path="revoke",
        icon="block",
    )
    def revoke_invitation(self, request: HttpRequest, object_id: int) -> HttpResponse:
        invitation = find_at_key(Invitation.objects.all(), object_id)
        return self.confirm_then(
            request,
            invitation,
            revoke,
            title=gettext("Revoke the invitation to {email}?").format(email=invitation.email),
            sentence=gettext("Its link stops working at once."),
            cannot_be_undone=gettext(
                "This cannot be undone, but the person can be invited again, with another link."
            ),
            button=gettext("Revoke"),
            done=gettext("The invitation is revoked."),
        )
