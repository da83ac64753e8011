"""Runs in Django's admin: to be read by whoever may, and acted in through forms, never edited."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from campaignflow.calendar import from_us
from campaignflow.commands import COMMANDS
from campaignflow.draw import phase_graph_svg, timeline_svg
from campaignflow.errors import (
    CampaignflowError,
    RefusalError,
    RunNotFoundError,
)
from campaignflow.hosts.django.acts import NOT_ACTS, act_title, asked
from campaignflow.hosts.django.addresses import run_url
from campaignflow.hosts.django.forms import ActForm, StartForm
from campaignflow.hosts.django.models import Run as RunRow
from campaignflow.hosts.django.pages import (
    choices_page,
    lateness,
    offered,
    plans_page,
    roster_page,
    run_page,
    tasks_page,
)
from campaignflow.hosts.django.people import Names, names_in, person
from campaignflow.hosts.django.permissions import allowed, may_view_some, viewable
from campaignflow.hosts.django.registry import campaign
from campaignflow.hosts.django.runs import lend, load, start, texts_for
from campaignflow.hosts.django.speech import language, lazy_text, text, words
from campaignflow.hosts.django.subjects import ASKED, subjects
from campaignflow.hosts.plans import UnknownCampaignError
from campaignflow.model.campaign import Campaign
from campaignflow.refusal import RefusalKind
from campaignflow.run import Run

_DRAWINGS: Final = {"phases": phase_graph_svg, "timeline": timeline_svg}
_LIST: Final = reverse_lazy("admin:campaignflow_run_changelist")
_STATUS: Final = {
    RefusalKind.NOT_DECLARED: HTTPStatus.NOT_FOUND,
    RefusalKind.INVALID: HTTPStatus.BAD_REQUEST,
    RefusalKind.NOT_PERMITTED: HTTPStatus.FORBIDDEN,
    RefusalKind.CRASHED: HTTPStatus.INTERNAL_SERVER_ERROR,
}

if admin.site.index_template is None:
    admin.site.index_template = "campaignflow/index.html"


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

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_view_some(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None:
            return allowed(request.user, "view", obj)
        return may_view_some(request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RunRow]:
        return viewable(request.user, super().get_queryset(request))

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
            path("start/", wrap(self.start_view), name="campaignflow_run_start"),
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
        shown = {"words": words(), "may_start": allowed(request.user, "start")}
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    @method_decorator(require_safe)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show one run; one that cannot be read is told above the list."""
        try:
            run = _viewed(request, unquote(object_id))
        except CampaignflowError as failure:
            messages.error(request, failure.message(language()))
            return redirect("admin:campaignflow_run_changelist")
        context = run_page(run, request.user, request.GET.get("p", "1"))
        title = f"{run.campaign.title} · {context['status'].title}"
        return self._page(request, "run", {**context, "object_id": object_id, "title": title})

    def drawing_view(self, request: HttpRequest, object_id: str, drawing: str) -> HttpResponse:
        """Show the phase graph or the timeline of a run as SVG."""
        name = _viewable(request, unquote(object_id))
        if drawing not in _DRAWINGS:
            raise Http404(drawing)
        with _or_not_found(), lend(name) as run:
            state, day = run.standing()
            names = names_in(run).text
            svg = _DRAWINGS[drawing](run.campaign, state, day, language(), names=names)
        return HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")

    def tasks_view(self, request: HttpRequest) -> HttpResponse:
        """List what is the user's turn, in all runs."""
        context = {"runs": list(tasks_page(request.user)), "title": text("django.tasks")}
        return self._page(request, "tasks", context)

    def start_view(self, request: HttpRequest) -> HttpResponse:
        """Choose a campaign, ask for what its start takes, and start the run."""
        if not allowed(request.user, "start"):
            raise PermissionDenied
        plan = _chosen(request)
        if plan is None:
            return self._page(
                request, "choose", {"acts": plans_page(), "title": text("django.start")}
            )
        form = StartForm(plan, data=request.POST or None)
        begun = _begin(plan, form, request.user) if request.method == "POST" else None
        if begun is not None:
            messages.success(request, text("django.done", title=begun.name))
            return redirect(run_url(begun.name))
        status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
        title = text("django.start_of", title=plan.title)
        context = {"form": form, "title": title, "roster": roster_page(plan, form.roster)}
        return self._page(request, "act", {**context, "back": _LIST}, status)

    def act_view(self, request: HttpRequest, command: str) -> HttpResponse:
        """Ask for what a command needs, and give it to the run; a refusal shows every reason."""
        run, subject, args = _acted(request, command)
        back, user = {"run": run, "back": run_url(run.name)}, request.user
        if not subject and not args and list(subjects(run, command)) != [ASKED]:
            title = act_title(run, command, "", {})
            page = {**back, "acts": choices_page(run, user, command), "title": title}
            return self._page(request, "choose", page)
        refusal = asked(run, person(user), command, subject, args)
        if refusal is not None and RefusalKind.NOT_DECLARED in refusal.kinds:
            raise Http404(refusal.text(language()))
        texts = texts_for(user, run)
        form = ActForm(run, command, subject, args, texts, data=request.POST or None)
        title = names_in(run, texts).text(act_title(run, command, subject, args))
        status = HTTPStatus.OK
        if request.method == "POST":
            status = HTTPStatus.BAD_REQUEST
            if form.is_valid():
                status = _give(run, command, form, person(user))
            if status is HTTPStatus.OK:
                messages.success(request, text("django.done", title=title))
                return redirect(run_url(run.name))
        return self._page(request, "act", {**back, "form": form, "title": title}, status)

    def _page(
        self,
        request: HttpRequest,
        template: str,
        context: dict[str, Any],
        status: HTTPStatus = HTTPStatus.OK,
    ) -> HttpResponse:
        shown = {**self.admin_site.each_context(request), "words": words(), "opts": self.opts}
        name = f"campaignflow/{template}.html"
        return TemplateResponse(request, name, {**shown, **context}, status=status)


