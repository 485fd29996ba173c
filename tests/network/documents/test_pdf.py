"""The PDF engine: tagged documents, the same bytes again, and no way out for a hostile one."""

from __future__ import annotations

import ast
import os
import re
import shutil
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from django.conf import settings
from django.utils import translation

from network.documents.pdf import Limits, Pdf, PdfInterrupted, PdfRefused, engine, reasons, render
from network.documents.pdf.reasons import in_words

TABLE = """
<table>
  <thead><tr><th scope="col">Member</th><th scope="col">Year</th></tr></thead>
  <tbody><tr><th scope="row">Spain</th><td>2017</td></tr></tbody>
</table>
"""


def document(body: str, *, language: str = "en", title: str = "A document", head: str = "") -> str:
    direction = "rtl" if language == "ar" else "ltr"
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}"><head><title>{title}</title>'
        f'<link rel="stylesheet" href="/css/pdf.css">{head}</head><body>{body}</body></html>'
    )


def opened(pdf: Pdf) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf.data))


def text_of(pdf: Pdf) -> str:
    pages = pypdf.PdfReader(BytesIO(pdf.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def structure(pdf: pikepdf.Pdf) -> list[Any]:
    """Every element of the structure tree."""
    found: list[Any] = []
    waiting = [pdf.Root.StructTreeRoot.K]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(list(node))
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(node)
            if "/K" in node:
                waiting.append(node.K)
    return found


@pytest.fixture(scope="module")
def sample() -> Pdf:
    body = f"<h1>Title of it</h1><p>Some words.</p><ol><li>One</li></ol>{TABLE}"
    body += '<img src="/img/logo.svg" alt="Emblem of the Network">'
    return render(document(body), identifier="sample")


def test_the_document_is_tagged_and_names_its_language_and_title(sample: Pdf) -> None:
    pdf = opened(sample)
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang) == "en"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert pdf.open_metadata()["dc:title"] == "A document"
    assert pdf.open_metadata()["pdfuaid:part"] == "1"
    kinds = {str(node.S) for node in structure(pdf)}
    assert {"/H1", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/Figure"} <= kinds


def test_a_cell_names_the_cells_that_head_it(sample: Pdf) -> None:
    """WeasyPrint writes the headers of each cell, which says more than a scope would."""
    pdf = opened(sample)
    heads = {str(node.ID): node for node in structure(pdf) if str(node.S) == "/TH"}
    assert len(heads) == 3
    [cell] = [node for node in structure(pdf) if str(node.S) == "/TD"]
    attributes = cell.A if isinstance(cell.A, pikepdf.Array) else [cell.A]
    [named] = [entry.Headers for entry in attributes if "/Headers" in entry]
    # Its row's (Spain) and its column's (Year).
    assert len({str(head) for head in named} & set(heads)) == 2


def test_a_picture_has_its_alternative_text(sample: Pdf) -> None:
    pdf = opened(sample)
    [figure] = [node for node in structure(pdf) if str(node.S) == "/Figure"]
    assert str(figure.Alt) == "Emblem of the Network"


def test_every_font_is_the_portals_own_and_embedded() -> None:
    words = "<p>Peace <b>and</b> Мир и безопасность ăȧ</p><h1>Peace Мир</h1>"
    pdf = opened(render(document(words), identifier="fonts"))
    names = []
    for page in pdf.pages:
        for font in page.Resources.Font.values():
            [descendant] = list(font.DescendantFonts)
            descriptor = descendant.FontDescriptor
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
            names.append(str(font.BaseFont))
    assert names
    assert all("Network" in name for name in names), names


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "The peace that lasts"),
        ("fr", "Égalité et sécurité, c’est l’œuvre"),
        ("ru", "Женщины, мир и безопасность"),
        ("zh-hans", "妇女与和平与安全"),
    ],
)
def test_the_text_can_be_read_out_again(language: str, words: str) -> None:
    head = '<link rel="stylesheet" href="/css/pdf-chinese.css">' if "zh" in language else ""
    pdf = render(document(f"<p>{words}</p>", language=language, head=head), identifier="text")
    assert words in text_of(pdf)


def test_arabic_is_shaped_and_its_letters_can_be_read_out_again() -> None:
    words = "المرأة والسلام والأمن أبجد هوز حطي كلمن سعفص قرشت ثخذ ضظغ مؤتمر شيء"
    pdf = render(document(f"<p>{words}</p>", language="ar"), identifier="arabic")
    assert str(opened(pdf).Root.Lang) == "ar"
    # The order in which a reader gives right-to-left text back differs; the letters do not.
    assert sorted(text_of(pdf).replace(" ", "")) == sorted(words.replace(" ", ""))


