"""Campaigns as directed graphs of phases and steps: defined in Python, run, asked and drawn.

A campaign is a value (:class:`Campaign`); a run is its log (:class:`Run`). Everything an author or
a host needs is offered here and loaded when it is first used, so that importing the package costs
next to nothing.

Example:
    >>> from campaignflow import Campaign, Phase, Role, Run, Step, window
    >>> plan = Campaign(
    ...     key="tidy", version="1", title="校园整治", window=window("2025年3月"),
    ...     lead=(lead := Role("lead", "负责人")), roles=[lead],
    ...     phases=[start := Phase("start", "动员")],
    ...     steps=[Step("meeting", "动员会", start)],
    ... )
    >>> run = Run.start(plan, "school-1", roster=[("zhang", "lead")])
    >>> [event.kind for event in run.do("open", "start", actor="zhang")]
    ['opened', 'opened']
    >>> run.why_not("close", "start", actor="zhang").kind.value
    'unsatisfied'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from campaignflow.aio import AsyncRun as AsyncRun
    from campaignflow.authorise import Permit as Permit
    from campaignflow.commands import COMMANDS as COMMANDS
    from campaignflow.commands import Command as Command
    from campaignflow.engine import Decision as Decision
    from campaignflow.engine import decide as decide
    from campaignflow.errors import CampaignflowError as CampaignflowError
    from campaignflow.errors import DefinitionError as DefinitionError
    from campaignflow.errors import LogError as LogError
    from campaignflow.errors import RefusalError as RefusalError
    from campaignflow.events import Event as Event
    from campaignflow.guards import WHOLE as WHOLE
    from campaignflow.guards import Across as Across
    from campaignflow.guards import Answered as Answered
    from campaignflow.guards import AtLeast as AtLeast
    from campaignflow.guards import Children as Children
    from campaignflow.guards import Each as Each
    from campaignflow.guards import Earlier as Earlier
    from campaignflow.guards import Explanation as Explanation
    from campaignflow.guards import Fixed as Fixed
    from campaignflow.guards import Guard as Guard
    from campaignflow.guards import Items as Items
    from campaignflow.guards import Opaque as Opaque
    from campaignflow.guards import Pairs as Pairs
    from campaignflow.guards import Parent as Parent
    from campaignflow.guards import Per as Per
    from campaignflow.guards import Published as Published
    from campaignflow.guards import Quota as Quota
    from campaignflow.guards import Reached as Reached
    from campaignflow.guards import Related as Related
    from campaignflow.guards import Requests as Requests
    from campaignflow.guards import Self as Self
    from campaignflow.guards import Since as Since
    from campaignflow.guards import Struck as Struck
    from campaignflow.guards import Survey as Survey
    from campaignflow.guards import Unstated as Unstated
    from campaignflow.guards import Values as Values
    from campaignflow.guards import Verdict as Verdict
    from campaignflow.guards import WithSome as WithSome
    from campaignflow.guards import covering as covering
    from campaignflow.guards import has as has
    from campaignflow.lifecycle import Lifecycle as Lifecycle
    from campaignflow.lifecycle import Move as Move
    from campaignflow.log import MemoryLog as MemoryLog
    from campaignflow.log import ThreadedLog as ThreadedLog
    from campaignflow.model import AUTHOR as AUTHOR
    from campaignflow.model import CAMPAIGN as CAMPAIGN
    from campaignflow.model import Anchor as Anchor
    from campaignflow.model import Artifact as Artifact
    from campaignflow.model import Campaign as Campaign
    from campaignflow.model import Edge as Edge
    from campaignflow.model import Elastic as Elastic
    from campaignflow.model import Elasticity as Elasticity
    from campaignflow.model import Every as Every
    from campaignflow.model import Field as Field
    from campaignflow.model import Force as Force
    from campaignflow.model import Ledger as Ledger
    from campaignflow.model import May as May
    from campaignflow.model import Mode as Mode
    from campaignflow.model import Need as Need
    from campaignflow.model import Phase as Phase
    from campaignflow.model import RecordKind as RecordKind
    from campaignflow.model import Relation as Relation
    from campaignflow.model import Repeat as Repeat
    from campaignflow.model import Review as Review
    from campaignflow.model import Role as Role
    from campaignflow.model import Rule as Rule
    from campaignflow.model import Stated as Stated
    from campaignflow.model import Step as Step
    from campaignflow.model import Takes as Takes
    from campaignflow.model import Term as Term
    from campaignflow.model import Tier as Tier
    from campaignflow.model import Vacant as Vacant
    from campaignflow.model import Variant as Variant
    from campaignflow.model import Window as Window
    from campaignflow.model import after as after
    from campaignflow.model import after_node as after_node
    from campaignflow.model import around as around
    from campaignflow.model import chain as chain
    from campaignflow.model import each_time as each_time
    from campaignflow.model import from_json as from_json
    from campaignflow.model import group as group
    from campaignflow.model import on as on
    from campaignflow.model import one as one
    from campaignflow.model import reopen as reopen
    from campaignflow.model import some as some
    from campaignflow.model import straight as straight
    from campaignflow.model import to_json as to_json
    from campaignflow.model import together as together
    from campaignflow.model import window as window
    from campaignflow.model import with_ as with_
    from campaignflow.planning import Forecast as Forecast
    from campaignflow.planning import Soundness as Soundness
    from campaignflow.planning import compare as compare
    from campaignflow.planning import forecast as forecast
    from campaignflow.planning import soundness as soundness
    from campaignflow.planning import what_if as what_if
    from campaignflow.refusal import Refusal as Refusal
    from campaignflow.refusal import RefusalKind as RefusalKind
    from campaignflow.run import Run as Run
    from campaignflow.sealing import Personal as Personal
    from campaignflow.sealing import SealedText as SealedText
    from campaignflow.state import State as State
    from campaignflow.temporal import Schedule as Schedule
    from campaignflow.temporal import schedule as schedule
    from campaignflow.tree import Tree as Tree
    from campaignflow.units import Unit as Unit
    from campaignflow.units import Units as Units
    from campaignflow.verification import verify as verify

__version__ = "0.1.0"

_HOMES: Final = {
    "aio": ("AsyncRun",),
    "authorise": ("Permit",),
    "commands": ("COMMANDS", "Command"),
    "engine": ("Decision", "decide"),
    "errors": ("CampaignflowError", "DefinitionError", "LogError", "RefusalError"),
    "events": ("Event",),
    "guards": (
        "WHOLE", "Across", "Answered", "AtLeast", "Children", "Each", "Earlier", "Explanation",
        "Fixed", "Guard", "Items", "Opaque", "Pairs", "Parent", "Per", "Published", "Quota",
        "Reached", "Related", "Requests", "Self", "Since", "Struck", "Survey", "Unstated",
        "Values", "Verdict", "WithSome", "covering", "has",
    ),
    "lifecycle": ("Lifecycle", "Move"),
    "log": ("MemoryLog", "ThreadedLog"),
    "model": (
        "AUTHOR", "CAMPAIGN", "Anchor", "Artifact", "Campaign", "Edge", "Elastic", "Elasticity",
        "Every", "Field", "Force", "Ledger", "May", "Mode", "Need", "Phase", "RecordKind",
        "Relation", "Repeat", "Review", "Role", "Rule", "Stated", "Step", "Takes", "Term", "Tier",
        "Vacant", "Variant", "Window", "after", "after_node", "around", "chain", "each_time",
        "from_json", "group", "on", "one", "reopen", "some", "straight", "to_json", "together",
        "window", "with_",
    ),
    "planning": ("Forecast", "Soundness", "compare", "forecast", "soundness", "what_if"),
    "refusal": ("Refusal", "RefusalKind"),
    "run": ("Run",),
    "sealing": ("Personal", "SealedText"),
    "state": ("State",),
    "temporal": ("Schedule", "schedule"),
    "tree": ("Tree",),
    "units": ("Unit", "Units"),
    "verification": ("verify",),
}  # fmt: skip

_HOME_OF: Final = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted([*_HOME_OF, "__version__"])


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'campaignflow' has no attribute {name!r}")
    value = getattr(import_module(f"campaignflow.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
