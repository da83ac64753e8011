"""Every case of a finding: a plan that has the mistake, and one where it is mended."""

from __future__ import annotations

import guard_cases
import people_cases
import structure_cases
import time_cases

CASES = {
    **structure_cases.CASES,
    **time_cases.CASES,
    **guard_cases.CASES,
    **people_cases.CASES,
}
"""Name of the case -> code, severity, place, the wrong plan and the mended one."""
