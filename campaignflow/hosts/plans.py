"""The campaigns that a host offers, found by what a run is pinned to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from campaignflow.errors import CampaignflowError
from campaignflow.log import EventLog
from campaignflow.model.campaign import Campaign


class UnknownCampaignError(CampaignflowError, LookupError):
    """Say that the host does not offer a campaign that is asked for, and which ones it does.

    Attributes:
        name: Its key, with the version where one is asked for.
    """

    def __init__(self, name: str, offered: Iterable[str]) -> None:
        self.name = name
        known = list(offered)
        code = "plans.unknown" if known else "web.no-campaign.named"
        super().__init__(self._told(code, name=name, offered=known))


class Plans:
    """Hold campaigns by key and version; of a key alone the last one given is meant.

    One that stands among the ``earlier`` versions of another is only found there: nobody starts a
    run by it unless its version is named, and its runs are carried out by the newer one, which
    knows it.

    Args:
        campaigns: The campaigns, several versions of one among them.
    """

    def __init__(self, campaigns: Iterable[Campaign]) -> None:
        given = tuple(campaigns)
        past = {_name(old) for campaign in given for old in [*campaign.versions()][1:]}
        self._newest = {c.key: c for c in given if _name(c) not in past}
        self._versions = {
            _name(version): (version, campaign)
            for campaign in given
            if _name(campaign) not in past
            for version in campaign.versions()
        }

    def __iter__(self) -> Iterator[Campaign]:
        return iter(self._newest.values())

    def find(self, key: str, version: str | None = None) -> Campaign:
        """Return the campaign of this version, or the one with which a new run would be started.

        Raises:
            UnknownCampaignError: The host does not offer it.
        """
        if version is not None:
            return self._known(key, version)[0]
        if key not in self._newest:
            raise self._unknown(key, key)
        return self._newest[key]

    def of_run(self, log: EventLog, run: str) -> Campaign:
        """Return the campaign that a run goes by, or a newer version that knows it.

        Raises:
            RunNotFoundError: There is no such run.
            UnknownCampaignError: The host does not offer it in that version.
        """
        kept = log.status(run)
        key, version = (kept.campaign, kept.version) if kept else _pinned(log, run)
        return self._known(key, version)[1]

    def _known(self, key: str, version: str) -> tuple[Campaign, Campaign]:
        """Return the version, and the newest one that knows it."""
        if (key, version) not in self._versions:
            raise self._unknown(f"{key} {version}", key)
        return self._versions[key, version]

    def _unknown(self, name: str, key: str) -> UnknownCampaignError:
        near = [known for known in self._versions if known[0] == key] or self._versions
        return UnknownCampaignError(name, (f"{key} {version}" for key, version in near))


def _name(campaign: Campaign) -> tuple[str, str]:
    return campaign.key, campaign.version


def _pinned(log: EventLog, run: str) -> tuple[str, str]:
    started = log.read(run, limit=1)[0].event
    return started.data["campaign"], started.data["version"]
