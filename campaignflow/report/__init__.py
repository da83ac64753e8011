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
from campaignflow.report.holds import Hold
from campaignflow.report.owed import Debt, owed
from campaignflow.report.rows import LIGHTS, Lights, NodeRow, rows
from campaignflow.report.status import Blocked, Deviation, Duty, Status, status

__all__ = [
    "LIGHTS",
    "AgendaItem",
    "Blocked",
    "Boundary",
    "Debt",
    "Deviation",
    "Duty",
    "Hold",
    "Lights",
    "NodeRow",
    "Status",
    "agenda",
    "due",
    "next_wakeup",
    "overdue",
    "owed",
    "rows",
    "status",
    "upcoming",
]
