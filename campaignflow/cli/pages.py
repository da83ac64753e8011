"""The pages of ``campaignflow serve``: the runs, and one run with pictures, status and agenda."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final
from urllib.parse import quote

from campaignflow.draw import phase_graph_svg, timeline_svg
from campaignflow.events import Event
from campaignflow.hosts.web import Answer, Call, Route, Site
from campaignflow.hosts.web.reading import only
from campaignflow.hosts.web.shapes import TEXT
from campaignflow.hosts.web.verbs import must_read, readable
from campaignflow.log import Projection
from campaignflow.messages import Lang, Notice
from campaignflow.report import AgendaItem, agenda
from campaignflow.report import status as status_of
from campaignflow.run import Run
from campaignflow.state import State

_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'",
    "X-Content-Type-Options": "nosniff",
}
_STYLE: Final = (
    "body{font-family:system-ui,'Noto Sans CJK SC',sans-serif;margin:2rem;line-height:1.5}"
    "table{border-collapse:collapse}td,th{padding:.2rem 1rem .2rem 0;text-align:left}"
    "pre{font-family:inherit;white-space:pre-wrap}svg{max-width:100%;height:auto}"
)
_MOST: Final = 500


def index(site: Site, call: Call) -> Answer:
    """Show every run, each with a link to its page."""
    must_read(site, call, "runs")
    only(call, "after")
    runs = site.log.listed(call.query.get("after", ""), _MOST)
    rows = [_run_row(name, kept, call.lang) for name, kept in runs]
    title = _say("cli.page.runs", call.lang)
    body = _table([], rows) if rows else f"<p>{_say('cli.page.none', call.lang)}</p>"
    more = [f'<p><a href="/?after={quote(runs[-1][0])}">…</a></p>'] if len(runs) == _MOST else []
    return _page(title, call.lang, [f"<h1>{title}</h1>", body, *more])


def _run_row(name: str, kept: Projection | None, lang: Lang) -> list[str]:
    link = f'<a href="/run/{quote(name)}">{escape(name)}</a>'
    if kept is None:
        return [link]
    return [link, escape(kept.unit), _say(f"report.run.{kept.status}", lang)]


def run_page(site: Site, call: Call) -> Answer:
    """Show one run: what to do, where it stands, its phases and its course."""
    only(call, "as_of", "known")
    with readable(site, call, "status") as found:
        seen = found.seen(call.query.get("as_of"), known=call.query.get("known"))
        return _page(found.name, call.lang, _run_parts(found, *seen, call.lang))


def _run_parts(
    run: Run, state: State, day: dt.date, events: Sequence[Event], lang: Lang
) -> list[str]:
    api = f"/api/runs/{quote(run.name)}"
    links = [f'<a href="{api}/{name}">{name}</a>' for name in ("status", "agenda", "events")]
    course = _say("cli.page.course", lang)
    return [
        f'<p><a href="/">{_say("cli.page.runs", lang)}</a></p>',
        f"<h1>{escape(run.name)}</h1>",
        f'<p><a href="{api}/page.html">{course}</a></p>',
        f"<h2>{_say('cli.page.agenda', lang)}</h2>",
        _agenda(agenda(state, day), lang),
        phase_graph_svg(run.campaign, state, day, lang),
        timeline_svg(run.campaign, state, day, lang),
        f"<h2>{_say('cli.page.standing', lang)}</h2>",
        f"<pre>{escape(status_of(state, day, events).text(lang))}</pre>",
        f"<p>{Notice('cli.page.data', {'links': links}).text(lang)}</p>",
    ]


def _agenda(items: Iterable[AgendaItem], lang: Lang) -> str:
    rows = [
        [
            escape(str(item.row.due_by or "")),
            escape(item.notice.text(lang)),
            escape(" ".join(item.who)),
            escape(Notice("report.late", {"days": item.row.late_days}).text(lang))
            if item.row.late_days
            else "",
        ]
        for item in items
    ]
    if not rows:
        return f"<p>{_say('cli.nothing', lang)}</p>"
    return _table([_say(f"cli.head.{name}", lang) for name in ("by", "what", "who", "late")], rows)


def _say(code: str, lang: Lang) -> str:
    return escape(Notice(code).text(lang))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = f"<tr>{''.join(f'<th>{name}</th>' for name in heads)}</tr>" if heads else ""
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table>{head}{body}</table>"


def _page(title: str, lang: Lang, parts: Iterable[str]) -> Answer:
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    text = f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{"".join(parts)}</body>'
    return Answer(f"{text}</html>\n", media="text/html", headers=_HEADERS)


PAGES: Final = (
    Route("index_page", "GET", "/", index, TEXT, media="text/html"),
    Route("run_page", "GET", "/run/{run}", run_page, TEXT, media="text/html", problems=("no-run",)),
)
"""The pages, to be mounted beside the interface under ``/api``."""
