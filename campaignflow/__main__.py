"""Let ``python -m campaignflow`` do what ``campaignflow`` does."""

from campaignflow.cli import main

main()
