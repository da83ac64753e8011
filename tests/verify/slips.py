"""Slips of an author's pen, made in a definition as data.

Each says with which of its codes and at which of its places it ought to be found.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from campaignflow.model import Campaign, Force, to_json
from campaignflow.model.planning import Planned

Plain = dict[str, Any]


class Mutation(NamedTuple):
    """One slip: what it does, the definition with it, and the places that it may be blamed on."""

    kind: str
    plain: Plain
    places: tuple[str, ...]
    codes: tuple[str, ...]


def edited(campaign: Campaign, edit: Callable[[Plain], None]) -> Plain:
    """Return the definition as data with an edit made."""
    plain = copy.deepcopy(to_json(campaign))
    edit(plain)
    return plain


def row(plain: Plain, table: str, key: str) -> Plain:
    """Return a row by key."""
    return next(found for found in plain[table] if found["key"] == key)


def after_edge(source: str, target: str) -> Plain:
    """Return an edge as data."""
    return {"is": "Edge", "kind": "after", "source": {"ref": source}, "target": {"ref": target}}


# --- the slips


def circles(campaign: Campaign) -> Iterator[Mutation]:
    """Add an edge that leads back along one there is."""
    for edge in campaign.edges:
        if edge.kind != "after" or edge.force.value != "must":
            continue
        source, target = edge.source.key, edge.target.key
        yield Mutation(
            "cycle",
            edited(campaign, lambda p, s=source, t=target: p["edges"].append(after_edge(t, s))),
            (f"edges.{target}.after.{source}", f"edges.{edge.key}"),
            ("structure.cycle",),
        )


def turned_edges(campaign: Campaign) -> Iterator[Mutation]:
    """Turn an edge between dated nodes round."""
    windows = Planned(campaign).windows
    for at, edge in enumerate(campaign.edges):
        one, other = windows.get(edge.source.key), windows.get(edge.target.key)
        if edge.kind != "after" or one is None or other is None or one.end is None:
            continue
        if other.start is not None and one.end < other.start:

            def turn(plain: Plain, at: int = at) -> None:
                found = plain["edges"][at]
                found["source"], found["target"] = found["target"], found["source"]

            key = f"{edge.target.key}.after.{edge.source.key}"
            yield Mutation(
                "edge turned", edited(campaign, turn), (f"edges.{key}",),
                ("window.order", "structure.cycle"),
            )  # fmt: skip


def swapped_dates(campaign: Campaign) -> Iterator[Mutation]:
    """Give two phases or steps that follow one another each the other's time."""
    windows = Planned(campaign).windows
    for edge in campaign.edges:
        one, other = edge.source, edge.target
        if edge.kind != "after" or one.key not in windows or other.key not in windows:
            continue
        starts = windows[one.key].start, windows[other.key].start
        if None in starts or one.window is None or other.window is None or starts[0] == starts[1]:
            continue

        def swap(plain: Plain, keys: tuple[str, str] = (one.key, other.key)) -> None:
            rows = [r for t in ("phases", "steps") for r in plain[t] if r["key"] in keys]
            rows[0]["window"], rows[1]["window"] = rows[1]["window"], rows[0]["window"]

        yield Mutation(
            "dates swapped", edited(campaign, swap),
            (f"edges.{edge.key}", *(f"{t}.{n.key}.window" for n in (one, other) for t in ("phases", "steps"))),
            ("window.order", "structure.finish_start_overlap", "window.outside"),
        )  # fmt: skip


def wrong_years(campaign: Campaign) -> Iterator[Mutation]:
    """Date a step or phase into the next year."""
    for table in ("phases", "steps"):
        for node in getattr(campaign, table):
            found = Planned(campaign).windows.get(node.key)
            if found is None or found.start is None or found.end is None:
                continue
            year = found.start.year + 1

            def redate(
                plain: Plain, table: str = table, key: str = node.key, year: int = year
            ) -> None:
                row(plain, table, key)["window"] = {"is": "Window", "text": f"{year}年5月"}

            yield Mutation(
                "wrong year", edited(campaign, redate), (f"{table}.{node.key}.window", "edges."),
                ("window.outside", "window.order"),
            )  # fmt: skip


