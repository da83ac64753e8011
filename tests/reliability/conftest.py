"""Let the tests of reliability, and the processes that they start, import their lab."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
