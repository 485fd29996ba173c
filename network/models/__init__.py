"""The models of the rooms, where Django looks for them; no room imports this."""

from network.accounts.models import Invitation, User
from network.importing.models import LoadedRow, SampleRow
from network.jobs.models import SweepTurn
from network.mail.models import MailAttachment, OutgoingMail
from network.search.models import SearchEntry
from network.web.models import DataChange

__all__ = [
    "DataChange",
    "Invitation",
    "LoadedRow",
    "MailAttachment",
    "OutgoingMail",
    "SampleRow",
    "SearchEntry",
    "SweepTurn",
    "User",
]
