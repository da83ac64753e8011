"""The campaigns that a host offers, found by what a run is pinned to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from campaignflow.errors import CampaignflowError
from campaignflow.log import EventLog
from campaignflow.messages import Notice
from campaignflow.model.campaign import Campaign


class UnknownCampaignError(CampaignflowError, LookupError):
    """Say that the host does not offer a campaign that is asked for.

    Attributes:
        notice: Which one, as a sentence.
    """

    def __init__(self, key: str, version: str | None = None) -> None:
        named = key if version is None else f"{key} {version}"
        self.notice = Notice("web.no_campaign", {"name": named})
        super().__init__(self.notice.en)


class Plans:
    """Hold campaigns by key and version; of a key alone the last one given is meant.

    Args:
        campaigns: The campaigns, several versions of one among them.
    """

    def __init__(self, campaigns: Iterable[Campaign]) -> None:
        given = tuple(campaigns)
        self._all = {
            (version.key, version.version): campaign
            for campaign in given
            for version in campaign.versions()
        }
        self._latest = {campaign.key: campaign for campaign in given}

    def __iter__(self) -> Iterator[Campaign]:
        return iter(self._latest.values())

    def latest(self, key: str) -> Campaign:
        """Return the campaign with which a new run would be started.

        Raises:
            UnknownCampaignError: The host does not offer it.
        """
        if key not in self._latest:
            raise UnknownCampaignError(key)
        return self._latest[key]

    def of_run(self, log: EventLog, run: str) -> Campaign:
        """Return the campaign that a run goes by, or a newer version that knows it.

        Raises:
            RunNotFoundError: There is no such run.
            UnknownCampaignError: The host does not offer it in that version.
        """
        kept = log.status(run)
        key, version = (kept.campaign, kept.version) if kept else _pinned(log, run)
        if (key, version) not in self._all:
            raise UnknownCampaignError(key, version)
        return self._all[key, version]


def _pinned(log: EventLog, run: str) -> tuple[str, str]:
    started = log.read(run)[0].event
    return started.data["campaign"], started.data["version"]
