"""The text of a plan in paragraphs with its passages marked."""

from tracker.plans.text import blocks_of, paragraphs_of


def words(pieces: tuple[object, ...]) -> list[tuple[str, int | None]]:
    """Text and number of each piece."""
    return [(piece.text, piece.number) for piece in pieces]


def test_a_passage_over_two_lines_is_marked_in_both_and_begins_once() -> None:
    first, second = paragraphs_of("một hai\nba bốn", [(4, 10, 7)])
    assert words(first) == [("một ", None), ("hai", 7)]
    assert words(second) == [("ba", 7), (" bốn", None)]
    assert [piece.is_first for piece in (*first, *second)] == [False, True, False, False]


def test_overlapping_passages_lose_no_letter() -> None:
    (pieces,) = paragraphs_of("abcdef", [(0, 4, 1), (2, 6, 2)])
    assert "".join(piece.text for piece in pieces) == "abcdef"
    assert words(pieces) == [("abcd", 1), ("ef", 2)]


def test_empty_lines_are_left_out_and_nothing_else() -> None:
    assert [words(p) for p in paragraphs_of("a\n\n  \nb", [])] == [[("a", None)], [("b", None)]]


def test_only_long_stretches_without_a_passage_are_folded() -> None:
    text = "\n".join(f"dòng {n}" for n in range(40))
    at = text.index("dòng 20")
    blocks = blocks_of(text, [(at, at + 7, 1)])
    assert [(len(block.paragraphs), block.folded) for block in blocks] == [(20, True), (1, False), (19, True)]
    assert not blocks_of("một\nhai", [])[0].folded
