"""The Django app ``campaignflow``."""

from __future__ import annotations

from django.apps import AppConfig
from django.core import checks

from campaignflow.hosts.django.speech import lazy_text


class CampaignflowConfig(AppConfig):
    """Put the models, the admin and the commands of campaigns into a project."""

    name = "campaignflow.hosts.django"
    label = "campaignflow"
    verbose_name = lazy_text("django.app")

    def ready(self) -> None:
        """Register the system checks."""
        from campaignflow.hosts.django.checks import check_campaigns, check_databases

        checks.register(check_campaigns)
        checks.register(check_databases, checks.Tags.database)
