"""Colours can be read, by everybody, on bright and dark screens and on grey paper."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from campaignflow.draw import phase_graph_svg, theme, timeline_svg, to_png
from campaignflow.draw.theme import DARK, LOOKS
from campaignflow.run import Run

SCHEMES: dict[str, Callable[[str], str]] = {"light": str, "dark": DARK.__getitem__}
GROUNDS = {name: look.fill for name, look in LOOKS.items()}
GROUNDS |= {"paper": theme.PAPER, "column": theme.COLUMN, "band": theme.BAND}


def _light(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _contrast(one: str, other: str) -> float:
    dark, bright = sorted((_light(one), _light(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.fixture(params=SCHEMES)
def shown(request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Return which colour is seen in place of one of the palette."""
    return SCHEMES[request.param]


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_titles_stand_out_from_every_box(look: theme.Look, shown: Callable[[str], str]) -> None:
    """Titles reach a contrast of 4.5 on the ground of each state."""
    assert _contrast(shown(look.ink), shown(look.fill)) >= 4.5


@pytest.mark.parametrize("ground", GROUNDS.values(), ids=GROUNDS)
def test_small_print_stands_out_from_every_ground(ground: str, shown: Callable[[str], str]) -> None:
    """Dates and conditions reach a contrast of 4.5 wherever they may stand."""
    assert _contrast(shown(theme.MUTED), shown(ground)) >= 4.5


@pytest.mark.parametrize("ground", [theme.PAPER, theme.COLUMN, theme.BAND])
@pytest.mark.parametrize("ink", [theme.INK, theme.BACK, theme.GOOD, theme.WANT, theme.TODAY])
def test_labels_stand_out_from_every_ground(
    ink: str, ground: str, shown: Callable[[str], str]
) -> None:
    """Labels and warnings reach a contrast of 4.5 between the boxes."""
    assert _contrast(shown(ink), shown(ground)) >= 4.5


@pytest.mark.parametrize("tone", sorted(LOOKS.keys() - {"late", "missed"}))
def test_what_is_not_met_stands_out_in_its_box(
    tone: theme.Tone, shown: Callable[[str], str]
) -> None:
    """A condition of work that is in time reaches a contrast of 4.5 in its box."""
    assert _contrast(shown(theme.WANT), shown(LOOKS[tone].fill)) >= 4.5


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_outlines_stand_out_from_their_ground(
    look: theme.Look, shown: Callable[[str], str]
) -> None:
    """Every box can be told from the column it stands in."""
    assert _contrast(shown(look.stroke), shown(theme.COLUMN)) >= 2.7


def test_outlines_of_states_differ_on_grey_paper() -> None:
    """Late, open and done differ in the weight of their outline, not in hue alone."""
    assert LOOKS["late"].line > LOOKS["open"].line > LOOKS["done"].line


def test_every_state_has_a_sign_of_its_own(run: Run) -> None:
    """Without any colour the sign beside the title still says the state."""
    from campaignflow.draw.markup import sign_shape

    shapes = [sign_shape(tone, "#000000") for tone in LOOKS if tone != "plain"]
    assert len(set(shapes)) == len(shapes)


@pytest.mark.parametrize("draw", [phase_graph_svg, timeline_svg])
def test_no_colour_is_left_bright_in_the_dark(draw: Callable[..., str], run: Run) -> None:
    """Every colour that a drawing uses has one that takes its place."""
    colours = re.findall(r'(?:fill|stroke)="(#\w+)"', draw(run.campaign, run.state))
    assert len(set(colours)) > 8
    assert set(colours) <= DARK.keys()


@pytest.mark.parametrize("draw", [phase_graph_svg, timeline_svg])
def test_a_dark_drawing_is_dark_in_every_program(draw: Callable[..., str], run: Run) -> None:
    """A program that knows style rules but no screens draws it dark too."""
    pytest.importorskip("resvg_py")
    bright = to_png(draw(run.campaign), scale=0.2)
    assert to_png(draw(run.campaign, scheme="dark"), scale=0.2) != bright
    assert to_png(draw(run.campaign, scheme="auto"), scale=0.2) == bright
