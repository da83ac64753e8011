"""``{% load campaignflow %}``: what waits for whoever is signed in, for any page of a host."""

from __future__ import annotations

from typing import Any, Final

from django import template
from django.template import Context

from campaignflow.hosts.django.pages import tasks_page
from campaignflow.hosts.django.permissions import may_view_some
from campaignflow.hosts.django.speech import text, words

register = template.Library()

_FEW: Final = 5
"""How many tasks of a run are shown; the page of all tasks has the others."""


@register.inclusion_tag("campaignflow/mine.html", takes_context=True)
def my_tasks(context: Context) -> dict[str, Any]:
    """Show what is the user's turn, with a link to all of it; nothing to who may view no runs."""
    user = context["request"].user
    if not may_view_some(user):
        return {}
    found = [{"items": (), **run} for run in tasks_page(user)]
    for run in found:
        more = len(run["items"]) - _FEW
        run["more"] = text("and_more", n=more) if more > 0 else ""
    number = sum(len(run["items"]) for run in found)
    return {"runs": found, "few": f":{_FEW}", "number": str(number), "words": words()}
