"""The models of the rooms, where Django looks for them; no room imports this."""

from network.accounts.models import Invitation, User
from network.importing.models import (
    ImportedRow,
    ListExport,
    LoadedRow,
    SampleRow,
    SpreadsheetImport,
)
from network.jobs.models import SweepTurn
from network.mail.models import MailAttachment, OutgoingMail
from network.search.models import SearchEntry
from network.web.models import DataChange

__all__ = [
    "DataChange",
    "ImportedRow",
    "Invitation",
    "ListExport",
    "LoadedRow",
    "MailAttachment",
    "OutgoingMail",
    "SampleRow",
    "SearchEntry",
    "SpreadsheetImport",
    "SweepTurn",
    "User",
]
