"""Cut a font to the characters that are wanted, for the scripts that make the fonts of pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from fontTools import subset

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"


def cut(source: Path, name: str, wanted: Iterable[int], features: Sequence[str] = ("*",)) -> int:
    """Write `static/fonts/NAME.woff2` with the wanted characters of `source`; its bytes."""
    # Two runs make the same bytes.
    options = subset.Options(flavor="woff2", layout_features=list(features), recalc_timestamp=False)
    # Lines of text from top to bottom, which no page has.
    options.drop_tables += ["BASE", "vhea", "vmtx"]
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    target = FONTS / f"{name}.woff2"
    subset.save_font(font, str(target), options)
    size = target.stat().st_size
    print(f"{target.name}: {size} bytes")
    return size


def ranges(codes: Iterable[int]) -> str:
    """`codes` as CSS writes them in `unicode-range`."""
    ordered = sorted(codes)
    starts = [ordered[0], *(after for before, after in pairwise(ordered) if after > before + 1)]
    ends = [*(before for before, after in pairwise(ordered) if after > before + 1), ordered[-1]]
    return ", ".join(
        f"U+{first:04X}" if first == last else f"U+{first:04X}-{last:04X}"
        for first, last in zip(starts, ends, strict=True)
    )
