"""Accounts and invitations in the admin."""

from network.accounts.admin.accounts import UserAdmin
from network.accounts.admin.invitations import InvitationAdmin

__all__ = ["InvitationAdmin", "UserAdmin"]
