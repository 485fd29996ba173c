"""The Secretariat's pages of the ground floor."""

from network.accounts.admin.accounts import UserAdmin
from network.accounts.admin.invitations import InvitationAdmin
from network.mail.admin import OutgoingMailAdmin

__all__ = ["InvitationAdmin", "OutgoingMailAdmin", "UserAdmin"]
