"""Email addresses as people type them, and the one form in which each mailbox is kept."""

from __future__ import annotations

ANNA = "anna@example.org"
BUECHER = "anna@xn--bcher-kva.example"
STRASSE = "anna@xn--strae-oqa.example"

# Typed, kept.
SAME_MAILBOX = {
    "as it is": (ANNA, ANNA),
    "capitals": ("Anna@EXAMPLE.Org", ANNA),
    "spaces round it": (" \u00a0anna@example.org\u3000 ", ANNA),
    "full width": ("ａｎｎａ＠ｅｘａｍｐｌｅ．ｏｒｇ", ANNA),
    "an ideographic full stop": ("anna@example。org", ANNA),
    "zero width": ("an\u200bna@exam\u200bple.org\ufeff", ANNA),
    "joiners of zero width": ("an\u200dna@exam\u200cple.org", ANNA),
    "a soft hyphen": ("an\u00adna@exam\u00adple.org", ANNA),
    "a word joiner and a variation selector": ("anna\u2060@example.org\ufe0f", ANNA),
    "marks of direction": ("\u200eanna@example.org\u200f", ANNA),
    "an embedding, as Windows copies it": ("\u202aanna@example.org\u202c", ANNA),
    "a full stop at the end": ("anna@example.org.", ANNA),
    "a letter and its accent in one": ("anna@bücher.example", BUECHER),
    "a letter and its accent apart": ("anna@bu\u0308cher.example", BUECHER),
    "its ASCII form": ("anna@xn--bcher-kva.example", BUECHER),
    "its ASCII form in capitals": ("Anna@XN--BCHER-KVA.EXAMPLE", BUECHER),
    "capitals beyond ASCII": ("anna@BÜCHER.example", BUECHER),
    "a sharp s is another domain than ss": ("anna@straße.example", STRASSE),
    "its ASCII form too": ("anna@xn--strae-oqa.example", STRASSE),
    "ss is not a sharp s": ("anna@strasse.example", "anna@strasse.example"),
    "a final sigma": ("anna@βόλος.example", "anna@xn--nxasmm1c.example"),
    "a joiner that Persian needs": (
        "anna@نامه\u200cای.example",
        "anna@xn--mgba3gch31f060k.example",
    ),
    "signs that a mailbox may have": (
        "o'hara+wps.x_y-z@example.org",
        "o'hara+wps.x_y-z@example.org",
    ),
}

# Typed, a part of the sentence that refuses it.
REFUSED = {
    "no @": ("anna.example.org", "valid email address"),
    "nothing before the @": ("@example.org", "valid email address"),
    "a space": ("anna maria@example.org", "valid email address"),
    "two dots": ("anna..maria@example.org", "valid email address"),
    "quotation marks": ('"anna"@example.org', "valid email address"),
    "two addresses": ("anna@example.org,eva@example.org", "valid email address"),
    "letters beyond ASCII before the @": ("änna@example.org", "letters beyond a to z"),
    "the same in Greek": ("άννα@example.org", "letters beyond a to z"),
    "a dotless i": ("anna\u0131@example.org", "letters beyond a to z"),
    "a single name": ("anna@localhost", "single name"),
    "a single name with a dot": ("anna@localhost.", "single name"),
    "the number of a machine": ("anna@127.0.0.1", "number of a machine"),
    "the same in full width": ("anna@１２７。０。０。１", "number of a machine"),
    "a literal": ("anna@[127.0.0.1]", "number of a machine"),
    "a literal of IPv6": ("anna@[IPv6:2001:db8::1]", "number of a machine"),
    "an ASCII form of nothing": ("anna@xn--a.example", "cannot exist"),
    "a picture": ("anna@☃.example", "cannot exist"),
    "an underscore": ("anna@ex_ample.org", "cannot exist"),
    "a hyphen first": ("anna@-example.org", "cannot exist"),
    "an empty label": ("anna@example..org", "cannot exist"),
    "a control character": ("anna\x07@example.org", "U+0007"),
    "an override of direction": ("anna\u202e@example.org", "U+202E"),
    "a long one": ("a" * 65 + "@example.org", "longer than mail allows"),
    "an endless one": ("anna@" + "a." * 600 + "org", "longer than mail allows"),
}
