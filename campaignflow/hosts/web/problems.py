"""What goes wrong, as problem details (RFC 9457): each kind with a type and a status of its own."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final

from campaignflow.errors import (
    CalendarError,
    CampaignflowError,
    DefinitionError,
    LogCorruptError,
    MissingExtraError,
    RefusalError,
    RunExistsError,
    RunNotFoundError,
    StorageBusyError,
    StorageError,
    VersionConflictError,
)
from campaignflow.hosts.plans import UnknownCampaignError
from campaignflow.hosts.web.site import Answer
from campaignflow.messages import Lang, Notice
from campaignflow.refusal import Refusal, RefusalKind

MEDIA: Final = "application/problem+json"
URN: Final = "urn:problem-type:campaignflow:"

_LOG: Final = logging.getLogger("campaignflow.hosts.web")

STATUS: Final[Mapping[str, int]] = {
    "refused": 409,
    "invalid": 422,
    "not-declared": 404,
    "not-permitted": 403,
    "conflict": 409,
    "crashed": 500,
    "malformed": 400,
    "too-large": 413,
    "not-json": 415,
    "no-run": 404,
    "no-campaign": 404,
    "run-exists": 409,
    "version-conflict": 409,
    "definition": 409,
    "busy": 503,
    "damaged": 500,
    "storage": 500,
    "missing-extra": 501,
}
"""Type of a problem -> status."""

_FIRST: Final = (
    (RefusalKind.NOT_PERMITTED, "not-permitted"),
    (RefusalKind.CRASHED, "crashed"),
    (RefusalKind.INVALID, "invalid"),
    (RefusalKind.NOT_DECLARED, "not-declared"),
    (RefusalKind.CONFLICT, "conflict"),
)
"""Of a refusal's kinds the first here gives the type; all others are plain refusals."""

_ERRORS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (UnknownCampaignError, "no-campaign"),
    (RunNotFoundError, "no-run"),
    (RunExistsError, "run-exists"),
    (VersionConflictError, "version-conflict"),
    (DefinitionError, "definition"),
    (CalendarError, "invalid"),
    (StorageBusyError, "busy"),
    (LogCorruptError, "damaged"),
    (StorageError, "storage"),
    (MissingExtraError, "missing-extra"),
)


class RequestError(CampaignflowError):
    """Say what is wrong with a request as such, or that its sender may not make it.

    Attributes:
        type: Type of the problem, one of :data:`STATUS`.
        notice: What is wrong, as a sentence.
    """

    def __init__(self, problem: str, code: str, **params: object) -> None:
        self.type = problem
        self.notice = Notice(code, params)
        super().__init__(self.notice.en)


def problem(failure: CampaignflowError, lang: Lang) -> Answer:
    """Return the answer that tells of a failure; one of the server's is logged as well.

    Raises:
        CampaignflowError: The failure itself, where it is one of the library, not of the request.
    """
    found = _problem(failure, lang)
    if found.status >= 500:
        level = logging.WARNING if found.status == 503 else logging.ERROR
        _LOG.log(level, "%s: %s", type(failure).__name__, failure, exc_info=_crash(failure))
    return found


def _crash(failure: CampaignflowError) -> Exception | None:
    """Return what a condition raised; not how a database failed, which may quote its rows."""
    causes = failure.refusal.causes if isinstance(failure, RefusalError) else ()
    return next((cause.error for cause in causes if cause.error is not None), None)


def _problem(failure: CampaignflowError, lang: Lang) -> Answer:
    if isinstance(failure, RefusalError):
        refusal = failure.refusal
        return _answer(kind_of(refusal), lang, refusal.text(lang), refusal.as_json())
    if isinstance(failure, RequestError):
        return _answer(failure.type, lang, failure.message(lang))
    for error, name in _ERRORS:
        if isinstance(failure, error):
            return _answer(name, lang, _told(failure, name, lang))
    raise failure


def kind_of(refusal: Refusal) -> str:
    """Return the type of problem that a refusal is."""
    return next((name for kind, name in _FIRST if kind in refusal.kinds), "refused")


def _told(failure: CampaignflowError, name: str, lang: Lang) -> str:
    """Return what happened; not what else a host offers, nor what a failing store holds."""
    if isinstance(failure, UnknownCampaignError):
        return Notice("web.no-campaign.named", {"name": failure.name}).text(lang)
    if isinstance(failure, RunNotFoundError | RunExistsError):
        return Notice(f"web.{name}.named", {"run": failure.run}).text(lang)
    return str(failure) if STATUS[name] < 500 or name == "missing-extra" else ""


def _answer(name: str, lang: Lang, detail: str, more: Mapping[str, Any] | None = None) -> Answer:
    status = STATUS[name]
    plain = {"type": f"{URN}{name}", "title": Notice(f"web.{name}").text(lang), "status": status}
    headers: dict[str, str] = {"Content-Language": lang}
    if status == 503:
        headers["Retry-After"] = "1"
    told = {"detail": detail} if detail else {}
    return Answer({**plain, **told, **(more or {})}, status, MEDIA, headers)
