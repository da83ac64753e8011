"""Where the published test material lies, which no one here wrote and the package does not hold."""

import os
from pathlib import Path

EXTERNAL = Path(
    os.environ.get("CAMPAIGNFLOW_EXTERNAL", Path(__file__).parents[2] / "shared" / "external")
)
