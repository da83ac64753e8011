"""The way to findings: every check is a function from a campaign to findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from campaignflow.errors import DefinitionError
from campaignflow.messages import Mistake
from campaignflow.model.campaign import Campaign
from campaignflow.verification.answers import check_answers
from campaignflow.verification.contradictions import (
    check_contradictions,
    check_tautologies,
)
from campaignflow.verification.finding import Finding, Severity
from campaignflow.verification.kinds import check_topmost, check_variants
from campaignflow.verification.loose import check_loose
from campaignflow.verification.people import check_people
from campaignflow.verification.quotas import check_quotas, check_ranges, check_spans
from campaignflow.verification.structure import (
    check_cycles,
    check_dead_ends,
    check_joins,
    check_reopening,
    check_unreachable,
)
from campaignflow.verification.unused import check_slots, check_unstated, check_unused
from campaignflow.verification.windows import (
    check_anchors,
    check_containment,
    check_overlaps,
    check_window_order,
)

CHECKS: Final[tuple[Callable[[Campaign], Iterator[Finding]], ...]] = (
    check_cycles,
    check_unreachable,
    check_dead_ends,
    check_joins,
    check_reopening,
    check_loose,
    check_overlaps,
    check_containment,
    check_window_order,
    check_answers,
    check_anchors,
    check_quotas,
    check_spans,
    check_people,
    check_variants,
    check_topmost,
    check_contradictions,
    check_tautologies,
    check_ranges,
    check_unused,
    check_slots,
    check_unstated,
)
"""Every check; each stands alone."""


def verify(campaign: Campaign) -> tuple[Finding, ...]:
    """Return everything found about ``campaign``, errors first, then by place; maybe nothing."""
    return campaign.derived("findings", _verify)


def _verify(campaign: Campaign) -> tuple[Finding, ...]:
    found = [finding for check in CHECKS for finding in check(campaign)]
    order = list(Severity)
    return tuple(sorted(found, key=lambda f: (order.index(f.severity), f.place, f.notice.code)))


def require_sound(campaign: Campaign) -> None:
    """Refuse a campaign with findings of severity error.

    Raises:
        DefinitionError: There are some; all of them inside.
    """
    errors = [f for f in verify(campaign) if f.severity is Severity.ERROR]
    if errors:
        found = [Mistake(f.place, f.notice) for f in errors]
        raise DefinitionError(f"campaign {campaign.key!r}", found)
