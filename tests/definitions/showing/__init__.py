"""What an element of a definition shows, written as the tables of facts write it."""

from __future__ import annotations

from enum import Enum
from operator import attrgetter
from typing import Any, Final

from campaignflow.model import Campaign

from .conditions import CONDITIONS
from .kinds import Shows
from .orders import ORDERS
from .papers import PAPERS
from .times import TIMES

SHOWN: Final[Shows] = {**TIMES, **ORDERS, **PAPERS, **CONDITIONS}


def shown(campaign: Campaign, elements: list[Any], attribute: str) -> str:
    """Return what ``attribute`` of the elements says: one of ``SHOWN``, or a plain attribute."""
    show = SHOWN.get(attribute)
    if show is not None:
        return show(campaign, elements)
    found = attrgetter(attribute)(elements[0])
    if isinstance(found, Enum):
        return str(found.value)
    return str(getattr(found, "key", len(found) if isinstance(found, tuple) else found))
