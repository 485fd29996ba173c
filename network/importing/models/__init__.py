"""What was loaded: rows of reference files, and rows of the sample data."""

from network.importing.models.loaded_row import LoadedRow
from network.importing.models.sample_row import SampleRow

__all__ = ["LoadedRow", "SampleRow"]
