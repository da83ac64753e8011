"""Where in its file each element of a definition stands, read from the text and never executed."""

from __future__ import annotations

import ast
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Final

from campaignflow.model.campaign import Campaign

_EDGES: Final = {"after": "after", "with_": "with", "together": "together", "reopen": "reopen"}


class Lines:
    """Know the lines of a file with a definition.

    Rows that a function of the file's own makes are not found: their place has no line.
    """

    def __init__(self, campaign: Campaign, file: Path) -> None:
        self._campaign = campaign
        self._named: dict[str, str] = {}
        self._declared: dict[str, int] = {}
        self._edges: dict[str, int] = {}
        self._rules: dict[str, list[int]] = defaultdict(list)
        tree = ast.parse(file.read_text(encoding="utf-8"))
        found = [n for n in ast.walk(tree) if isinstance(n, ast.expr | ast.stmt)]
        found.sort(key=lambda node: (node.lineno, node.col_offset))
        for node in found:
            self._name(node)
        for node in found:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                self._read(node, node.func.id)

    def of(self, place: str) -> int | None:
        """Return the line of what stands at ``place``; None if the text does not show it."""
        table, _, rest = place.partition(".")
        if table == "edges":
            return self._edges.get(".".join(rest.split(".")[:3]))
        if table == "rules":
            return self._rule(rest)
        return self._declared.get(rest.split(".")[0])

    def _name(self, node: ast.AST) -> None:
        """Note which variable holds the element of which key."""
        target = getattr(node, "target", None) or next(iter(getattr(node, "targets", ())), None)
        value = getattr(node, "value", None)
        if isinstance(target, ast.Name) and isinstance(value, ast.Call):
            key = _first_text(value)
            if key is not None:
                self._named[target.id] = key

    def _read(self, call: ast.Call, function: str) -> None:
        keys = [self._named.get(arg.id, arg.id) for arg in call.args if isinstance(arg, ast.Name)]
        key = _first_text(call)
        if key is not None and function != "Field":
            self._declared.setdefault(key, call.args[0].lineno)
        elif function == "Rule" and keys:
            self._rules[keys[0]].append(call.lineno)
        elif function == "chain" or function in _EDGES:
            for source, target in pairwise(keys):
                edge = f"{source}.{_EDGES.get(function, 'after')}.{target}"
                self._edges.setdefault(edge, call.lineno)

    def _rule(self, key: str) -> int | None:
        """Return the line of a rule: the first, second … on its node."""
        rules = self._campaign.rules
        known = dict(zip(self._campaign.rule_keys, range(len(rules)), strict=True))
        at = known.get(key.partition("[")[0])
        if at is None:
            return None
        on = rules[at].on.key
        lines = self._rules["CAMPAIGN" if on == "campaign" else on]
        number = sum(rule.on.key == on for rule in rules[:at])
        return lines[number] if number < len(lines) else None


def _first_text(call: ast.Call) -> str | None:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and type(first.value) is str else None
