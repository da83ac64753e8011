"""Reports: values out of a state and a day; no engine, no files, no drawing."""

from campaignflow.report.agenda import (
    AgendaItem,
    Boundary,
    agenda,
    due,
    next_wakeup,
    overdue,
    upcoming,
)
from campaignflow.report.deviations import Deviation
from campaignflow.report.holds import Hold
from campaignflow.report.owed import Debt, owed
from campaignflow.report.rollup import Cell, Rollup, Share, Standing, reached, rollup, standing
from campaignflow.report.rows import LIGHTS, Lights, NodeRow, rows
from campaignflow.report.status import Blocked, Duty, Status, status

__all__ = [
    "LIGHTS",
    "AgendaItem",
    "Blocked",
    "Boundary",
    "Cell",
    "Debt",
    "Deviation",
    "Duty",
    "Hold",
    "Lights",
    "NodeRow",
    "Rollup",
    "Share",
    "Standing",
    "Status",
    "agenda",
    "due",
    "next_wakeup",
    "overdue",
    "owed",
    "reached",
    "rollup",
    "rows",
    "standing",
    "status",
    "upcoming",
]
