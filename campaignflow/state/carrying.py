"""Carrying a run over to another version of its plan: what goes where, and what has no home.

Everything is found again by its key, or by what a mapping says: old key -> new key, or None for
what is given up. A key that only the new plan has, mapped to None, is not asked of this run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from campaignflow.messages import Mistake, Notice
from campaignflow.model.campaign import Campaign
from campaignflow.model.facts import wrong_values
from campaignflow.state import learn, roster
from campaignflow.state.added import add_node
from campaignflow.state.anchoring import redated
from campaignflow.state.blueprint import blueprint
from campaignflow.state.compiled import EdgeInfo, Instance, NodeInfo, instance_key
from campaignflow.state.misplaced import misplaced
from campaignflow.state.state import OPEN, NodeState, State
from campaignflow.state.varying import vary

_OF_INSTANCES = ("submitters", "behalf", "votes", "agreements", "assignments", "held")


class Passage(NamedTuple):
    """Say where something of a run goes: of which table, under which key, to which key, how much.

    ``n`` counts records, items and holders; it is 1 for a node, a window and an anchor.
    """

    table: str
    key: str
    to: str
    n: int = 1


class Carried(NamedTuple):
    """Hold a run carried over.

    Attributes:
        state: The run under the new plan, before anything follows from it.
        went: Where everything went that was begun, settled, recorded, moved or held.
        lost: What the new plan has no use for.
        homeless: What must not be lost, and has no place in the new plan.
        new: Names of the instances that this run did not have.
    """

    state: State
    went: tuple[Passage, ...]
    lost: tuple[Mistake, ...]
    homeless: tuple[Mistake, ...]
    new: tuple[str, ...]


def carry(old: State, new: Campaign, data: Mapping[str, Any], day: int) -> Carried:
    """Return a run carried over to ``new``; pure, and total: what has no home is left behind.

    Args:
        old: The run so far; untouched.
        new: The plan that it shall go by.
        data: What the event ``migrated`` holds: mapping, facts, variants, reason.
        day: Local day of the migration, as an ordinal.
    """
    carrier = _Carrier(old, new, data)
    carrier.people(day)
    carrier.nodes(day)
    carrier.time()
    carrier.order()
    carrier.items()
    carrier.records()
    state, known = carrier.state, {*carrier.places.values()}
    homeless = (*carrier.homeless, *misplaced(old, state, carrier.places))
    fresh = tuple(found.key for found in state.all_instances() if found.key not in known)
    return Carried(state, tuple(carrier.went), tuple(carrier.lost), homeless, fresh)


class _Carrier:
    """Fill a new state table by table; ``places`` are the new names of instances by the old."""

    def __init__(self, old: State, new: Campaign, data: Mapping[str, Any]) -> None:
        self.old = old
        self.blueprint = blueprint(new)
        self.state = State(self.blueprint, old.run)
        self.mapping: Mapping[str, str | None] = data["mapping"]
        self.went: list[Passage] = []
        self.lost: list[Mistake] = []
        self.homeless: list[Mistake] = []
        self.places: dict[str, str] = {}
        state = self.state
        state.newest = old.newest
        state.head = {**old.head, **{k: data[k] for k in ("version", "digest", "variants")}}
        state.facts = {**old.facts, **data["facts"]}
        state.keys, state.substitutes = dict(old.keys), dict(old.substitutes)
        state.sealed, state.erased = dict(old.sealed), dict(old.erased)
        vary(state, old.head.get("tier"), data["variants"])
        known = {*old.blueprint.titles, *old.added}
        for key, to in self.mapping.items():
            if to is None and key not in known and key in self.blueprint.nodes:
                state.exempt[key] = data["reason"]

    # --- finding

    def to(self, key: str) -> str | None:
        """Return the new key of what had ``key``; None if it is given up."""
        return self.mapping.get(key, key)

    def left(self, place: str, code: str, *, must: bool, **params: object) -> None:
        """Note what does not go along; what must is homeless unless it is given up."""
        given_up = self.mapping.get(place.partition("@")[0].partition("#")[0], place) is None
        found = self.homeless if must and not given_up else self.lost
        found.append(Mistake(place, Notice(f"migrate.{code}", params)))

    def edge(self, key: str) -> EdgeInfo | None:
        """Return the edge of the new plan between what the ends of an old one became."""
        old = self.old.blueprint.edges[key]
        ends = old.kind, self.to(old.source.key), self.to(old.target.key)
        edges = self.blueprint.edges.values()
        return next((e for e in edges if (e.kind, e.source.key, e.target.key) == ends), None)

    def rule(self, key: str) -> str | None:
        """Return the key of a rule in the new plan; None if it has none of this key."""
        on, dot, place = key.partition(".")
        found = f"{self.to(on)}{dot}{place}"
        return found if found in self.blueprint.rules else None

    # --- people

    def people(self, day: int) -> None:
        """Carry who holds which role, and who stands in which relation."""
        old, state = self.old, self.state
        for (role, person), facts in old.roster.items():
            to = self.to(role)
            if to in self.blueprint.role_down and to is not None:
                for at, seq, took in facts:
                    roster.learn(state, to, person, at, seq, took=took)
        for role, people in old.intervals.items():
            holding = sorted(p for p in people if roster.holds_itself(old, role, p, day))
            to = self.to(role)
            if to in self.blueprint.role_down:
                self.went.append(Passage("roles", role, str(to), len(holding)))
            elif holding:
                title = old.blueprint.titles[role]
                self.left(role, "role_gone", must=True, title=title, people=holding)
        state.head["roster"] = old.head["seq"]
        named = {relation.key for relation in self.blueprint.campaign.relations}
        for (relation, left, right), holds in old.relations.items():
            to = self.to(relation)
            if to in named and to is not None:
                state.relations[to, left, right] = holds
            elif holds:
                title = old.blueprint.titles[relation]
                self.left(
                    relation, "relation_gone", must=False, title=title, left=left, right=right
                )

    # --- nodes

    def nodes(self, day: int) -> None:
        """Carry where each instance stands, and what was given to it."""
        for key in self.old.added:
            self._added(key)
        for instance in list(self.old.all_instances()):
            self._instance(instance)
        for info in self.blueprint.nodes.values():
            if info.each is not None:
                self._members(info, day)
        for name in _OF_INSTANCES:
            mine, theirs = getattr(self.state, name), getattr(self.old, name)
            mine.update({to: theirs[key] for key, to in self.places.items() if key in theirs})

    def _added(self, key: str) -> None:
        """Carry work that was added to this run."""
        info, state = self.old.added[key], self.state
        above = self.to(info.container or "")
        if key in self.blueprint.titles:
            self.left(key, "key_taken", must=True, title=info.title)
        elif above in self.blueprint.nodes or above in state.added:
            add_node(state, key, info.title, str(above), info.owner and self.to(info.owner))

    def _instance(self, instance: Instance) -> None:
        key, node = instance.key, self.old.nodes.get(instance.key)
        to = self.to(instance.info.key)
        info = self.blueprint.nodes.get(to or "") or self.state.added.get(to or "")
        if info is None or not self._fits(instance, info):
            if node is not None and node.state != "planned" and node.released_as != "exempt":
                params = {"title": instance.info.title, "state": Notice(f"node.{node.state}")}
                self.left(key, "node_gone", must=node.state in OPEN, **params)
            return
        name = instance_key(info.key, instance.occurrence, instance.member)
        if name in self.places.values():
            self.left(key, "merged", must=True, title=instance.info.title, to=info.title)
            return
        self.places[key] = name
        if instance.member is not None:
            self._enter(Instance(info, instance.occurrence, instance.member))
        if node is not None:
            self._stand(instance, info, name, node)

    def _fits(self, instance: Instance, info: NodeInfo) -> bool:
        """Return whether the new node has this instance, and is of the same kind."""
        each = instance.info.each and self.to(instance.info.each)
        alike = info.life == instance.info.life and info.each == each
        return alike and instance.occurrence in (info.occurrences or (None,))

    def _stand(self, instance: Instance, info: NodeInfo, name: str, node: NodeState) -> None:
        if node.released_as == "exempt" and not self._exempt(info):
            return
        if node.state in ("submitted", "returned") and info.review is None:
            params = {"title": info.title, "state": Notice(f"node.{node.state}")}
            self.left(instance.key, "no_review", must=True, **params)
        self.state.stand(name, node)
        if info.life != "campaign" and node.state != "planned":
            self.went.append(Passage("nodes", instance.key, name))

    def _exempt(self, info: NodeInfo) -> bool:
        """Return whether the new plan exempts the node, or what it ends with."""
        if info.key in self.state.exempt:
            return True
        return info.ender is not None and self._exempt(self.state.info(info.ender))

    def _enter(self, instance: Instance) -> None:
        state, node = self.state, instance.info.key
        state.extra[instance.key] = instance
        state.members[node] = (*state.members.get(node, ()), instance.key)

    def _members(self, info: NodeInfo, day: int) -> None:
        """Let those who hold a role now have their instances of what the new plan adds."""
        everyone = dict.fromkeys(p for people in self.state.intervals.values() for p in people)
        for person in everyone:
            if roster.holds(self.state, info.each or "", person, day):
                for occurrence in info.occurrences or (None,):
                    instance = Instance(info, occurrence, person)
                    if instance.key not in self.state.extra:
                        self._enter(instance)

    # --- planned time

    def time(self) -> None:
        """Carry the days of anchors, and the windows that were moved in the run."""
        old, state = self.old, self.state
        for key, day in old.anchors.items():
            to = self.to(key)
            found = self.blueprint.anchors.get(to or "")
            if found is not None and found.day == old.blueprint.anchors[key].day:
                state.anchors[found.key] = day
                self.went.append(Passage("anchors", key, found.key))
            else:
                title = old.blueprint.titles[key]
                self.left(key, "anchor_lost", must=False, title=title, day=day.isoformat())
        state.windows.update(redated(self.blueprint, state.anchors))
        by_date = redated(old.blueprint, old.anchors)
        for key, window in old.windows.items():
            if by_date.get(key) != window:
                self._moved(key)

    def _moved(self, key: str) -> None:
        """Carry a window that was moved, unless the new plan has planned it anew."""
        node = key.partition("@")[0].partition("#")[0]
        to = f"{self.to(node)}{key[len(node) :]}"
        label = key.partition("#")[0]
        before = self.old.blueprint.planned.windows
        after = self.blueprint.planned.windows
        if before.get(label, before.get(node)) == after.get(
            to.partition("#")[0], after.get(str(self.to(node)))
        ) and (self.to(node) in self.blueprint.nodes or self.to(node) in self.state.added):
            self.state.windows[to] = self.old.windows[key]
            self.went.append(Passage("windows", key, to))
        else:
            window = self.old.windows[key]
            self.left(key, "move_lost", must=False, name=key, edtf=window.edtf)

    # --- what was decided

    def order(self) -> None:
        """Carry choices, reopenings, waivers, assumptions, and counts of the units below."""
        old, state = self.old, self.state
        for (key, source), taken in old.judged.items():
            edge = self.edge(key)
            if edge is not None and edge.guard is not None and source in self.places:
                state.judged[edge.key, self.places[source]] = taken
        for (key, target), times in old.reopenings.items():
            edge = self.edge(key)
            if edge is not None and target in self.places:
                state.reopenings[edge.key, self.places[target]] = times
        for (key, part), why in old.waivers.items():
            rule = self.rule(key)
            if rule is not None:
                state.waivers[rule, part] = why
            else:
                self.left(key, "waiver_lost", must=False, rule=key)
        for leaf, value in old.assumptions.items():
            key, bracket, path = leaf.partition("[")
            rule = self.rule(key)
            rules = self.blueprint.rules
            if rule is not None and rules[rule].guard == old.blueprint.rules[key].guard:
                state.assumptions[f"{rule}{bracket}{path}"] = value
            else:
                self.left(leaf, "assumption_lost", must=False, rule=leaf)
        for key, data in old.reported.items():
            node = key.partition("/")[0].partition("@")[0]
            to = self.to(node)
            if to in self.blueprint.nodes:
                state.reported[f"{to}{key[len(node) :]}"] = {
                    **data, "node": f"{to}{data['node'][len(node) :]}",
                }  # fmt: skip

    # --- facts

    def items(self) -> None:
        """Carry the items of ledgers where they stand."""
        old, state = self.old, self.state
        for name, items in old.items.items():
            ledger = self.blueprint.ledgers.get(self.to(name) or "")
            title = old.blueprint.titles[name]
            if ledger is None:
                self.left(name, "ledger_gone", must=bool(items), title=title, n=len(items))
                continue
            self.went.append(Passage("ledgers", name, ledger.key, len(items)))
            state.items[ledger.key] = {}
            for item, at in items.items():
                if at not in ledger.lifecycle.states:
                    params = {"item": item, "title": ledger.title, "state": at}
                    self.left(name, "item_state", must=True, **params)
                state.items[ledger.key][item] = at
                state.item_at[item] = old.item_at[item]
                state.item_values[item] = {**old.item_values[item], "ledger": ledger.key}
                learn.fall_due(state, item)

    def records(self) -> None:
        """Carry what was recorded, and count it by the rules of the new plan."""
        kinds: dict[str, int] = {}
        for record in self.old.records.values():
            kinds.setdefault(record.kind, 0)
            kinds[record.kind] += record.voided is None
            kind = self.blueprint.kinds.get(self.to(record.kind) or "")
            if kind is not None:
                learn.keep(self.state, record._replace(kind=kind.key))
        for name, n in kinds.items():
            kind = self.blueprint.kinds.get(self.to(name) or "")
            if kind is None:
                title = self.old.blueprint.titles[name]
                self.left(name, "kind_gone", must=n > 0, title=title, n=n)
            else:
                self.went.append(Passage("records", name, kind.key, n))
                for code, notice in self._misread(name):
                    must = code != "field.unknown"
                    self.left(name, "values", must=must, title=kind.title, why=notice)

    def _misread(self, name: str) -> Iterator[tuple[str, Notice]]:
        """Yield, once for each field, what is wrong with the records of a kind in the new plan."""
        old, kind = self.old.blueprint.kinds[name], self.blueprint.kinds[self.to(name) or ""]
        seen = set()
        for record in self.old.records.values():
            if record.kind != name or record.voided is not None:
                continue
            before = wrong_values(old.fields, record.values, partial=True)
            for notice in wrong_values(kind.fields, record.values, partial=True):
                where = notice.code, notice.params.get("field")
                if notice not in before and where not in seen:
                    seen.add(where)
                    yield notice.code, notice
