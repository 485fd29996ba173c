"""What the ground floor remembers."""

from network.models.invitation import Invitation
from network.models.loaded import LoadedRow
from network.models.mail import (
    OutgoingMail,
    OutgoingMailQuerySet,
    Sending,
    SendingQuerySet,
    SendingState,
)
from network.models.sample_row import SampleRow
from network.models.sweep import SweepTurn
from network.models.user import SECRETARIAT, User

__all__ = [
    "SECRETARIAT",
    "Invitation",
    "LoadedRow",
    "OutgoingMail",
    "OutgoingMailQuerySet",
    "SampleRow",
    "Sending",
    "SendingQuerySet",
    "SendingState",
    "SweepTurn",
    "User",
]