def test_the_same_document_gives_the_same_bytes() -> None:
    html = document(f"<h1>Again</h1>{TABLE}<p>Мир المرأة</p>")
    first = render(html, identifier="same")
    time.sleep(1.1)  # a date of today would differ
    assert render(html, identifier="same") == first
    assert render(html, identifier="other").data != first.data


def test_pages_are_counted() -> None:
    body = "<p>One</p><p style='break-before: page'>Two</p>"
    assert render(document(body), identifier="pages").pages == 2


def test_every_reason_of_the_renderer_can_be_translated() -> None:
    source = engine.RENDERER.read_text(encoding="utf-8")
    said = {
        node.value.rstrip("\n")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.match(r"The (document|PDF) .*[.:]\s*$", node.value)
    }
    assert len(said) >= 4
    assert said <= set(reasons.SENTENCES)


def test_a_reason_is_said_in_the_readers_language_with_its_detail() -> None:
    kept = f"{reasons.NOT_OURS}\n/img/secret.png"
    with translation.override("fr"):
        assert in_words(kept).endswith(" /img/secret.png")
        assert not in_words(kept).startswith("The document")


@pytest.mark.parametrize(
    "hostile",
    [
        '<link rel="attachment" href="file:///etc/passwd">',
        '<img src="file:///etc/passwd" alt="">',
        '<img src="http://127.0.0.1:1/x.png" alt="">',
        '<img src="https://portal.invalid/../network/settings.py" alt="">',
        '<img src="/css/%2e%2e/%2e%2e/network/settings.py" alt="">',
        '<img src="/geo/world.json" alt="">',
        '<link rel="stylesheet" href="//example.org/x.css">',
        "<style>@import url('file:///etc/passwd');</style>",
        "<style>p { background: url('ftp://example.org/x.png') }</style><p>x</p>",
        "<style>@font-face { font-family: X; src: url('/fonts/none.woff2') }</style>",
        '<object data="file:///etc/passwd"></object>',
    ],
)
def test_what_is_not_the_portals_own_is_refused_by_name(hostile: str) -> None:
    with pytest.raises(PdfRefused, match="other than a font, style sheet or image of the portal"):
        render(document(hostile), identifier="hostile")


def test_a_link_out_of_the_static_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "out.png").symlink_to("/etc/passwd")
    with pytest.raises(PdfRefused, match=r"out\.png"):
        render("<html><img src='/img/out.png' alt=''>", identifier="link", base=tmp_path)


def test_a_document_nested_without_end_is_refused_with_a_sentence() -> None:
    nested = "<div>" * 3000 + "x" + "</div>" * 3000
    with pytest.raises(PdfRefused, match="nested too deeply"):
        render(document(nested), identifier="nested")


def test_a_document_that_takes_too_long_is_refused() -> None:
    cells = "<tr>" + "<td colspan=60000>x</td>" * 3 + "</tr>"
    huge = f"<table>{cells * 50}</table>"
    started = time.monotonic()
    with pytest.raises(PdfRefused, match="takes too long"):
        render(document(huge), identifier="slow", limits=Limits(cpu_seconds=2))
    assert time.monotonic() - started < 30


def test_a_document_that_needs_too_much_memory_does_not_get_it() -> None:
    rows = "<tr><td>cell</td><td>cell</td></tr>" * 20_000
    small = Limits(memory_bytes=220 * 1024 * 1024, cpu_seconds=30)
    with pytest.raises((PdfRefused, PdfInterrupted)):
        render(document(f"<table>{rows}</table>"), identifier="fat", limits=small)


def test_what_a_killed_worker_left_behind_goes_with_the_next_document() -> None:
    root = Path(settings.DATA_DIR) / "pdf-scratch"
    for name, age in (("left", 3600), ("at-work", 5)):
        (root / name).mkdir(parents=True, exist_ok=True)
        (root / name / "order.json").write_text("a draft", encoding="utf-8")
        os.utime(root / name, (time.time() - age,) * 2)
    try:
        render(document("<p>Text</p>"), identifier="x")
        # What another test left is not old enough yet.
        assert {folder.name for folder in root.iterdir()} & {"left", "at-work"} == {"at-work"}
    finally:
        shutil.rmtree(root / "at-work")
