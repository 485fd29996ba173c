"""Files: PDFs built within limits of time and memory, and how uploaded files are stored."""
