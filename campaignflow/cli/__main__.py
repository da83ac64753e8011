"""Let ``python -m campaignflow.cli`` do what ``campaignflow`` does."""

from campaignflow.cli import main

main()
