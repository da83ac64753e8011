"""A campaign as Mermaid or DOT text, for pages and tools that draw by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from campaignflow.draw.extract import phase_figure
from campaignflow.draw.figure import Arrow, PhaseFigure, StepBox
from campaignflow.messages import Lang
from campaignflow.model.campaign import Campaign

_MERMAID: Final = {"after": "-->", "with": "-->", "together": "-->", "reopen": "-.->"}
_MARKS: Final = frozenset('"#&<>`;\\|[](){}*_')


def mermaid(campaign: Campaign, lang: Lang = "zh") -> str:
    """Write a campaign as a Mermaid flowchart, each phase and group a subgraph.

    Args:
        campaign: The definition.
        lang: Language of everything that the definition does not say itself.

    Returns:
        Mermaid text; reopen edges are dotted and red.
    """
    figure = phase_figure(campaign, lang=lang)
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
    return "\n".join(lines) + "\n"


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


def dot(campaign: Campaign, lang: Lang = "zh") -> str:
    """Write a campaign as a DOT graph for Graphviz, each phase and group a cluster.

    Args:
        campaign: The definition.
        lang: Language of everything that the definition does not say itself.

    Returns:
        DOT text; reopen edges are dashed and red and do not shape the layout.
    """
    figure = phase_figure(campaign, lang=lang)
    names = _names(figure)
    lines = ["digraph campaign {", "  compound=true; newrank=true;"]
    lines.append('  node [shape=box, style=rounded]; edge [fontsize="10"];')
    for column in figure.columns:
        lines += _dot_cluster(column.head, column.steps, names, "  ")
    for box in figure.threads:
        lines += _dot_box(box, names, "  ")
    lines += [f"  {_dot_arrow(arrow, names)}" for arrow in figure.arrows]
    return "\n".join([*lines, "}", ""])


def _dot_box(box: StepBox, names: dict[str, str], indent: str) -> Iterator[str]:
    if box.parts:
        yield from _dot_cluster(box, box.parts, names, indent)
    else:
        yield f"{indent}{names[box.key]} [label={_dot_text(*_label(box))}];"


def _dot_cluster(
    head: StepBox, boxes: Sequence[StepBox], names: dict[str, str], indent: str
) -> Iterator[str]:
    """Yield a cluster; a point without size stands in it for arrows at the whole."""
    name = names[head.key]
    yield f"{indent}subgraph cluster_{name} {{"
    yield f"{indent}  label={_dot_text(*_label(head))};"
    yield f'{indent}  {name} [shape=point, style=invis, width="0"];'
    for box in boxes:
        yield from _dot_box(box, names, indent + "  ")
    yield f"{indent}}}"


def _dot_arrow(arrow: Arrow, names: dict[str, str]) -> str:
    more = [f"label={_dot_text(arrow.label)}"] if arrow.label else []
    if arrow.kind == "reopen":
        more += ['style="dashed"', 'color="#b3261e"', 'fontcolor="#b3261e"', "constraint=false"]
    elif not arrow.firm:
        more.append('style="dotted"')
    return f"{names[arrow.source]} -> {names[arrow.target]} [{', '.join(more)}];"


def _names(figure: PhaseFigure) -> dict[str, str]:
    """Return a plain name for every node, so that no text can become syntax."""
    keys = [column.head.key for column in figure.columns] + [box.key for box in figure.boxes()]
    return {key: f"n{index}" for index, key in enumerate(keys)}


def _label(box: StepBox) -> tuple[str, ...]:
    return (box.title, *box.dates)


def _mermaid_text(*lines: str) -> str:
    """Return lines as one quoted text; whatever Mermaid or HTML could read is written as a code.

    Mermaid takes no empty text, so nothing is written as a space that it keeps.
    """
    plain = ["".join(f"#{ord(c)};" if c in _MARKS else c for c in line) for line in lines if line]
    return f'"{"<br/>".join(plain) or "#160;"}"'


def _dot_text(*lines: str) -> str:
    """Return lines as one quoted text."""
    plain = (line.replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    text = "\\n".join(plain)
    return f'"{text}"'
