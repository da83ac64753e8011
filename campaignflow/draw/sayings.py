"""What a plan and a run say of a node: its conditions and everything else, as short texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from campaignflow.draw.condition import conditions
from campaignflow.draw.figure import Clause
from campaignflow.draw.standing import Standing
from campaignflow.draw.text import clean
from campaignflow.draw.waiting import ahead
from campaignflow.guards.algebra import AllOf
from campaignflow.messages import Notice
from campaignflow.model.nodes import Node, Root, Step
from campaignflow.model.people import Review
from campaignflow.model.time import Force
from campaignflow.state import Instance
from campaignflow.state.compiled import RuleInfo
from campaignflow.state.judging import explained

if TYPE_CHECKING:
    from campaignflow.draw.extract import Reader


class Sayings:
    """Put what a reader sees of a node into words."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def variants(self, node: Node) -> Iterator[str]:
        """Yield which units leave the node out; none in a run, where that is settled."""
        tier = None if self.reader.told else getattr(node, "tier", None)
        if tier is not None:
            yield self.reader.say("tier", tier=tier.title)
        for variant in () if self.reader.told else self.reader.campaign.variants:
            if any(exempt.key == node.key for exempt in variant.exempt):
                yield self.reader.say("variant", variant=variant.title)

    def clauses(self, node: Node) -> Iterator[Clause]:
        """Yield the conditions of a node, as they stand in its box."""
        info = self.reader.blueprint.nodes.get(node.key)
        if info is not None and info.join != "all" and len(info.incoming) > 1:
            some = info.join != "any"
            yield Clause(self.reader.say("joint.some" if some else "joint.any", n=info.join))
        yield from map(Clause, self.variants(node))
        yield from self._structure(node)
        for rule in self.reader.blueprint.rules.values():
            if rule.rule.on.key == node.key:
                yield from self._rule(rule)
        review = getattr(node, "review", None)
        if review is not None:
            yield Clause(self._review(review))
        held = [found for found in self.reader.blocked if found.row.node == node.key]
        yield from (Clause(text, met=False) for text in ahead(held, self.reader.lang))

    def _structure(self, node: Node) -> Iterator[Clause]:
        if isinstance(node, Step):
            for code, end in (("starts", node.starts_with), ("ends", node.ends_with)):
                if end is not None:
                    title = Notice("draw.root") if isinstance(end, Root) else end.title
                    yield Clause(self.reader.say(f"spans.{code}", node=title))
            if node.each is not None:
                yield Clause(self.reader.say("stack", role=node.each.title))

    def _rule(self, rule: RuleInfo) -> Iterator[Clause]:
        found = self._found(rule)
        for index, notice in enumerate(conditions(rule.guard)):
            text = notice.text(self.reader.lang)
            if rule.rule.at == "entry":
                text = self.reader.say("entry", what=text)
            if rule.rule.force is not Force.MUST:
                text = self.reader.say(f"force.{rule.rule.force.value}", what=text)
            met, progress = found[index] if found else (None, "")
            yield Clause(clean(f"{text} {progress}"), met)

    def _found(self, rule: RuleInfo) -> list[tuple[bool | None, str]]:
        """Return whether each part of a rule holds, and how far; empty where it is not asked."""
        instance = self._asked(rule)
        if instance is None or self.reader.state is None or self.reader.day is None:
            return []
        whole = explained(self.reader.state, rule, instance, self.reader.day.toordinal())
        composed = isinstance(rule.guard, AllOf)
        if composed and len(whole.parts) != len(list(conditions(rule.guard))):
            return []
        parts = whole.parts if composed else (whole,)
        found = [part.verdict for part in parts]
        return [(v.value, f"{v.met}/{v.need}" if v.need > 1 else "") for v in found]

    def _asked(self, rule: RuleInfo) -> Instance | None:
        """Return the instance for which a rule is of interest now; None if there is none."""
        rows = self.reader.rows[rule.rule.on.key]
        if len(rows) != 1 or self.reader.state is None or rule.rule.force is Force.STATED:
            return None
        wanted = rows[0].state == "planned" if rule.rule.at == "entry" else rows[0].is_open
        wanted = wanted or rows[0].due or rows[0].life == "campaign"
        return self.reader.state.instance(rows[0].key) if wanted else None

    def _review(self, review: Review) -> str:
        roles = [role.title for role in review.by]
        code = review.decide if isinstance(review.decide, str) else "some"
        return self.reader.say(f"review.{code}", roles=roles, n=review.needed)

    def tips(self, node: Node, stands: Standing) -> Iterator[str]:
        """Yield everything else that is known of a node, one line each."""
        yield stands.word
        owner = getattr(node, "owner", None)
        if owner is not None:
            yield self.reader.say("owner", role=owner.title)
        for variant in self.reader.campaign.variants:
            for planned, acting in variant.swap:
                if planned == owner:
                    yield self.reader.say("swap", variant=variant.title, role=acting.title)
        for rule in self.reader.blueprint.rules.values():
            if rule.rule.on.key == node.key:
                yield from self._reasons(rule)
        for stated in self.reader.campaign.stated:
            if stated.on.key == node.key:
                code = "stated" if stated.values else "other"
                values = list(stated.values)
                yield self.reader.say(code, title=stated.title, name=stated.title, values=values)

    def _reasons(self, rule: RuleInfo) -> Iterator[str]:
        instance = self._asked(rule)
        if instance is None or self.reader.state is None or self.reader.day is None:
            yield from (clause.text for clause in self._rule(rule))
        else:
            whole = explained(self.reader.state, rule, instance, self.reader.day.toordinal())
            yield from whole.lines(self.reader.lang)
