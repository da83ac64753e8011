"""Colours can be read, by everybody and on grey paper."""

from __future__ import annotations

import pytest

from campaignflow.draw import theme
from campaignflow.draw.theme import LOOKS


def _light(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _contrast(one: str, other: str) -> float:
    dark, bright = sorted((_light(one), _light(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_texts_stand_out_from_every_box(look: theme.Look) -> None:
    """Titles and small print reach a contrast of 4.5 on the ground of each state."""
    assert _contrast(look.ink, look.fill) >= 4.5
    assert _contrast(theme.MUTED, look.fill) >= 4.5


@pytest.mark.parametrize("ground", [theme.PAPER, theme.COLUMN, theme.BAND])
@pytest.mark.parametrize("ink", [theme.INK, theme.MUTED, theme.BACK, theme.GOOD, theme.TODAY])
def test_texts_stand_out_from_every_ground(ink: str, ground: str) -> None:
    """Labels reach a contrast of 4.5 wherever they may stand."""
    assert _contrast(ink, ground) >= 4.5


def test_outlines_of_states_differ_on_grey_paper() -> None:
    """Late, open and done differ in the weight of their outline, not in hue alone."""
    assert LOOKS["late"].line > LOOKS["open"].line > LOOKS["done"].line
