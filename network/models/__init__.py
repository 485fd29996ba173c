"""What the ground floor remembers."""

from network.accounts.models.invitation import Invitation
from network.accounts.models.user import SECRETARIAT, User
from network.importing.models.loaded_row import LoadedRow
from network.importing.models.sample_row import SampleRow
from network.jobs.models import SweepTurn
from network.mail.models import (
    OutgoingMail,
    OutgoingMailQuerySet,
    Sending,
    SendingQuerySet,
    SendingState,
)

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
