"""A page as one file: text, style and script together, closed to everything else."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template
from typing import Final

from campaignflow.draw.theme import (
    BACK,
    COLUMN_LINE,
    DARK,
    FONTS,
    INK,
    LOOKS,
    MUTED,
    PAPER,
    REST,
    dark_rules,
)
from campaignflow.messages import Lang

_COLOURS: Final = {
    "paper": PAPER,
    "panel": REST,
    "ink": INK,
    "muted": MUTED,
    "line": COLUMN_LINE,
    "late": BACK,
    "focus": LOOKS["due"].stroke,
}
_UNSAFE: Final = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def safe_json(plain: object) -> str:
    r"""Return ``plain`` as JSON that may stand inside a script of a page.

    Example:
        >>> safe_json("</script>\u2028")
        '"\\u003c/script\\u003e\\u2028"'
    """
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_UNSAFE)


def filled(name: str, lang: Lang, title: str, **values: object) -> str:
    """Return the page ``name`` with its style and script inside and ``values`` put in.

    Its own policy allows that style and that script and nothing else: no address, no form, no
    other script, whatever a text may hold.

    Args:
        name: Name of its files.
        lang: Language of the page.
        title: Its title, as plain text.
        values: What to put in, as markup.
    """
    style, script = f"{_palette()}{_file('base.css')}{_file(f'{name}.css')}", _file(f"{name}.js")
    hashes = {"style": _digest(style), "script": _digest(script)}
    policy = "; ".join(f"{part}-src '{found}'" for part, found in hashes.items())
    return Template(_file(f"{name}.html")).substitute(
        values,
        lang="zh-CN" if lang == "zh" else "en",
        policy=f"default-src 'none'; {policy}; base-uri 'none'; form-action 'none'",
        title=escape(title),
        style=style,
        script=script,
    )


def _palette() -> str:
    """Return the colours as names for style sheets, bright and dark."""
    colours = {**_COLOURS, **{f"{tone}-fill": look.fill for tone, look in LOOKS.items()}}
    bright = "".join(f"--{name}:{colour};" for name, colour in colours.items())
    dark = "".join(f"--{name}:{DARK[colour]};" for name, colour in colours.items())
    return (
        f":root{{color-scheme:light dark;--fonts:{FONTS};{bright}}}\n"
        "@media screen and (prefers-color-scheme:dark){"
        f":root{{{dark}}}{dark_rules()}}}\n"
    )


def _file(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """Return by what the page's own policy knows one of its parts."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
