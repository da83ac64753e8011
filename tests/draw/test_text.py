"""Measuring and wrapping hold for every text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from campaignflow.draw.text import clean, width, wrap

texts = st.text(max_size=80).map(clean)
limits = st.floats(min_value=30, max_value=300)


@given(texts, limits)
def test_wrapped_lines_fit(text: str, limit: float) -> None:
    """No line is wider than the limit."""
    assert all(width(line, 12) <= limit for line in wrap(text, 12, limit))


@given(texts, limits)
def test_wrapping_loses_nothing_but_spaces(text: str, limit: float) -> None:
    """The lines joined give the text again."""
    found = "".join(wrap(text, 12, limit))
    assert "".join(found.split()) == "".join(text.split())


@given(texts, limits)
def test_even_lines_are_no_more_than_full_ones(text: str, limit: float) -> None:
    """Balancing never needs an extra line, and no balanced line is too wide."""
    even = wrap(text, 12, limit, even=True)
    assert len(even) <= len(wrap(text, 12, limit))
    assert all(width(line, 12) <= limit for line in even)


@given(texts, limits, st.integers(min_value=1, max_value=3))
def test_cut_texts_keep_to_their_lines(text: str, limit: float, most: int) -> None:
    """A limit on lines is kept, and the cut is marked."""
    lines = wrap(text, 12, limit, most)
    assert len(lines) <= most
    assert lines == wrap(text, 12, limit) or lines[-1].endswith("…")
    assert all(width(line, 12) <= limit for line in lines)


@given(st.text(max_size=60))
def test_clean_texts_stay_clean(text: str) -> None:
    """Cleaning twice is cleaning once, and leaves one line."""
    once = clean(text)
    assert clean(once) == once
    assert len(once.splitlines()) <= 1


def test_chinese_lines_do_not_begin_with_punctuation() -> None:
    """A comma stays with the character before it."""
    for limit in range(36, 120, 7):
        for line in wrap("动员部署，学习教育，查摆问题；整改落实。", 12, limit):
            assert line[0] not in "，；。"


def test_numbers_stay_with_their_sign_and_unit() -> None:
    """A threshold is never torn apart."""
    for limit in range(60, 140, 7):
        assert any("≥80%" in line for line in wrap("群众满意度测评须≥80%方可", 12, limit))


def test_chinese_is_one_em_wide_and_latin_about_half() -> None:
    """Widths match those of common fonts: a box measured here holds its text anywhere."""
    assert width("谈心谈话", 10) == 40
    assert 45 <= width("self-check", 10) <= 65
    assert width("e\u0301", 10) == width("e", 10)