@contextmanager
def _or_not_found() -> Iterator[None]:
    try:
        yield
    except RunNotFoundError as missing:
        raise Http404(str(missing)) from missing


def _viewable(request: HttpRequest, name: str) -> str:
    """Return the name of a run that the user may view."""
    if not allowed(request.user, "view", name):
        raise PermissionDenied
    return name


def _viewed(request: HttpRequest, name: str) -> Run:
    with _or_not_found():
        return load(_viewable(request, name), user=request.user)


def _acted(request: HttpRequest, command: str) -> tuple[Run, str, dict[str, str]]:
    """Return the run that a form is about, and what its address has settled already."""
    name = request.GET.get("run", "")
    if not allowed(request.user, "act", name):
        raise PermissionDenied
    if command not in COMMANDS or command in NOT_ACTS:
        raise Http404(command)
    run, info = _viewed(request, name), COMMANDS[command]
    args = {arg: request.GET[arg] for arg in info.args if arg in request.GET}
    return run, request.GET.get("subject", ""), args


def _give(run: Run, command: str, form: ActForm, actor: str) -> HTTPStatus:
    """Give the command; put every reason of a refusal into the form."""
    try:
        run.do(command, form.subject(), actor=actor, **form.command())
    except RefusalError as refused:
        _tell(form, refused, names_in(run))
        return _STATUS.get(refused.refusal.kind, HTTPStatus.CONFLICT)
    return HTTPStatus.OK


def _tell(form: Form, refused: RefusalError, names: Names) -> None:
    for cause in refused.refusal.causes:
        for line in cause.lines(language()):
            form.add_error(None, names.text(line))


def _chosen(request: HttpRequest) -> Campaign | None:
    """Return the campaign that the address names; None if it names none."""
    if "campaign" not in request.GET:
        return None
    try:
        return campaign(request.GET["campaign"], request.GET.get("version"))
    except UnknownCampaignError as missing:
        raise Http404(str(missing)) from missing


def _begin(plan: Campaign, form: StartForm, user: Any) -> Run | None:
    """Start the run; None if it cannot be, for reasons that the form then tells."""
    if form.is_valid():
        try:
            return start(plan, form.cleaned_data["unit"], user=user, **form.options())
        except RefusalError as refused:
            _tell(form, refused, Names(who for who, _role in form.roster))
        except CampaignflowError as failure:
            form.add_error(None, failure.message(language()))
    return None
