"""What a text that people enter may hold: one rule for forms, admin, imports and interfaces.

- **NFC.** A letter and its accent are one character where Unicode has one, so that the same word
  is found and compared however it was typed (Unicode Standard Annex #15).
- **Bytes of Windows-1252.** U+0080 to U+009F are no characters of any language: there stands a
  byte of Windows-1252 that was taken for Latin-1, such as 96 for a dash. It becomes the character
  that was meant (the windows-1252 index of the WHATWG Encoding Standard). The five bytes without
  a meaning there are refused.
- **Lines.** CR LF, CR, vertical tab, form feed, U+2028 and U+2029 end a line (Unicode Standard,
  section 5.8). In a text of several lines each becomes a line feed; in a text of one line breaks
  and tabs become a space. U+0085 is the ellipsis of Windows-1252 far more often than "next line".
- **Direction.** Embeddings and overrides (U+202A to U+202E) can show another text than the one
  that is kept, and are refused (Unicode Technical Report #36, section 2.5). Isolates (U+2066 to
  U+2069), which Unicode Standard Annex #9 puts in their place, stay where each is closed on its
  line, so that none reaches beyond it.
- **Refused** besides: other control characters, the byte order mark, deprecated format
  characters, marks of annotation, tags, noncharacters, halves of a surrogate pair, and U+FFFD,
  which says that a character was lost on the way.
- **Kept**, because writing needs them: joiners and non-joiners, the marks U+200E, U+200F and
  U+061C, variation selectors, soft hyphens, spaces of zero width (Khmer, Thai). A text of nothing
  but spaces and such marks is empty.

Never applied to passwords, keys, or what was frozen or sent.
"""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Python's cp1252 knows the same 27 characters as the WHATWG's index, and leaves out the same five.
_MEANT = {
    byte: bytes([byte]).decode("cp1252")
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\u2028\u2029]")
_BREAKS_AND_TABS = re.compile("[\t\n\r\x0b\x0c\u2028\u2029]+")
_OVERRIDES = "\u202a-\u202e"
_LOST = "\ufffd"
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
_REFUSED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u206a-\u206f\ufeff\ufff9-\ufffc\ud800-\udfff"
    f"\U000e0000-\U000e007f{_OVERRIDES}{_LOST}{_NONCHARACTERS}]"
)
_ISOLATE = re.compile("[\u2066-\u2069]")
_CLOSE = "\u2069"
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

# Control characters have no name in Unicode's table, only these aliases (NameAliases.txt).
_CONTROLS = (
    *("null", "start of heading", "start of text", "end of text", "end of transmission"),
    *("enquiry", "acknowledge", "alert", "backspace", "tab", "line feed", "vertical tab"),
    *("form feed", "carriage return", "shift out", "shift in", "data link escape"),
    *("device control one", "device control two", "device control three"),
    *("device control four", "negative acknowledge", "synchronous idle"),
    *("end of transmission block", "cancel", "end of medium", "substitute", "escape"),
    *("file separator", "group separator", "record separator", "unit separator"),
)
_PLACE = 12  # preceding characters that show where a character is


def cleaned(text: str, *, lines: bool) -> str:
    """`text` as it is kept; `lines` tells whether it may have several.

    Raises a ValidationError that names the first character that cannot be kept, says where it
    stands and what to do.
    """
    text = text.translate(_MEANT)
    text = _BREAK.sub("\n", text) if lines else _BREAKS_AND_TABS.sub(" ", text)
    if found := _REFUSED.search(text):
        raise _refusal(text, found.start())
    at = _open_isolate(text)
    if at is not None:
        raise _refusal(text, at)
    text = unicodedata.normalize("NFC", text)
    return text if any(map(_is_visible, text)) else ""


def storable(text: str) -> str:
    """`text` with U+FFFD for what PostgreSQL cannot keep: NUL and halves of a surrogate pair.

    A browser shows U+FFFD for NUL as well. For a draft that keeps what was typed, valid or not.
    """
    return _UNSTORABLE.sub(_LOST, text)


def _is_visible(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cf", "Zl", "Zp", "Zs"}


def _open_isolate(text: str) -> int | None:
    """Where an isolate stands that is not closed on its line, or a close without one."""
    open_ones: list[int] = []
    line_from = 0
    for found in _ISOLATE.finditer(text):
        if open_ones and "\n" in text[line_from : found.start()]:
            break
        line_from = found.start()
        if found[0] != _CLOSE:
            open_ones.append(found.start())
        elif open_ones:
            open_ones.pop()
        else:
            return found.start()
    return open_ones[0] if open_ones else None


def _refusal(text: str, at: int) -> ValidationError:
    character = text[at]
    if character == _LOST:
        code = "lost_character"
        sentence = _("A character was lost %(place)s (%(character)s). Type it again.")
    elif re.match(f"[{_OVERRIDES}]", character):
        code = "direction_override"
        sentence = _(
            "An invisible mark %(place)s reverses the direction of the text, so that it may read "
            "as another one: %(character)s. Delete it, or retype the words next to it."
        )
    elif _ISOLATE.match(character):
        code = "open_isolate"
        sentence = _(
            "An invisible mark %(place)s changes the direction of a part of the text, and its "
            "counterpart is missing on the line: %(character)s. Delete it, or retype the words "
            "next to it."
        )
    else:
        code = "unusable_character"
        sentence = _(
            "A character %(place)s is not allowed: %(character)s. Delete it, or retype the words "
            "next to it."
        )
    return ValidationError(
        sentence, code=code, params={"character": _named(character), "place": _place(text, at)}
    )


def _named(character: str) -> str:
    """`U+001B, escape`; the code alone where Unicode has no name."""
    number = ord(character)
    if number < len(_CONTROLS):
        name = _CONTROLS[number]
    else:
        name = "delete" if character == "\x7f" else unicodedata.name(character, "").lower()
    return f"U+{number:04X}, {name}" if name else f"U+{number:04X}"


def _place(text: str, at: int) -> str:
    before = "".join(filter(str.isprintable, text[max(0, at - _PLACE) : at])).strip()
    return _("after “%(words)s”") % {"words": before} if before else _("at the beginning")
