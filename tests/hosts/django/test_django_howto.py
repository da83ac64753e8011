"""The how-to for Django can be followed to the letter, from an empty folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HOWTO = Path(__file__).parents[3] / "docs" / "howto" / "django.md"
BLOCK = re.compile(r"^```(sh|python|csv .+?)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LEFT_OUT = ("python3 -m venv", ".venv/bin/pip", "manage.py runserver")
AFTERWARDS = """
from django.contrib.auth.models import User
from campaignflow import RefusalError
from campaignflow.hosts.django import DjangoLog, load, person
from campaignflow.log import verify
from school import amend, follow, minutes, news, reminders
wang, sun = User.objects.get(username="wang"), User.objects.get(username="sun")
load("spring/no1", user=wang).do("open", "mobilise", actor=person(wang))
make = lambda: User.objects.create_user("guest")
try:
    minutes.keep(make, sun, [sun], "动员")
except RefusalError as refused:
    print(refused.refusal.kind, User.objects.filter(username="guest").exists())
print(minutes.told(make, sun, [sun], "动员"))
minutes.keep(make, wang, [wang, sun], "动员")
print(User.objects.filter(username="guest").exists(), follow.follow(wang))
reminders.remind(lambda people, words: print("again", people, words))
load("spring/no1", user=wang).do(
    "move", "mobilise", end="2026-03-31", reason="补课", actor=person(wang)
)
reminders.remind(lambda people, words: print("reminded", people, words))
amend.amend(wang, "增加走访")
print(verify(DjangoLog(), "spring/no1"))
"""


def test_howto_leads_to_a_running_campaign(tmp_path: Path) -> None:
    """Each block written into its file or run in its turn, the project works and its tests pass."""
    binaries = tmp_path / ".venv" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (binaries / "python").chmod(0o755)
    swept = ""
    for language, body in BLOCK.findall(HOWTO.read_text(encoding="utf-8")):
        if language == "sh":
            told = run(tmp_path, "\n".join(kept(body)))
            swept += told if "campaignflow_sweep" in body else ""
            assert "campaignflow_import" not in body or "录入 1 行" in told
        elif language == "python":
            write(tmp_path, body)
        else:
            (tmp_path / language.removeprefix("csv ")).write_text(body, encoding="utf-8")
    told = run(tmp_path, f".venv/bin/python manage.py shell --no-imports -c '{AFTERWARDS}'")
    assert "spring/no1 recorded" in told
    assert "not_permitted False" in told
    assert "sun 无权记录" in told
    assert "no1：动员：已逾期" in swept
    assert "（红灯；wang）" in swept
    assert "again" not in told
    assert "reminded wang no1：动员：已逾期" in told
    assert "True 0" in told
    assert "not anchored" in told


def kept(body: str) -> Iterator[str]:
    return (line for line in body.splitlines() if not any(part in line for part in LEFT_OUT))


def write(folder: Path, body: str) -> None:
    """Write a block to the file that its first line names, or to the file's end."""
    name, _, where = body.partition("\n")[0].removeprefix("# ").partition(", ")
    file = folder / name
    before = file.read_text(encoding="utf-8") if where == "at the end" else ""
    file.write_text(before + body, encoding="utf-8")


def run(folder: Path, script: str) -> str:
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        ["/bin/bash", "-euc", script],
        cwd=folder, env={**environment, "PYTHONUTF8": "1"}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
    return done.stdout
