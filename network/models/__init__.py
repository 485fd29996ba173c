"""The models of the rooms, where Django looks for them; no room imports this."""

from network.accounts.models import Invitation, User
from network.documents.models import DocumentBuild, PrivateFile, PublicFile
from network.importing.models import (
    ImportedRow,
    ListExport,
    LoadedRow,
    SampleRow,
    SpreadsheetImport,
)
from network.jobs.models import SweepTurn
from network.journal.models import JournalEntry
from network.mail.models import MailAttachment, OutgoingMail
from network.privacy.models import ErasureRequest
from network.search.models import SearchEntry
from network.web.models import DataChange, PortalIdentity

__all__ = [
    "DataChange",
    "DocumentBuild",
    "ErasureRequest",
    "ImportedRow",
    "Invitation",
    "JournalEntry",
    "ListExport",
    "LoadedRow",
    "MailAttachment",
    "OutgoingMail",
    "PortalIdentity",
    "PrivateFile",
    "PublicFile",
    "SampleRow",
    "SearchEntry",
    "SpreadsheetImport",
    "SweepTurn",
    "User",
]
