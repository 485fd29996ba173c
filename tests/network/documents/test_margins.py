"""No ink leaves the margins of a PDF, whatever is written."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
import pytest
from PIL import Image, ImageChops

from network.documents.pdf import Pdf, render
from tests.network.documents.test_pdf import document

DPI = 72
MILLIMETRE = DPI / 25.4
# The paper's margins at the sides, less what the rounding of a pixel takes.
SIDE = 25 * MILLIMETRE - 1.5

ADDRESS = (
    "https://network.sharepoint.example/sites/women-peace-security/Shared%20Documents/"
    "Forms/AllItems.aspx?id=%2Fsites%2Fwomen-peace-security%2FShared%20Documents%2F2018%2FBerlin"
    "&viewid=8f6a1c0e-2f6b-4d1b-9a7e-1e5b7a2c4d3f&OR=Teams%2DHL&CT=1700000000000"
)
# Arabic letters join: where a line breaks between two, the last takes its final form, which is
# wider than what the line was measured with.
JOINED = "السلام" * 60
FINAL_FORM = 3 * MILLIMETRE
WORDS = {
    "address": ADDRESS,
    "word": "peace" * 80,
    "digits": "0123456789" * 30,
    "cyrillic": "безопасность" * 30,
    "chinese": "妇女与和平与安全" * 40,
    "no-break": "\u00a0".join(["peace"] * 60),
}


def pages(pdf: Pdf) -> Iterator[Image.Image]:
    opened = pypdfium2.PdfDocument(pdf.data)
    try:
        for page in opened:
            yield page.render(scale=DPI / 72).to_pil().convert("L")
    finally:
        opened.close()


def assert_inside(pdf: Pdf, slack: float = 0) -> None:
    found = 0
    for image in pages(pdf):
        white = Image.new("L", image.size, 255)
        box = ImageChops.difference(image, white).getbbox()
        assert box is not None, "a page without ink"
        left, top, right, bottom = box
        assert left >= SIDE - slack, f"ink {left / MILLIMETRE:.1f} mm from the left"
        assert right <= image.width - SIDE + slack, f"{(image.width - right) / MILLIMETRE:.1f} mm"
        assert top >= 5 * MILLIMETRE
        assert bottom <= image.height - 5 * MILLIMETRE
        found += 1
    assert found == pdf.pages > 0


def everywhere(word: str) -> str:
    """The word in each kind of block of a print document."""
    return (
        f"<h1>{word}</h1><p>See {word} there.</p>"
        f"<ol class='paragraphs'><li value='100'><p>{word}</p></li></ol>"
        f"<p class='where'><span>{word}</span><span>{word}</span></p>"
        f"<p class='notice notice--draft'>{word}</p>"
        f"<table><tr><th>{word}</th><td>{word}</td></tr></table>"
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_cannot_be_broken_is_broken_at_the_margin(language: str) -> None:
    body = "".join(map(everywhere, WORDS.values()))
    running = f"<header class='running-head'><p>{ADDRESS}</p></header>"
    pdf = render(document(running + body, language=language), identifier=language)
    assert pdf.pages > 3
    assert_inside(pdf)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_joined_letters_without_end_are_broken_too(language: str) -> None:
    pdf = render(document(everywhere(JOINED), language=language), identifier="joined")
    assert_inside(pdf, slack=FINAL_FORM)
