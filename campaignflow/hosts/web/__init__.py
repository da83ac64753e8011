"""The web without a framework: requests and answers as values, one function a verb.

:mod:`campaignflow.hosts.fastapi` and :mod:`campaignflow.hosts.flask` mount the same table of routes
(:data:`~campaignflow.hosts.web.routes.ROUTES`) in a host's application.
"""

from campaignflow.hosts.web.routes import ROUTES, Route, answer
from campaignflow.hosts.web.site import Answer, Call, Site

__all__ = ["ROUTES", "Answer", "Call", "Route", "Site", "answer"]
