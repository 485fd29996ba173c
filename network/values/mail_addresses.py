"""One form for each mailbox: how an email address is kept and compared, wherever it comes in.

- **Invisible characters**, such as those of zero width and soft hyphens, are left out; control
  characters and marks that override the direction are refused, as in every text. Joiners stay in
  a domain where its language needs them (RFC 5892, appendix A).
- **Full width.** The forms of U+FF01 to U+FF5E are what a keyboard for Chinese or Japanese writes
  for ASCII, and become ASCII.
- **Before the @** stand the characters of a `dot-atom` (RFC 5322, 3.2.3), in lower case: no mail
  server of today tells two mailboxes apart by it. Letters beyond ASCII are refused; quotation marks
  too, which no mailbox of today uses.
- **The domain** is mapped by UTS 46 without transitional processing, checked by IDNA 2008
  (RFC 5891) and kept in ASCII: `straße.example` is `xn--strae-oqa.example`, another domain than
  `strasse.example`. It has two labels at least, and is not the address of a machine.

Normalising twice is normalising once.
"""

from __future__ import annotations

import re
import unicodedata

import idna
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from network.values.texts import cleaned

# What the database holds the columns to; the rest of the rule needs tables of Unicode.
STORED = r"^[a-z0-9!#$%&'*+/=?^_`{|}~.-]+@([a-z0-9-]+\.)+[a-z0-9-]+$"

# Default_Ignorable_Code_Point of Unicode, less the overrides of direction (U+202D, U+202E), which
# can show another address than the one that is kept, and the joiners.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202c"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_JOINERS = "\u200c\u200d"
_TYPED = 1000  # characters, in any form, that are looked at
_DOTS = re.compile("[.\u3002\uff0e\uff61]")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


def normalised(address: str) -> str:
    """The form in which `address` is kept.

    Raises ValidationError with a sentence for the person who typed it; its code is `invalid` where
    it is no address at all.
    """
    shown = _INVISIBLE.sub("", address)
    if len(shown) > _TYPED:
        raise _too_long()
    shown = cleaned(shown, lines=False).translate(_FULL_WIDTH).strip()
    local, at, domain = shown.rpartition("@")
    local = _without_joiners(local).lower()
    if not (local and at and domain):
        raise _not_an_address()
    if not local.isascii():
        raise ValidationError(
            _(
                "Before the @ stand letters beyond a to z, with which mail does not arrive "
                "everywhere. Enter an address without them."
            ),
            code="local_beyond_ascii",
        )
    if not _LOCAL.fullmatch(local):
        raise _not_an_address()
    found = f"{local}@{ascii_domain(domain)}"
    # RFC 5321, 4.5.3.1: 64 octets for the local part, 254 for the whole path.
    if len(local) > 64 or len(found) > 254:
        raise _too_long()
    validate_email(found)
    return found


def normalised_or_none(address: str) -> str | None:
    """The form in which `address` would be kept, for a search; None where none is kept so."""
    try:
        return normalised(address)
    except ValidationError:
        return None


def ascii_domain(domain: str) -> str:
    """The ASCII form of a domain of mail, in lower case.

    Raises ValidationError where it cannot exist, is a single name, or is the address of a machine.
    """
    labels = _DOTS.split(unicodedata.normalize("NFC", domain))
    domain = ".".join(map(_with_needed_joiners, labels))
    if domain.startswith("["):
        raise _of_a_machine()
    try:
        found = idna.encode(domain, uts46=True, std3_rules=True).decode("ascii").removesuffix(".")
    except UnicodeError as error:
        raise ValidationError(
            _("The domain after the @ cannot exist. Check how it is written."), code="domain"
        ) from error
    if _NUMBER.fullmatch(found.rpartition(".")[2]):
        raise _of_a_machine()
    if "." not in found:
        raise ValidationError(
            _("After the @ stands a single name. Enter the whole domain, such as example.org."),
            code="single_label",
        )
    return found


def _not_an_address() -> ValidationError:
    return ValidationError(validate_email.message, code="invalid")


def _too_long() -> ValidationError:
    return ValidationError(_("The address is longer than mail allows."), code="too_long")


def _of_a_machine() -> ValidationError:
    return ValidationError(
        _("After the @ stands the number of a machine. Enter the name of a domain instead."),
        code="ip_address",
    )


def _without_joiners(text: str) -> str:
    return "".join(character for character in text if character not in _JOINERS)


def _with_needed_joiners(label: str) -> str:
    """`label` with those joiners only that its script needs, as IDNA 2008 judges them."""
    kept = ""
    for position, character in enumerate(label):
        if character not in _JOINERS or _is_needed(label, position):
            kept += character
    return kept


def _is_needed(label: str, position: int) -> bool:
    try:
        return idna.core.valid_contextj(label, position)
    except (ValueError, UnicodeError):
        return False
