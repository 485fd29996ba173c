"""The admin pages of the rooms, where Django looks for them; no room imports this."""

from network.accounts.admin import InvitationAdmin, UserAdmin
from network.documents.admin import DocumentBuildAdmin, PrivateFileAdmin
from network.importing.admin import ListExportAdmin, SpreadsheetImportAdmin
from network.mail.admin import OutgoingMailAdmin
from network.privacy.admin import ErasureRequestAdmin

__all__ = [
    "DocumentBuildAdmin",
    "ErasureRequestAdmin",
    "InvitationAdmin",
    "ListExportAdmin",
    "OutgoingMailAdmin",
    "PrivateFileAdmin",
    "SpreadsheetImportAdmin",
    "UserAdmin",
]
