"""Accounts, invitations and outgoing mail in the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from network.account_changes import (
    activate,
    deactivate,
    end_staff_access,
    forget_second_factor,
)
from network.confirmation import ask
from network.history_admin import TrackedAdmin
from network.invitations import invite, resend, revoke
from network.models import Invitation, OutgoingMail, User
from network.refusals import Refusal


def actor(request: HttpRequest) -> User:
    """The member of staff who is signed in (the admin is open to accounts only)."""
    assert isinstance(request.user, User)
    return request.user


class AskingAdmin(TrackedAdmin):
    """An admin whose buttons ask before they do."""

    def ask_then(
        self,
        request: HttpRequest,
        row: Any,
        service: Callable[..., Any],
        *,
        title: str,
        sentence: str,
        button: str,
        done: str,
        is_dangerous: bool = True,
    ) -> HttpResponse:
        """GET asks; POST calls `service(row, by=)` and says `done`, or what it refused."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_change"
        back = reverse(f"admin:{name}", args=[row.pk])
        if request.method != "POST":
            return ask(
                self,
                request,
                row,
                title=title,
                sentence=sentence,
                button=button,
                back=back,
                is_dangerous=is_dangerous,
            )
        try:
            service(row, by=actor(request))
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, done)
        return redirect(back)


@admin.register(User)
class UserAdmin(AskingAdmin):
    """Accounts: looked up, renamed, closed; made by invitations only."""

    list_display = ("email", "name", "shown_role", "is_active", "has_factor", "last_login")
    list_filter = ("is_active", "is_staff", "is_sample")
    search_fields = ("email", "name")
    ordering = ("email",)
    list_per_page = 50
    fieldsets = (
        (_("Account"), {"fields": ("email", "name", "language")}),
        (
            _("Access"),
            {"fields": ("shown_role", "is_active", "has_factor", "last_login", "date_joined")},
        ),
    )
    readonly_fields = (
        "email",
        "shown_role",
        "is_active",
        "has_factor",
        "last_login",
        "date_joined",
    )
    actions = None
    actions_detail = (
        "deactivate_account",
        "activate_account",
        "remove_second_factor",
        "leave_secretariat",
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Accounts are closed, not removed: what they did keeps their name."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(
            type=Authenticator.Type.RECOVERY_CODES
        )
        return User.objects.annotate(factor=Exists(factors))

    @display(description=_("role"))
    def shown_role(self, account: User) -> Any:
        if account.is_superuser:
            return _("Administrator")
        return _("Secretariat") if account.is_staff else _("Focal point")

    @display(description=_("second factor"), boolean=True)
    def has_factor(self, account: Any) -> bool:
        return bool(account.factor)

    @action(
        description=_("Deactivate"),
        permissions=["change"],
        url_path="deactivate",
        icon="person_off",
    )
    def deactivate_account(self, request: HttpRequest, object_id: int) -> HttpResponse:
        account = get_object_or_404(User, pk=object_id)
        return self.ask_then(
            request,
            account,
            deactivate,
            title=_now("Deactivate the account of {account}?").format(account=account),
            sentence=_now(
                "Nobody can sign in with it any more, and open sessions end. It can be activated "
                "again."
            ),
            button=_now("Deactivate"),
            done=_now("The account is deactivated."),
        )

    @action(
        description=_("Activate"),
        permissions=["change"],
        url_path="activate",
        icon="person_check",
    )
    def activate_account(self, request: HttpRequest, object_id: int) -> HttpResponse:
        account = get_object_or_404(User, pk=object_id)
        return self.ask_then(
            request,
            account,
            activate,
            title=_now("Activate the account of {account}?").format(account=account),
            sentence=_now("It works again with the password that it had."),
            button=_now("Activate"),
            done=_now("The account is active."),
            is_dangerous=False,
        )

    @action(
        description=_("Remove second factor"),
        permissions=["change"],
        url_path="forget-factor",
        icon="phonelink_erase",
    )
    def remove_second_factor(self, request: HttpRequest, object_id: int) -> HttpResponse:
        account = get_object_or_404(User, pk=object_id)
        return self.ask_then(
            request,
            account,
            forget_second_factor,
            title=_now("Remove the second factor of {account}?").format(account=account),
            sentence=_now(
                "Do this only when you know by another way, such as a telephone call, that its "
                "owner asks for it. They are told by mail."
            ),
            button=_now("Remove second factor"),
            done=_now("The second factor is removed; its owner is told by mail."),
        )

    @action(
        description=_("Leave the Secretariat"),
        permissions=["change"],
        url_path="end-staff",
        icon="group_remove",
    )
    def leave_secretariat(self, request: HttpRequest, object_id: int) -> HttpResponse:
        account = get_object_or_404(User, pk=object_id)
        return self.ask_then(
            request,
            account,
            end_staff_access,
            title=_now("Take {account} out of the Secretariat?").format(account=account),
            sentence=_now("The admin closes for this account at once; the account itself stays."),
            button=_now("Take out"),
            done=_now("The account no longer belongs to the Secretariat."),
        )


