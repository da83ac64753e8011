"""The documents name everything, point at what exists, and say what the code does."""

from __future__ import annotations

import datetime as dt
import doctest
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import campaignflow
from campaignflow.calendar import Context, read
from campaignflow.catalogue.verify import MESSAGES
from campaignflow.commands import COMMANDS, CommandInfo

_ROOT = Path(__file__).parents[2]
_DOCS = sorted((_ROOT / "docs").rglob("*.md"))
_PAGES = [*_DOCS, *_ROOT.glob("*.md"), *(_ROOT / ".github").glob("*.md")]
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def _prose(page: Path) -> str:
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def _anchors(page: Path) -> set[str]:
    """Return the names under which the headings of a page can be linked to."""
    plain = (re.sub(r"[^\w\- ]", "", title.lower()) for title in _HEADING.findall(_prose(page)))
    return {title.strip().replace(" ", "-") for title in plain}


def _signature(name: str, info: CommandInfo) -> str:
    needed = [f"{need}=" for need in (*info.needs, *(["reason"] if info.reason else []))]
    taken = [f"[{value}=]" for value in info.takes]
    parts = [f'"{name}"', *([info.subject] if info.subject else []), *needed, *taken]
    return f"do({', '.join(parts)})"


def _rows(page: str, heading: str) -> Iterator[list[str]]:
    """Yield the cells of the first table below a heading, its head left out."""
    text = (_ROOT / "docs" / page).read_text(encoding="utf-8").split(f"\n## {heading}\n")[1]
    table = re.search(r"(?:^\|.*\n)+", text, re.MULTILINE)
    assert table is not None
    for line in table[0].splitlines()[2:]:
        yield [cell.strip() for cell in line.strip("|").split(" | ")]


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_documented_as_it_is(name: str) -> None:
    """Each command has a section that names its title and everything it takes."""
    text = (_ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    info = COMMANDS[name]
    assert f"### `{name}` · {info.title}\n\n`{_signature(name, info)}`\n" in text


def test_commands_page_documents_no_other() -> None:
    """The page describes no command that does not exist."""
    text = (_ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^### `(\w+)`", text, re.MULTILINE)) == set(COMMANDS)


def test_public_names_are_all_mentioned() -> None:
    """Every public name stands in the documents or in the README."""
    text = "".join(page.read_text(encoding="utf-8") for page in [*_DOCS, _ROOT / "README.md"])
    words = set(re.findall(r"\w+", text))
    assert [name for name in campaignflow.__all__ if name not in words] == []


def test_findings_page_shows_every_code_and_its_mending() -> None:
    """Each code of a finding has a section in which it is found, and then no longer."""
    text = (_ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### `([\w.]+)`\n(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL))
    assert set(sections) == {code for code in MESSAGES if not code.startswith("verify.")}
    for code, section in sections.items():
        examples = [e for e in doctest.DocTestParser().get_examples(section) if code in e.source]
        answers = [e.want for e in examples if e.source.startswith("found(")]
        assert len(answers) >= 2, code
        assert answers[-1] == "[]\n", code
        assert answers[0] != "[]\n", code


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link reaches a file, and the heading that it names."""
    broken = []
    for link in _LINK.findall(_prose(page)):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        file = (page.parent / target).resolve() if target else page
        if not file.exists() or (anchor and anchor not in _anchors(file)):
            broken.append(link)
    assert broken == []


def test_window_table_says_what_texts_mean() -> None:
    """Each text of the table resolves to the days beside it."""
    span = (dt.date(2017, 5, 1), dt.date(2017, 12, 31))
    rows = list(_rows("definitions.md", "When: windows, anchors, elasticity"))
    said = {text.strip("`"): days for text, days, *_remark in rows}
    found = {text: read(text).resolve(Context(2017, span=span))[0].edtf for text in said}
    assert found == said


def test_quota_table_can_be_written() -> None:
    """Each right-hand side of "the plan says, you write" is a guard with the page's own names."""
    page = (_ROOT / "docs" / "definitions.md").read_text(encoding="utf-8")
    names: dict[str, object] = {}
    for example in doctest.DocTestParser().get_examples(page):
        if example.exc_msg is None:
            exec(compile(example.source, "definitions.md", "exec"), names)  # noqa: S102
    rows = list(_rows("definitions.md", "Quotas and populations"))
    guards = [eval(written.strip("`"), names) for _says, written in rows]  # noqa: S307
    assert all(isinstance(guard, campaignflow.Guard) for guard in guards)
    assert len({repr(guard) for guard in guards}) == len(guards)
