"""What an editor's HTML becomes: safe, tidy, and readable as plain text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletters.markup import clean, plain_text


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<p onclick="alert(1)" style="position:fixed">Text</p>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="data:text/html,<script>alert(1)</script>">x</a>',
        '<a href="JaVaScRiPt:alert(1)">x</a>',
        '<a href="//example.org/x">x</a>',
        '<iframe src="https://example.org"></iframe>',
        '<form action="https://example.org"><input name="password"></form>',
        "<svg><script>alert(1)</script></svg>",
        "<style>body{background:url(https://example.org)}</style>",
        '<base href="https://example.org"><meta http-equiv="refresh" content="0">',
        "<!-- [if mso]><script>alert(1)</script><![endif] -->",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    ],
)
def test_nothing_that_acts_or_loads_gets_through(hostile: str) -> None:
    kept = clean(f"<p>Before</p>{hostile}<p>After</p>")
    assert re.findall(r"<(?!/?(?:p|a|br|strong|em)\b)", kept) == []
    assert "href" not in kept
    for word in ("alert", "onerror", "style=", "url("):
        assert word not in kept
    assert "Before" in kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<div>One</div><div>Two</div>", "<p>One</p><p>Two</p>"),
        ("<div>One<br><br>Two</div>", "<p>One</p><p>Two</p>"),
        ("<div>One<br>Two</div>", "<p>One<br>Two</p>"),
        ("<h1>Title</h1>", "<h2>Title</h2>"),
        ("<b>bold</b> <i>slanted</i>", "<p><strong>bold</strong> <em>slanted</em></p>"),
        ("<ul><li>One</li><li>Two</li></ul>", "<ul><li>One</li><li>Two</li></ul>"),
        ("<p></p><p>&nbsp;</p><div><br></div>", ""),
        ("3 < 4 & 5 > 2", "<p>3 &lt; 4 &amp; 5 &gt; 2</p>"),
        (
            '<a href="https://example.org/?a=1&b=2">there</a>',
            '<p><a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">there</a></p>',
        ),
        ("<p>تحية</p>", "<p>تحية</p>"),
    ],
)
def test_what_the_editor_writes_gets_one_shape(written: str, kept: str) -> None:
    assert clean(written) == kept


_TAGS = ("p", "div", "ul", "ol", "li", "br", "hr", "b", "em", "h1", "blockquote", "script")
_PIECES = st.sampled_from(
    [
        *(f"<{tag}>" for tag in _TAGS),
        *(f"</{tag}>" for tag in (*_TAGS, "a")),
        *("<a href='https://example.org'>", "word", "é", "&amp;", "<", " ", "\n"),
    ]
)


@settings(deadline=None)
@given(st.lists(_PIECES, max_size=25).map("".join))
def test_cleaning_a_second_time_changes_nothing(html: str) -> None:
    once = clean(html)
    assert clean(once) == once
    plain_text(once)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h2>Title</h2><p>Text</p>", "Title\n=====\n\nText"),
        ("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two"),
        ("<ol><li>One</li><li>Two</li></ol>", "1. One\n2. Two"),
        ("<blockquote><p>Said</p></blockquote>", "> Said"),
        ('<p><a href="https://example.org/">There</a>.</p>', "There <https://example.org/>."),
        ('<p><a href="https://example.org/">https://example.org/</a></p>', "https://example.org/"),
        ('<p><a href="mailto:a@example.org">a@example.org</a></p>', "a@example.org"),
        ("<p>3 &lt; 4 &amp; more</p>", "3 < 4 & more"),
    ],
)
def test_the_plain_text_keeps_the_shape(html: str, text: str) -> None:
    assert plain_text(clean(html)) == text
