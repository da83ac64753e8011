"""Drawings become PNG pictures of the size asked for."""

from __future__ import annotations

import struct
import sys

import pytest

from campaignflow.definitions.five_phases import five_phases
from campaignflow.draw import phase_graph_svg, to_png
from campaignflow.errors import MissingExtraError


def test_a_drawing_becomes_a_picture_of_its_size() -> None:
    """Width and height of the picture are those of the drawing, times the scale."""
    pytest.importorskip("resvg_py")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>'
    picture = to_png(svg, scale=3)
    assert picture.startswith(b"\x89PNG")
    assert struct.unpack(">II", picture[16:24]) == (90, 60)


def test_a_phase_graph_can_be_rendered() -> None:
    """The renderer accepts what the package draws."""
    pytest.importorskip("resvg_py")
    assert len(to_png(phase_graph_svg(five_phases), scale=1)) > 10_000


def test_a_missing_renderer_names_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the renderer the error says what to install."""
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(MissingExtraError, match=r"campaignflow\[png\]"):
        to_png("<svg/>")
