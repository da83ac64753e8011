"""A board shows every unit against every phase, and stays quick and readable for many."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest

from campaignflow.definitions.five_phases import five_phases
from campaignflow.draw import board_html, board_svg
from campaignflow.report import Cell, Rollup, Standing, rollup
from campaignflow.units import Unit, Units
from tests.draw.conftest import hostile_titles

DAY = dt.date(2025, 4, 20)
KEYS = [phase.key for phase in five_phases.phases]
CELLS = (
    Cell("closed", None, 4, 4, 2),
    Cell("open", None, 1, 3, 5, 2),
    Cell("open", None, 2, 5),
    Cell("planned"),
    Cell("released", "waived"),
)


def _board(count: int, title: Callable[[int], str] = "第{}小学".format) -> Rollup:
    units = [Unit("east", "东区"), *(Unit(f"u{n}", title(n), None, "east") for n in range(count))]
    found = [
        Standing(unit.key, "running", dict(zip(KEYS, CELLS[n % 5 :] + CELLS[: n % 5], strict=True)))
        for n, unit in enumerate(units)
        if n % 7
    ]
    return rollup(five_phases, Units(units), found, DAY)


def test_every_unit_and_phase_has_one_cell(drawn: Callable[[str], Any]) -> None:
    """Each unit is drawn once, with a cell for each phase; one without a run has none."""
    groups = drawn(board_svg(_board(20))).groups("unit")
    assert [g.get("data-key") for g in groups] == ["east", *(f"u{n}" for n in range(20))]
    cells = [len([c for c in g if c.get("class") == "cell"]) for g in groups]
    assert cells == [5 if n % 7 else 0 for n in range(21)]


def test_states_lateness_and_shares_are_told(drawn: Callable[[str], Any]) -> None:
    """The cell of each state has its tone and its words, and the foot counts the units."""
    drawing = drawn(board_svg(_board(3)))
    first = drawing.groups("unit")[1]
    tones = [cell.get("data-state") for cell in first if cell.get("class") == "cell"]
    assert sorted(tones) == sorted(["done", "late", "open", "planned", "released"])
    for text in ("晚2天完成", "逾期5天", "2/5", "已免除"):
        assert text in drawing.words()
    (foot,) = drawing.groups("sum")
    assert "0/4" in [text.text for text in foot]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_two_texts_of_a_board_overlap(lang: Any, drawn: Callable[[str], Any]) -> None:
    """Everything can be read, and nothing leaves the picture."""
    drawing = drawn(
        board_svg(_board(12, "很长很长很长很长很长很长很长的学校名称第{}号".format), lang)
    )
    for (one, a), (other, b) in combinations(drawing.texts(), 2):
        assert not a.grown(-1).meets(b.grown(-1)), (one, other)
    for text, room in drawing.texts():
        assert 0 <= room.x <= room.right <= drawing.size.width, text


def test_a_thousand_units_fit_one_page() -> None:
    """Every unit has its row, in a page that is still small."""
    page = board_html(_board(1000), {f"u{n}": f"units/{n}.html" for n in range(1000)})
    assert page.count("<tr") == 1 + 1001 + 1
    assert page.count('<th scope="row"><a href="units/') == 1000
    assert len(page.encode()) < 1_200_000


def test_an_address_that_could_run_is_refused() -> None:
    """Only pages can be led to."""
    with pytest.raises(ValueError, match="relative, http or https"):
        board_html(_board(1), {"u0": "javascript:alert(1)"})


def test_hostile_units_stay_texts(drawn: Callable[[str], Any]) -> None:
    """Names of units never become markup, on paper or on a page."""
    titles = hostile_titles()
    found = _board(len(titles), lambda n: titles[n].encode("utf-8", "replace").decode())
    assert len(drawn(board_svg(found)).groups("unit")) == len(titles) + 1
    page = board_html(found)
    assert page.count("<script") == page.count("</script>") == 1
    assert page.count("<tr") == len(titles) + 3
    assert not re.search(r"<(img|iframe|svg|object|a|form\s+action)\b", page)


def test_a_board_is_sifted(opened: Callable[[str], Any]) -> None:
    """Typing a name and asking for what is late leave the rows that fit."""
    page = opened(board_html(_board(9)))
    assert page.complaints() == []

    def shown() -> list[str]:
        rows = page.all("tbody tr")
        return [row.get_attribute("data-key") for row in rows if row.is_displayed()]

    assert len(shown()) == 10
    page.find("#name").send_keys("第3")
    assert shown() == ["u3"]
    page.find("#name").clear()
    page.find("#late").click()
    assert "east" not in shown()
    assert len(shown()) == 8
