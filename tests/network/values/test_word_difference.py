"""Two texts word by word."""

from __future__ import annotations

from network.values.word_difference import word_difference


def test_words_that_stayed_or_were_removed_or_added_are_distinguished() -> None:
    pieces = [(piece.kind, piece.text) for piece in word_difference("ten women", "twenty women")]
    assert pieces == [("out", "ten"), ("in", "twenty"), ("same", " women")]


def test_a_huge_text_is_not_compared_word_by_word() -> None:
    pieces = word_difference("a " * 50_000, "b " * 50_000)
    assert [piece.kind for piece in pieces] == ["out", "in"]


def test_few_words_many_times_over_are_not_compared_word_by_word() -> None:
    # Each could be each other's: the comparison would take minutes, at every look.
    pieces = word_difference("a b " * 200, "b c " * 200)
    assert [piece.kind for piece in pieces] == ["out", "in"]


def test_one_edit_in_a_long_text_is_reported_word_by_word() -> None:
    words = [f"word{number}" for number in range(9_000)]
    edited = [*words[:5_000], "new", *words[5_001:]]
    pieces = word_difference(" ".join(words), " ".join(edited))
    assert [piece.kind for piece in pieces] == ["same", "out", "in", "same"]
    assert (pieces[1].text, pieces[2].text) == (" word5000", " new")