def misnamed_roles(campaign: Campaign) -> Iterator[Mutation]:
    """Misspell the role that owns a step."""
    for step in campaign.steps:
        if step.owner is not None:

            def misname(plain: Plain, key: str = step.key) -> None:
                found = row(plain, "steps", key)
                found["owner"] = {"ref": found["owner"]["ref"] + "s"}

            yield Mutation("role misnamed", edited(campaign, misname), ("steps",), ("codec.ref",))


def lone_reviewers(campaign: Campaign) -> Iterator[Mutation]:
    """Let a step be reviewed by the one who does it."""
    one = next((role for role in campaign.roles if role.exactly == 1), None)
    for step in campaign.steps if one else ():

        def review(plain: Plain, key: str = step.key, one: Any = one) -> None:
            found = row(plain, "steps", key)
            found["owner"] = {"ref": one.key}
            found["review"] = {"is": "Review", "by": [{"ref": one.key}]}
            found.pop("each", None)

        if step.artifact is None and not _multiplied(step) and not _parts(campaign, step.key):
            yield Mutation(
                "reviewed by oneself", edited(campaign, review), (f"steps.{step.key}.review",),
                ("people.nobody",),
            )  # fmt: skip


def _multiplied(step: Any) -> bool:
    while step is not None:
        if getattr(step, "each", None) is not None:
            return True
        step = step.part_of
    return False


def _parts(campaign: Campaign, key: str) -> bool:
    return any(step.part_of is not None and step.part_of.key == key for step in campaign.steps)


def too_many_joins(campaign: Campaign) -> Iterator[Mutation]:
    """Let a node wait for more edges than it has."""
    for edge in campaign.edges:
        if edge.kind != "after":
            continue
        table = "steps" if edge.target.key in {step.key for step in campaign.steps} else "phases"

        def join(plain: Plain, table: str = table, key: str = edge.target.key) -> None:
            row(plain, table, key)["join"] = 9

        where = f"{table}.{edge.target.key}.join"
        yield Mutation("join too high", edited(campaign, join), (where,), ("structure.join",))


def starved_quotas(campaign: Campaign) -> Iterator[Mutation]:
    """Count only what no record can say, or pairs of one person."""
    for at, (key, rule) in enumerate(zip(campaign.rule_keys, campaign.rules, strict=True)):
        leaves = [leaf for _path, leaf in rule.guard.leaves() if type(leaf).__name__ == "Quota"]
        choice = [
            (kind.key, field)
            for kind in campaign.records
            for field in kind.fields
            if field.type == "choice" and any(leaf.of.key == kind.key for leaf in leaves)
        ]  # fmt: skip
        if not choice:
            continue
        kind, field = choice[0]

        def starve(plain: Plain, at: int = at, kind: str = kind, field: str = field.key) -> None:
            for leaf in _quotas(plain["rules"][at]["guard"]):
                if leaf["of"]["ref"] == kind:
                    leaf["where"] = {
                        "is": "Compare", "field": {"ref": f"{kind}.{field}"}, "op": "==", "value": "微信",
                    }  # fmt: skip

        yield Mutation(
            "quota starved",
            edited(campaign, starve),
            (f"rules.{key}",),
            ("quota.impossible", "guard.tautology"),
        )


def _quotas(guard: Plain) -> Iterator[Plain]:
    for part in guard.get("parts", ()):
        yield from _quotas(part)
    if guard["is"] == "Quota":
        yield guard


def contradicted_guards(campaign: Campaign) -> Iterator[Mutation]:
    """Ask for a condition and its contrary."""
    for at, (key, rule) in enumerate(zip(campaign.rule_keys, campaign.rules, strict=True)):
        if rule.force is Force.STATED:
            continue

        def contradict(plain: Plain, at: int = at) -> None:
            guard = plain["rules"][at]["guard"]
            plain["rules"][at]["guard"] = {
                "is": "AllOf",
                "parts": [guard, {"is": "Not", "part": guard}],
            }

        yield Mutation(
            "guard contradicted",
            edited(campaign, contradict),
            (f"rules.{key}",),
            ("guard.contradiction",),
        )


