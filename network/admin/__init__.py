"""The Secretariat's pages of the ground floor."""

from network.admin.accounts import UserAdmin
from network.admin.invitations import InvitationAdmin
from network.admin.mail import OutgoingMailAdmin

__all__ = ["InvitationAdmin", "OutgoingMailAdmin", "UserAdmin"]
