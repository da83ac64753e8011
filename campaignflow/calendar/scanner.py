"""A cursor over a window text: blanks dropped, wide characters narrowed, places remembered."""

from __future__ import annotations

import re

from campaignflow.errors import WindowTextError

LONGEST = 200
"""Window texts are short; a longer text is not one."""

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
}
_NUMERAL = re.compile(r"[0-9零〇○一二三四五六七八九两十]", re.ASCII)
_TENS = re.compile(r"([一二三四五六七八九])?十([一二三四五六七八九])?")


class Scanner:
    """Walk over one text and point back into it when something cannot be read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pos = 0
        if len(text) > LONGEST:
            raise WindowTextError(text, LONGEST, f"a window text of at most {LONGEST} characters")
        self._clean, self._places = _cleaned(text)

    @property
    def rest(self) -> str:
        """Return what has not been read."""
        return self._clean[self.pos :]

    @property
    def done(self) -> bool:
        """Return whether everything has been read."""
        return self.pos == len(self._clean)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Read ``pattern`` if it stands here."""
        match = pattern.match(self._clean, self.pos)
        if match is not None:
            self.pos = match.end()
        return match

    def place(self, pos: int | None = None) -> int:
        """Return the index in the original text of ``pos``, or of here."""
        return self._places[self.pos if pos is None else pos]

    def fail(self, expected: str, pos: int | None = None) -> WindowTextError:
        """Return the error that points at ``pos``, or here."""
        return WindowTextError(self.text, self.place(pos), expected)


def _cleaned(text: str) -> tuple[str, list[int]]:
    """Drop blanks, except between two numerals or Latin letters, where they separate."""
    kept: list[str] = []
    places: list[int] = []
    blank: int | None = None
    for place, wide in enumerate(text):
        char = wide.translate(_NARROW)
        if char.isspace():
            blank = place if blank is None else blank
            continue
        if blank is not None and kept and _sticks(kept[-1]) and _sticks(char):
            kept.append(" ")
            places.append(blank)
        blank = None
        kept.append(char)
        places.append(place)
    return "".join(kept), [*places, len(text)]


def _sticks(char: str) -> bool:
    return (char.isascii() and char.isalnum()) or _NUMERAL.match(char) is not None


def number(digits: str) -> int | None:
    """Return the value of Arabic or Chinese digits, or None if they are no number.

    Example:
        >>> number("12"), number("十二"), number("二十"), number("二〇一二"), number("七一")
        (12, 12, 20, 2012, None)
    """
    if digits.isascii():
        return int(digits)
    tens = _TENS.fullmatch(digits)
    if tens is not None:
        return 10 * _DIGITS[tens[1] or "一"] + _DIGITS[tens[2] or "零"]
    if len(digits) not in (1, 4) or "十" in digits:
        return None
    value = 0
    for digit in digits:
        value = 10 * value + _DIGITS[digit]
    return value
