"""Imports and exports in the admin."""

from network.importing.admin.exports import ListExportAdmin
from network.importing.admin.imports import SpreadsheetImportAdmin

__all__ = ["ListExportAdmin", "SpreadsheetImportAdmin"]
