"""A campaign as Mermaid or DOT text, for pages and tools that draw by themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence, Set
from typing import Final

from campaignflow.draw.extract import phase_figure
from campaignflow.draw.figure import Arrow, PhaseFigure, StepBox
from campaignflow.draw.theme import LOOKS
from campaignflow.messages import Lang
from campaignflow.model.campaign import Campaign
from campaignflow.state import State

_MERMAID: Final = {"after": "-->", "with": "-->", "together": "-->", "reopen": "-.->"}
_MARKS: Final = frozenset('"#&<>`;\\|[](){}*_')


def mermaid(
    campaign: Campaign,
    state: State | None = None,
    day: dt.date | None = None,
    lang: Lang = "zh",
) -> str:
    """Write a campaign as a Mermaid flowchart, each phase and group a subgraph.

    Args:
        campaign: The definition.
        state: Where a run of it stands; the plan alone where left out.
        day: Today, as the drawing sees it; the day of the run's last event where left out.
        lang: Language of everything that the definition does not say itself.

    Returns:
        Mermaid text; reopen edges are dotted and red.
    """
    figure = phase_figure(campaign, state, day, lang)
    names = _names(figure)
    lines = ["flowchart TB"]
    for column in figure.columns:
        head = _mermaid_text(*_label(column.head))
        lines.append(f"  subgraph {names[column.head.key]}[{head}]")
        lines += _mermaid_boxes(column.steps, names, "    ")
        lines.append("  end")
    lines += _mermaid_boxes(figure.threads, names, "  ")
    back = []
    for index, arrow in enumerate(figure.arrows):
        lines.append(f"  {_mermaid_arrow(arrow, names)}")
        back += [str(index)] if arrow.kind == "reopen" else []
    if back:
        lines.append(f"  linkStyle {','.join(back)} stroke:#b3261e,color:#b3261e")
    lines += _mermaid_classes(figure, names)
    return "\n".join(lines) + "\n"


def _mermaid_classes(figure: PhaseFigure, names: dict[str, str]) -> Iterator[str]:
    """Yield how the nodes of a run look, by where they stand."""
    for tone, look in LOOKS.items():
        held = [names[box.key] for box in _all(figure) if box.tone == tone]
        if held and tone != "plain":
            yield f"  classDef {tone} fill:{look.fill},stroke:{look.stroke},color:{look.ink}"
            yield f"  class {','.join(held)} {tone}"


def _mermaid_boxes(boxes: Sequence[StepBox], names: dict[str, str], indent: str) -> Iterator[str]:
    for box in boxes:
        text = _mermaid_text(*_label(box))
        if box.parts:
            yield f"{indent}subgraph {names[box.key]}[{text}]"
            yield from _mermaid_boxes(box.parts, names, indent + "  ")
            yield f"{indent}end"
        else:
            yield f"{indent}{names[box.key]}({text})"


def _mermaid_arrow(arrow: Arrow, names: dict[str, str]) -> str:
    label = f"|{_mermaid_text(arrow.label)}|" if arrow.label else ""
    return f"{names[arrow.source]} {_MERMAID[arrow.kind]}{label} {names[arrow.target]}"


def dot(
    campaign: Campaign,
    state: State | None = None,
    day: dt.date | None = None,
    lang: Lang = "zh",
) -> str:
    """Write a campaign as a DOT graph for Graphviz, each phase and group a cluster.

    Args:
        campaign: The definition.
        state: Where a run of it stands; the plan alone where left out.
        day: Today, as the drawing sees it; the day of the run's last event where left out.
        lang: Language of everything that the definition does not say itself.

    Returns:
        DOT text; reopen edges are dashed and red and do not shape the layout.
    """
    figure = phase_figure(campaign, state, day, lang)
    names = _names(figure)
    lines = ["digraph campaign {", "  compound=true; newrank=true;"]
    lines.append('  node [shape=box, style=rounded]; edge [fontsize="10"];')
    for column in figure.columns:
        lines += _dot_cluster(column.head, column.steps, names, "  ")
    for box in figure.threads:
        lines += _dot_box(box, names, "  ")
    wholes = {box.key for box in _all(figure)} - {b.key for b in figure.boxes() if not b.parts}
    lines += [f"  {_dot_arrow(arrow, names, wholes)}" for arrow in figure.arrows]
    return "\n".join([*lines, "}", ""])


def _dot_box(box: StepBox, names: dict[str, str], indent: str) -> Iterator[str]:
    if box.parts:
        yield from _dot_cluster(box, box.parts, names, indent)
    else:
        more = "".join(f", {each}" for each in _dot_look(box, "rounded,filled"))
        yield f"{indent}{names[box.key]} [label={_dot_text(*_label(box))}{more}];"


def _dot_look(box: StepBox, style: str) -> Iterator[str]:
    """Yield the attributes that show where a node of a run stands."""
    if box.tone != "plain":
        look = LOOKS[box.tone]
        yield f'style="{style}"'
        yield f'fillcolor="{look.fill}"'
        yield f'color="{look.stroke}"'


def _dot_cluster(
    head: StepBox, boxes: Sequence[StepBox], names: dict[str, str], indent: str
) -> Iterator[str]:
    """Yield a cluster; a point without size stands in it for arrows at the whole."""
    name = names[head.key]
    yield f"{indent}subgraph cluster_{name} {{"
    yield f"{indent}  label={_dot_text(*_label(head))};"
    yield from (f"{indent}  {each};" for each in _dot_look(head, "filled"))
    yield f'{indent}  {name} [shape=point, style=invis, width="0"];'
    for box in boxes:
        yield from _dot_box(box, names, indent + "  ")
    yield f"{indent}}}"


def _dot_arrow(arrow: Arrow, names: dict[str, str], wholes: Set[str]) -> str:
    more = [f"label={_dot_text(arrow.label)}"] if arrow.label else []
    ends = (("ltail", arrow.source), ("lhead", arrow.target))
    more += [f"{end}=cluster_{names[key]}" for end, key in ends if key in wholes]
    if arrow.kind == "reopen":
        more += ['style="dashed"', 'color="#b3261e"', 'fontcolor="#b3261e"', "constraint=false"]
    elif not arrow.firm:
        more.append('style="dotted"')
    return f"{names[arrow.source]} -> {names[arrow.target]} [{', '.join(more)}];"


def _names(figure: PhaseFigure) -> dict[str, str]:
    """Return a plain name for every node, so that no text can become syntax."""
    return {box.key: f"n{index}" for index, box in enumerate(_all(figure))}


def _all(figure: PhaseFigure) -> list[StepBox]:
    return [*(column.head for column in figure.columns), *figure.boxes()]


def _label(box: StepBox) -> tuple[str, ...]:
    return (box.title, *box.dates, " · ".join(badge.text for badge in box.badges))


def _mermaid_text(*lines: str) -> str:
    """Return lines as one quoted text; whatever Mermaid or HTML could read is written as a code.

    Mermaid takes no empty text, so nothing is written as a space that it keeps.
    """
    plain = ["".join(f"#{ord(c)};" if c in _MARKS else c for c in line) for line in lines if line]
    return f'"{"<br/>".join(plain) or "#160;"}"'


def _dot_text(*lines: str) -> str:
    """Return lines as one quoted text."""
    plain = (line.replace("\\", "\\\\").replace('"', '\\"') for line in lines if line)
    text = "\\n".join(plain)
    return f'"{text}"'
