"""Accounts in the admin: to look up, rename and close; only invitations create them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from network.accounts.access import signed_in_user
from network.accounts.changes import (
    activate,
    deactivate,
    end_staff_access,
    forget_second_factor,
    may_change,
)
from network.accounts.changes import change as save_account
from network.accounts.models import User
from network.adminsite.base import ServiceAdmin
from network.adminsite.confirmation import ConfirmationAdmin
from network.adminsite.optimistic_lock import OptimisticLockAdmin
from network.adminsite.reauthentication import ReauthenticationAdmin
from network.values.primary_keys import at_key, find_at_key


@admin.register(User)
class UserAdmin(ReauthenticationAdmin, ServiceAdmin, ConfirmationAdmin, OptimisticLockAdmin):
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

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # unfold asks with the key of the object where Django asks with the object.
        if obj is not None and not isinstance(obj, User):
            obj = at_key(User.objects.all(), obj).first()
        stands = obj is None or may_change(obj, signed_in_user(request))
        return stands and bool(super().has_change_permission(request, obj))

    def save_row(
        self, request: HttpRequest, row: User, form: Any, write_related: Callable[[], None]
    ) -> None:
        save_account(row, name=row.name, language=row.language, by=signed_in_user(request))

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """The buttons that apply to the account; none for one's own."""
        account = at_key(self.get_queryset(request), object_id).first()
        if account is None or account.pk == signed_in_user(request).pk:
            return []
        fitting = {"deactivate_account" if account.is_active else "activate_account"}
        if self.has_factor(account):
            fitting.add("remove_second_factor")
        if account.is_staff:
            fitting.add("leave_secretariat")
        prefix = f"{self.opts.app_label}_{self.opts.model_name}_"
        shown = super().get_actions_detail(request, object_id)
        return [button for button in shown if button.action_name.removeprefix(prefix) in fitting]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(
            type=Authenticator.Type.RECOVERY_CODES
        )
        return User.objects.annotate(factor=Exists(factors))

    @display(description=_("role"))
    def shown_role(self, account: User) -> Any:
        if account.is_superuser:
            return _("Administrator")
        return _("Secretariat") if account.is_staff else _("Account of a member")

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
        account = find_at_key(User.objects.all(), object_id)
        return self.confirm_then(
            request,
            account,
            deactivate,
            title=gettext("Deactivate the account of {account}?").format(account=account),
            sentence=gettext(
                "Nobody can sign in with it after that, and open sessions end. It can be activated "
                "again."
            ),
            button=gettext("Deactivate"),
            done=gettext("The account is deactivated."),
            asks_for_proof=True,
        )

    @action(
        description=_("Activate"),
        permissions=["change"],
        url_path="activate",
        icon="person_check",
    )
    def activate_account(self, request: HttpRequest, object_id: int) -> HttpResponse:
        account = find_at_key(User.objects.all(), object_id)
        return self.confirm_then(
            request,
            account,
            activate,
            title=gettext("Activate the account of {account}?").format(account=account),
            sentence=gettext("It works again with the password that it had."),
            button=gettext("Activate"),
            done=gettext("The account is active."),
            is_dangerous=False,
            asks_for_proof=True,
        )

    @action(
        description=_("Remove second factor"),
        permissions=["change"],
        url_path="forget-factor",
        icon="phonelink_erase",
    )
    def remove_second_factor(self, request: HttpRequest, object_id: int) -> HttpResponse:
        account = find_at_key(User.objects.all(), object_id)
        return self.confirm_then(
            request,
            account,
            forget_second_factor,
            title=gettext("Remove the second factor of {account}?").format(account=account),
            sentence=gettext(
                "Do this only when you know by another way, such as a telephone call, that its "
                "owner asks for it. They are informed by email."
            ),
            cannot_be_undone=gettext(
                "This cannot be undone: its owner sets up a new second factor when signing in."
            ),
            button=gettext("Remove second factor"),
            done=gettext("The second factor is removed; its owner is informed by email."),
            asks_for_proof=True,
        )

    @action(
        description=_("Remove from the Secretariat"),
        permissions=["change"],
        url_path="end-staff",
        icon="group_remove",
    )
    def leave_secretariat(self, request: HttpRequest, object_id: int) -> HttpResponse:
        account = find_at_key(User.objects.all(), object_id)
        return self.confirm_then(
            request,
            account,
            end_staff_access,
            title=gettext("Remove {account} from the Secretariat?").format(account=account),
            sentence=gettext(
                "This account can no longer open the admin; the account itself stays."
            ),
            cannot_be_undone=gettext(
                "No button can undo this: the person has to be invited to the Secretariat again."
            ),
            button=gettext("Remove"),
            done=gettext("The account no longer belongs to the Secretariat."),
            asks_for_proof=True,
        )
