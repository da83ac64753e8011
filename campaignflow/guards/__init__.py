"""Guards: pure conditions over a run that can say why not.

A guard has several renderings that agree: it is evaluated, explained, written as JSON. Nothing
here reads a log, a clock or a database.
"""

from campaignflow.guards.algebra import AllOf, AnyOf, AtLeast, Guard, Not
from campaignflow.guards.conditions import Compare, Condition
from campaignflow.guards.leaves import (
    Answered,
    Children,
    Earlier,
    Fixed,
    Opaque,
    Parent,
    Published,
    Reached,
    Since,
    Struck,
    Survey,
    Unstated,
)
from campaignflow.guards.populations import (
    Across,
    Each,
    Items,
    Once,
    Pairs,
    Per,
    Population,
    Related,
    Requests,
    Self,
    Values,
    WithSome,
)
from campaignflow.guards.quota import WHOLE, Quota, covering, has
from campaignflow.guards.verdict import Explanation, Verdict
from campaignflow.guards.view import View

__all__ = [
    "WHOLE",
    "Across",
    "AllOf",
    "Answered",
    "AnyOf",
    "AtLeast",
    "Children",
    "Compare",
    "Condition",
    "Each",
    "Earlier",
    "Explanation",
    "Fixed",
    "Guard",
    "Items",
    "Not",
    "Once",
    "Opaque",
    "Pairs",
    "Parent",
    "Per",
    "Population",
    "Published",
    "Quota",
    "Reached",
    "Related",
    "Requests",
    "Self",
    "Since",
    "Struck",
    "Survey",
    "Unstated",
    "Values",
    "Verdict",
    "View",
    "WithSome",
    "covering",
    "has",
]