class InvitationForm(forms.ModelForm):
    """Whom to invite."""

    class Meta:
        model = Invitation
        fields = ("email", "name", "language", "as_staff")

    def validate_constraints(self) -> None:
        """An address that is invited already gets a new link instead of an error."""


class InvitationStateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Invitation.State.choices)

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Invitation]
    ) -> QuerySet[Invitation]:
        pending, now = {"accepted_at": None, "revoked_at": None}, timezone.now()
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
class InvitationAdmin(AskingAdmin):
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
        known = ("shown_state", "created_at", "expires_at", "invited_by", "accepted_at", "account")
        return (*asked, *known) if obj else asked

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj) if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Buttons change an invitation, fields do not: it says what was sent.
        return False if obj else bool(super().has_change_permission(request, obj))

    def has_handle_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Who may send an invitation again or revoke it. (No dotted permission names here:
        unfold's system check would look them up before the first migration.)"""
        return request.user.has_perm("network.change_invitation")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        given = form.cleaned_data
        sent = invite(
            email=given["email"],
            name=given["name"],
            language=given["language"],
            as_staff=given["as_staff"],
            by=actor(request),
        )
        # The row that was written may be an earlier one for the same address.
        obj.pk, obj.email = sent.pk, sent.email

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            response: HttpResponse = super().add_view(request, form_url, extra_context)
            return response
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return redirect(request.path)

    @display(
        description=_("state"),
        label={"open": "info", "expired": "warning", "accepted": "success", "revoked": "default"},
    )
    def shown_state(self, invitation: Invitation) -> tuple[str, Any]:
        state = Invitation.State(invitation.state)
        return state.value, state.label

    @action(
        description=_("Send anew"),
        permissions=["handle"],
        url_path="resend",
        icon="forward_to_inbox",
    )
    def resend_invitation(self, request: HttpRequest, object_id: int) -> HttpResponse:
        invitation = get_object_or_404(Invitation, pk=object_id)
        return self.ask_then(
            request,
            invitation,
            resend,
            title=_now("Send the invitation to {email} anew?").format(email=invitation.email),
            sentence=_now(
                "A new link goes out, valid for seven days; the older one stops working."
            ),
            button=_now("Send anew"),
            done=_now("The invitation is on its way."),
            is_dangerous=False,
        )

    @action(
        description=_("Revoke"),
        permissions=["handle"],
        url_path="revoke",
        icon="block",
    )
    def revoke_invitation(self, request: HttpRequest, object_id: int) -> HttpResponse:
        invitation = get_object_or_404(Invitation, pk=object_id)
        return self.ask_then(
            request,
            invitation,
            revoke,
            title=_now("Revoke the invitation to {email}?").format(email=invitation.email),
            sentence=_now("Its link stops working at once."),
            button=_now("Revoke"),
            done=_now("The invitation is revoked."),
        )


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ModelAdmin):
    """What was sent to whom, to look at. Texts with a one-time link are never shown."""

    list_display = ("subject", "address", "kind", "shown_state", "created_at", "sent_at")
    list_filter = ("state", "kind")
    search_fields = ("address", "subject")
    list_per_page = 50
    show_full_result_count = False
    actions = None
    fields = (
        "subject",
        "address",
        "kind",
        "language",
        "state",
        "attempts",
        "created_at",
        "due_at",
        "sent_at",
        "uncertain_at",
        "message_id",
        "last_error",
        "shown_text",
    )
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(
        description=_("state"),
        label={
            "sent": "success",
            "failed": "danger",
            "uncertain": "warning",
            "retry": "warning",
            "in_flight": "info",
        },
    )
    def shown_state(self, mail: OutgoingMail) -> tuple[str, str]:
        return mail.state, mail.get_state_display()

    @display(description=_("text"))
    def shown_text(self, mail: OutgoingMail) -> Any:
        # A colleague who could read a link for somebody's password could become them.
        if mail.kind != OutgoingMail.Kind.NOTICE:
            return _("Not shown: it may hold a one-time link.")
        return mail.body_text or _("Forgotten once sent.")
