"""Runs in Django's admin: to be read by whoever may, and acted in through forms, never edited."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any, Final

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from campaignflow.calendar import from_us
from campaignflow.catalogue.django import MESSAGES
from campaignflow.draw import phase_graph_svg, timeline_svg
from campaignflow.errors import CampaignflowError, RefusalError, RunNotFoundError
from campaignflow.hosts.django.acts import FORMS, act_title
from campaignflow.hosts.django.forms import ActForm
from campaignflow.hosts.django.models import Run as RunRow
from campaignflow.hosts.django.pages import lateness, offered, run_page, run_url, tasks_page
from campaignflow.hosts.django.people import Names, person
from campaignflow.hosts.django.permissions import allowed
from campaignflow.hosts.django.runs import load
from campaignflow.hosts.django.speech import language, lazy_text, text
from campaignflow.refusal import RefusalKind
from campaignflow.run import Run

_DRAWINGS: Final = {"phases": phase_graph_svg, "timeline": timeline_svg}
_ARGS: Final = ("kind", "ledger", "trigger")
_STATUS: Final = {
    RefusalKind.NOT_DECLARED: HTTPStatus.NOT_FOUND,
    RefusalKind.INVALID: HTTPStatus.BAD_REQUEST,
    RefusalKind.NOT_PERMITTED: HTTPStatus.FORBIDDEN,
    RefusalKind.CRASHED: HTTPStatus.INTERNAL_SERVER_ERROR,
}
_WORDS: Final = tuple(code for code, (english, _) in MESSAGES.items() if "{" not in english)


@admin.register(RunRow)
class RunAdmin(admin.ModelAdmin):
    """List runs, show one with its pictures, reasons and log, and offer what may be done.

    The pages are the templates ``campaignflow/run.html``, ``tasks.html`` and ``act.html``; a host
    overrides them, or blocks of them, like any template of an app.
    """

    list_display = ("run", "plan", "unit", "status", "now_open", "late", "wakeup")
    list_filter = ("campaign", "version", "status")
    list_per_page = 25
    search_fields = ("run", "unit")
    actions = None
    change_list_template = "campaignflow/runs.html"

    # --- who may

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return allowed(request.user, "view", None if obj is None else obj.run)

    # --- the list

    @admin.display(description=lazy_text("django.campaign"), ordering="campaign")
    def plan(self, row: RunRow) -> str:
        """Return the title of the campaign; its key where no app offers it."""
        found = offered(row)
        return found.title if found else f"{row.campaign} {row.version}"

    @admin.display(description=lazy_text("django.open"))
    def now_open(self, row: RunRow) -> int:
        """Return how many phases and steps are open."""
        return max(0, len(json.loads(row.open_nodes or "[]")) - 1)

    @admin.display(description=lazy_text("django.late"))
    def late(self, row: RunRow) -> str:
        """Return what is late."""
        return lateness(row)

    @admin.display(description=lazy_text("django.wakeup"), ordering="next_wakeup")
    def wakeup(self, row: RunRow) -> str:
        """Return when time alone matters next."""
        found = offered(row)
        if found is None or row.next_wakeup is None:
            return ""
        return str(from_us(row.next_wakeup, found.zone).format("YYYY-MM-DD"))

    # --- the pages

    def get_urls(self) -> list[Any]:
        """Return the addresses of the pages before those of every admin."""
        wrap = self.admin_site.admin_view
        own = [
            path("tasks/", wrap(self.tasks_view), name="campaignflow_run_tasks"),
            path("act/<slug:command>/", wrap(self.act_view), name="campaignflow_run_act"),
            path(
                "<path:object_id>/<slug:drawing>.svg",
                wrap(self.drawing_view),
                name="campaignflow_run_drawing",
            ),
        ]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """List the runs."""
        return super().changelist_view(request, {"words": _words(), **(extra_context or {})})

    @method_decorator(require_safe)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show one run; one that cannot be read is told above the list."""
        try:
            run = _viewed(request, unquote(object_id))
        except CampaignflowError as failure:
            messages.error(request, str(failure))
            return redirect("admin:campaignflow_run_changelist")
        context = run_page(run, request.user, request.GET.get("p", "1"))
        return self._page(request, "run", {**context, "object_id": object_id, "title": run.name})

    def drawing_view(self, request: HttpRequest, object_id: str, drawing: str) -> HttpResponse:
        """Show the phase graph or the timeline of a run as SVG."""
        run = _viewed(request, unquote(object_id))
        if drawing not in _DRAWINGS:
            raise Http404(drawing)
        state, day = run.standing()
        svg = _DRAWINGS[drawing](run.campaign, state, day, language())
        return HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")

    def tasks_view(self, request: HttpRequest) -> HttpResponse:
        """List what is the user's turn, in all runs."""
        context = {"runs": list(tasks_page(request.user)), "title": text("django.tasks")}
        return self._page(request, "tasks", context)

    def act_view(self, request: HttpRequest, command: str) -> HttpResponse:
        """Ask for what a command needs, and give it to the run; a refusal shows every reason."""
        run, args = _acted(request, command)
        subject = request.GET.get("subject", "")
        form = ActForm(run, command, subject, args, data=request.POST or None)
        title = Names(run.state).text(act_title(run, command, subject, args))
        status = HTTPStatus.OK
        if request.method == "POST":
            status = HTTPStatus.BAD_REQUEST
            if form.is_valid():
                status = _give(run, command, subject, form, person(request.user))
            if status is HTTPStatus.OK:
                messages.success(request, text("django.done", title=title))
                return redirect(run_url(run.name))
        context = {"form": form, "run": run, "title": title, "back": run_url(run.name)}
        return self._page(request, "act", context, status)

    def _page(
        self,
        request: HttpRequest,
        template: str,
        context: dict[str, Any],
        status: HTTPStatus = HTTPStatus.OK,
    ) -> HttpResponse:
        shown = {**self.admin_site.each_context(request), "words": _words(), "opts": self.opts}
        name = f"campaignflow/{template}.html"
        return TemplateResponse(request, name, {**shown, **context}, status=status)


def _words() -> dict[str, str]:
    """Return the words of the pages in the active language."""
    return {code.removeprefix("django.").replace(".", "_"): text(code) for code in _WORDS}


def _loaded(name: str, user: Any) -> Run:
    try:
        return load(name, user=user)
    except RunNotFoundError as missing:
        raise Http404(str(missing)) from missing


def _viewed(request: HttpRequest, name: str) -> Run:
    if not allowed(request.user, "view", name):
        raise PermissionDenied
    return _loaded(name, request.user)


def _acted(request: HttpRequest, command: str) -> tuple[Run, dict[str, str]]:
    """Return the run that a form is about, and what its address has settled already."""
    name = request.GET.get("run", "")
    if not allowed(request.user, "act", name):
        raise PermissionDenied
    if command not in FORMS:
        raise Http404(command)
    args = {arg: request.GET[arg] for arg in _ARGS if arg in request.GET}
    return _loaded(name, request.user), args


def _give(run: Run, command: str, subject: str, form: ActForm, actor: str) -> HTTPStatus:
    """Give the command; put every reason of a refusal into the form."""
    try:
        run.do(command, subject, actor=actor, **form.command())
    except RefusalError as refused:
        names = Names(run.state)
        for cause in refused.refusal.causes:
            for line in cause.lines(language()):
                form.add_error(None, names.text(line))
        return _STATUS.get(refused.refusal.kind, HTTPStatus.CONFLICT)
    return HTTPStatus.OK
