"""An account, and the invitation that leads to one."""

from network.accounts.models.invitation import Invitation
from network.accounts.models.user import SECRETARIAT, User

__all__ = ["SECRETARIAT", "Invitation", "User"]
