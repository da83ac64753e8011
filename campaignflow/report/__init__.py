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
from campaignflow.report.alarms import ALARMS, Alarms, Reminder, next_look, reminders
from campaignflow.report.deviations import Deviation
from campaignflow.report.gaps import gaps
from campaignflow.report.held import Held, held_about
from campaignflow.report.holds import Hold
from campaignflow.report.ledgers import (
    Item,
    LateItem,
    LedgerCount,
    items,
    overdue_items,
    value_text,
)
from campaignflow.report.owed import Debt, owed, owed_items
from campaignflow.report.rollup import Cell, Rollup, Share, Standing, reached, rollup, standing
from campaignflow.report.rows import LIGHTS, Lights, NodeRow, rows
from campaignflow.report.status import Blocked, Duty, Status, blocked, status

__all__ = [
    "ALARMS",
    "LIGHTS",
    "AgendaItem",
    "Alarms",
    "Blocked",
    "Boundary",
    "Cell",
    "Debt",
    "Deviation",
    "Duty",
    "Held",
    "Hold",
    "Item",
    "LateItem",
    "LedgerCount",
    "Lights",
    "NodeRow",
    "Reminder",
    "Rollup",
    "Share",
    "Standing",
    "Status",
    "agenda",
    "blocked",
    "due",
    "gaps",
    "held_about",
    "items",
    "next_look",
    "next_wakeup",
    "overdue",
    "overdue_items",
    "owed",
    "owed_items",
    "reached",
    "reminders",
    "rollup",
    "rows",
    "standing",
    "status",
    "upcoming",
    "value_text",
]
