"""What the portal's fonts show, and that a PDF knows no other font."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from django.conf import settings

from network.documents import fonts
from network.documents.pdf import PdfRefused, engine, render
from tests.network.documents.test_pdf import document, opened, text_of

LETTERS = {
    "Latin": "ABC àéîõü ßœæø łńśźż ğış ȘȚ Ǿ ħŋ",
    "Vietnamese": "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ ƠƯĐ ơưđ",
    "Cyrillic": "Женщины, мир; Ґґ Єє Її Ўў Ђђ Ћћ Ѓѓ Ќќ №",
    "Kazakh": "ӘәҒғҚқҢңӨөҰұҮүҺһІі",
    "Kyrgyz": "ҢңӨөҮү",
    "Greek": "Αα Ωω άέήίόύώ ϊϋΐΰ ς ἀρχή",
    "Arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي ةىءآأإؤئ پچژگ ٠١٢٣ ،؛؟ َُِّ",
    "Chinese": "妇女与和平与安全",
    "signs": "«» „“ – — … • № € ° ‰ ½ ¼ ← → ≤ ≥ ≠ × ÷ ① Ⅷ \u2011 \u202f g̃",
}


def block(first: int, last: int) -> str:
    # The last letters of these blocks came with Unicode 11 to 14, after the font.
    return "".join(map(chr, range(first, last + 1)))


@pytest.mark.parametrize("script", LETTERS)
def test_a_script_of_the_network_is_shown(script: str) -> None:
    assert fonts.missing(LETTERS[script]) == []


@pytest.mark.parametrize(("first", "last"), [(0x4E00, 0x9FEF), (0x3400, 0x4DB5)])
def test_chinese_is_shown_with_its_extension_a(first: int, last: int) -> None:
    assert fonts.missing(block(first, last)) == []


def test_what_takes_no_letter_is_not_missed() -> None:
    unseen = "\u200b\u200e\u200f\u2066\u2069\u00ad\ufeff\u2028\u3000\ufe0f\n\t"
    assert fonts.missing(unseen) == []


def test_a_letter_that_no_font_has_is_named_with_its_code_point_and_name() -> None:
    assert fonts.missing("A ሀ, 😀, ሀ") == ["ሀ", "😀"]
    assert fonts.named("ሀ😀") == "ሀ (U+1200 ETHIOPIC SYLLABLE HA), 😀 (U+1F600 GRINNING FACE)"
    assert fonts.named("ሀ" * 9).endswith("…")


def test_letters_and_marks_are_looked_for_as_they_are_drawn() -> None:
    assert fonts.missing(unicodedata.normalize("NFD", LETTERS["Vietnamese"])) == []


def test_every_font_of_a_print_sheet_is_there_and_named_as_the_room_reads_it() -> None:
    for sheet in (Path(settings.BASE_DIR) / "static" / "css").glob("pdf*.css"):
        text = sheet.read_text(encoding="utf-8")
        if "@font-face" not in text:  # it stands beside one that names the fonts
            continue
        assert len(fonts.FILES.findall(text)) == text.count("@font-face") > 0
        assert f"css/{sheet.name}" in (fonts.SHEET, fonts.FURTHER_SHEET)


def test_a_document_of_other_letters_is_refused_with_them_and_their_place() -> None:
    body = '<p>All is well.</p><ol><li data-place="§ 3">Peace is <b>ሰላም</b></li></ol>'
    body += "<p>Ends &#x1F600;</p>"
    with pytest.raises(PdfRefused) as caught:
        render(document(body), identifier="foreign")
    sentence, detail = str(caught.value).split("\n")
    assert sentence == "The portal's fonts cannot show these characters; replace them in the text:"
    assert detail == (
        "§ 3: ሰ (U+1230 ETHIOPIC SYLLABLE SA), ላ (U+120B ETHIOPIC SYLLABLE LAA), "
        "ም (U+121D ETHIOPIC SYLLABLE ME); “Ends 😀”: 😀 (U+1F600 GRINNING FACE)"
    )


def test_what_only_a_rendering_tells_is_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with fonts for the letter would have let it pass: no font of it is known here."""
    monkeypatch.setattr(fonts, "missing_in_document", lambda html: "")
    with pytest.raises(PdfRefused, match=r"cannot show these characters(?s:.*)U\+1200"):
        render(document("<p>Ha: ሀ</p>"), identifier="unforeseen")


@pytest.mark.parametrize("named", ["DejaVu Sans", "sans-serif", "monospace"])
def test_a_font_of_the_machine_is_not_used_even_where_it_is_named(named: str) -> None:
    style = f"<style>p {{ font-family: '{named}' }}</style>"
    pdf = opened(render(document(f"<p>Peace</p>{style}"), identifier="machine"))
    names = [str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()]
    assert names
    assert not [name for name in names if re.search("DejaVu|Liberation|FreeSans", name)]


def test_the_renderer_knows_no_font_but_the_portals(monkeypatch: pytest.MonkeyPatch) -> None:
    engine.end_renderer()
    monkeypatch.setenv("FONTCONFIG_FILE", "/etc/fonts/fonts.conf")
    render(document("<p>Peace</p>"), identifier="environment")
    renderer = engine._renderer
    assert renderer is not None
    known = Path(f"/proc/{renderer.process.pid}/environ").read_bytes().decode()
    [configuration] = re.findall(r"FONTCONFIG_FILE=([^\0]+)", known)
    written = Path(configuration).read_text(encoding="utf-8")
    assert re.findall("<dir>(.*?)</dir>", written) == [str(renderer.folder / "fonts")]
    assert "<include" not in written


@pytest.mark.parametrize("language", ["en", "ru", "ar", "zh-hans"])
def test_every_script_is_printed_in_a_document_of_any_language(language: str) -> None:
    words = "Peace Việt Қазақстан Ελλάδα 妇女 㐀 㑇 ← ①"
    pdf = render(document(f"<h1>{words}</h1><p>{words}</p>", language=language), identifier="all")
    assert set(words) - {" "} <= set(text_of(pdf))
    with opened(pdf) as file:
        names = {str(font.BaseFont) for page in file.pages for font in page.Resources.Font.values()}
    assert all("Network" in name for name in names), names


@pytest.mark.parametrize("language", ["en", "ar"])
def test_spaces_and_marks_of_formatting_are_no_boxes(language: str) -> None:
    marks = "\u00a0\u00ad\u200b\u200e\u200f\u2009\u202f\u2060\u2066\u2069\u3000\ufeff\u2011"
    words = ["Peace", "Қазақстан", "Ελλάδα", "السلام", "妇女", "㐀㑇", "Việt"]
    body = "".join(f"<p>{word[:1]}{mark}{word[1:]}{mark}</p>" for mark in marks for word in words)
    heads = "".join(f"<h1>{word}{mark}{word}</h1>" for mark in marks for word in words)
    assert render(document(heads + body, language=language), identifier="spaces").pages > 1
