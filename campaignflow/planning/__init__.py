"""Looking ahead: whether a plan can be carried out, what a change would do, how it will end."""

from campaignflow.planning.changes import Consequences, Delay, Drop, Move, Shift, what_if
from campaignflow.planning.exploring import Flaw, Soundness, soundness
from campaignflow.planning.migration import Migration, migration
from campaignflow.planning.outlook import Forecast, forecast
from campaignflow.planning.skeleton import Skeleton, skeleton
from campaignflow.planning.versions import Difference, compare

__all__ = [
    "Consequences",
    "Delay",
    "Difference",
    "Drop",
    "Flaw",
    "Forecast",
    "Migration",
    "Move",
    "Shift",
    "Skeleton",
    "Soundness",
    "compare",
    "forecast",
    "migration",
    "skeleton",
    "soundness",
    "what_if",
]
