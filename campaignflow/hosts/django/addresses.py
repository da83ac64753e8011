"""The addresses of pages."""

from __future__ import annotations

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.http import urlencode


def run_url(run: str) -> str:
    """Return the address of a run's page."""
    return str(reverse("admin:campaignflow_run_change", args=[quote(run)]))


def act_url(run: str, command: str, subject: str = "", **args: str) -> str:
    """Return the address of the form for a command."""
    given = {"run": run, "subject": subject, **args}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('admin:campaignflow_run_act', args=[command])}?{query}"
