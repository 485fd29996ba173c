"""What was loaded: rows of reference files, of the sample data, and of spreadsheets."""

from network.importing.models.list_export import ListExport
from network.importing.models.loaded_row import LoadedRow
from network.importing.models.sample_row import SampleRow
from network.importing.models.spreadsheet_import import ImportedRow, SpreadsheetImport

__all__ = ["ImportedRow", "ListExport", "LoadedRow", "SampleRow", "SpreadsheetImport"]
