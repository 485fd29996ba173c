"""What the ground floor remembers."""

from network.models.invitation import Invitation
from network.models.mail import OutgoingMail, Sending, SendingQuerySet, SendingState
from network.models.sweep import SweepTurn
from network.models.user import SECRETARIAT, User

__all__ = [
    "SECRETARIAT",
    "Invitation",
    "OutgoingMail",
    "Sending",
    "SendingQuerySet",
    "SendingState",
    "SweepTurn",
    "User",
]
