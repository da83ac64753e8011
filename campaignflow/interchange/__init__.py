"""Ways in and out for other programs: what office staff fill in, read into a run."""

from campaignflow.interchange.history import ReplayClock
from campaignflow.interchange.records import BadRow, ImportReport, import_rows, read_records
from campaignflow.interchange.sheet import Sheet, SheetError, SheetRow, read_sheet

__all__ = [
    "BadRow",
    "ImportReport",
    "ReplayClock",
    "Sheet",
    "SheetError",
    "SheetRow",
    "import_rows",
    "read_records",
    "read_sheet",
]
