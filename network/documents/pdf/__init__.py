"""HTML to PDF, tagged and accessible, within limits of time and memory."""

from network.documents.pdf.engine import (
    Limits,
    Pdf,
    PdfInterrupted,
    PdfRefused,
    PdfWithoutRoom,
    clear_scratch,
    render,
)

__all__ = [
    "Limits",
    "Pdf",
    "PdfInterrupted",
    "PdfRefused",
    "PdfWithoutRoom",
    "clear_scratch",
    "render",
]
