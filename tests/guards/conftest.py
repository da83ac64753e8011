"""Let the tests of guards import their oracle."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

settings.register_profile("guards", deadline=None)
settings.load_profile("guards")