def empty_guards(campaign: Campaign) -> Iterator[Mutation]:
    """Ask for a condition or its contrary."""
    for at, (key, rule) in enumerate(zip(campaign.rule_keys, campaign.rules, strict=True)):
        if rule.force is Force.STATED:
            continue

        def loosen(plain: Plain, at: int = at) -> None:
            guard = plain["rules"][at]["guard"]
            plain["rules"][at]["guard"] = {
                "is": "AnyOf",
                "parts": [guard, {"is": "Not", "part": guard}],
            }

        yield Mutation(
            "guard emptied", edited(campaign, loosen), (f"rules.{key}",), ("guard.tautology",)
        )


def unread_windows(campaign: Campaign) -> Iterator[Mutation]:
    """Write a window that cannot be read."""
    for table in ("phases", "steps"):
        for node in getattr(campaign, table):
            if node.window is not None and node.window.anchor is None and node.window.node is None:

                def misread(plain: Plain, table: str = table, key: str = node.key) -> None:
                    row(plain, table, key)["window"] = {"is": "Window", "text": "5月32日"}

                yield Mutation(
                    "window unreadable", edited(campaign, misread), (table,), ("codec.value",)
                )


def dropped_rows(campaign: Campaign) -> Iterator[Mutation]:
    """Forget a step that others speak of."""
    for step in campaign.steps:

        def forget(plain: Plain, key: str = step.key) -> None:
            plain["steps"] = [found for found in plain["steps"] if found["key"] != key]

        yield Mutation(
            "step forgotten",
            edited(campaign, forget),
            ("edges", "rules", "steps", "stated"),
            ("codec.ref",),
        )


def forgotten_rules(campaign: Campaign) -> Iterator[Mutation]:
    """Forget the only rule that asks for a kind of record."""
    asked = defaultdict(list)
    for at, rule in enumerate(campaign.rules):
        for kind in {
            getattr(leaf, "of", leaf).key for _p, leaf in rule.guard.leaves() if hasattr(leaf, "of")
        }:
            asked[kind].append(at)
    records = {kind.key for kind in campaign.records}
    for kind, rules in asked.items():
        if len(rules) == 1 and kind in records:

            def forget(plain: Plain, at: int = rules[0]) -> None:
                del plain["rules"][at]

            yield Mutation(
                "rule forgotten", edited(campaign, forget), (f"records.{kind}",), ("unused.record",)
            )


def late_openers(campaign: Campaign) -> Iterator[Mutation]:
    """Let a step start with a phase that is closed by the time it may."""
    edges = [e for e in campaign.edges if e.kind == "after" and e.source in campaign.phases]
    for edge in edges:
        for step in campaign.steps:
            if step.part_of is not None and step.part_of.key == edge.target.key:

                def misplace(
                    plain: Plain, key: str = step.key, phase: str = edge.source.key
                ) -> None:
                    row(plain, "steps", key)["starts_with"] = {"ref": phase}
                    plain["edges"].append(after_edge(phase, key))

                yield Mutation(
                    "opener closed", edited(campaign, misplace), (f"steps.{step.key}", "stuck"),
                    ("structure.unreachable", "structure.dead_end"),
                )  # fmt: skip


def dropped_edges(campaign: Campaign) -> Iterator[Mutation]:
    """Forget an edge; that only shows where something else was built on the order."""
    for at in range(len(campaign.edges)):

        def drop(plain: Plain, at: int = at) -> None:
            del plain["edges"][at]

        yield Mutation(
            "edge dropped",
            edited(campaign, drop),
            ("edges.", "steps.", "phases."),
            ("structure.reopen_unordered", "structure.loose_step", "structure.loose_phase"),
        )


SLIPS = (
    dropped_edges,
    circles, turned_edges, swapped_dates, wrong_years, misnamed_roles, lone_reviewers, too_many_joins,
    starved_quotas, contradicted_guards, empty_guards, unread_windows, dropped_rows, forgotten_rules,
    late_openers,
)  # fmt: skip
