"""A page as one file: text, style and script together, closed to everything else."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from campaignflow.draw.text import clean
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


class Head(NamedTuple):
    """Hold what stands at the top of a page, as plain texts.

    Attributes:
        title: Its title.
        note: What stands below the title.
        trail: Titles and addresses of the pages above it; its own name last, without an address.
    """

    title: str
    note: str
    trail: Sequence[tuple[str, str]] = ()


def filled(name: str, lang: Lang, head: Head, **values: object) -> str:
    """Return the page ``name`` with its style and script inside and ``values`` put in.

    Its own policy allows that style and that script and nothing else: no address, no form, no
    other script, whatever a text may hold.

    Args:
        name: Name of its files.
        lang: Language of the page.
        head: What stands at its top.
        values: What to put in, as markup.

    Raises:
        ValueError: An address is neither relative nor one of http or https.
    """
    style, script = f"{_palette()}{_file('base.css')}{_file(f'{name}.css')}", _file(f"{name}.js")
    hashes = {"style": _digest(style), "script": _digest(script)}
    policy = "; ".join(f"{part}-src '{found}'" for part, found in hashes.items())
    main = Template(_file(f"{name}.html")).substitute(values)
    steps = "".join(_step(*step) for step in head.trail)
    return Template(_file("base.html")).substitute(
        lang="zh-CN" if lang == "zh" else "en",
        policy=f"default-src 'none'; {policy}; base-uri 'none'; form-action 'none'",
        title=escape(head.title),
        note=escape(head.note),
        trail=f"<nav><ol>{steps}</ol></nav>" if head.trail else "",
        style=style,
        main=main,
        script=script,
    )


def checked(link: str) -> str:
    """Return an address that a page may lead to; anything that could run is refused.

    Raises:
        ValueError: It is neither relative nor one of http or https.
    """
    scheme = urlsplit(link.strip()).scheme
    if scheme not in ("", "http", "https"):
        raise ValueError(f"{link!r} is no address of a page: give a relative, http or https one")
    return link


def _step(title: str, link: str) -> str:
    text = escape(clean(title))
    if not link:
        return f'<li aria-current="page">{text}</li>'
    return f'<li><a href="{escape(checked(link))}">{text}</a></li>'


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
