"""Texts that a notebook shows as what they are."""

from __future__ import annotations

from html import escape


class Svg(str):
    """Hold an SVG drawing; a notebook shows the picture."""

    __slots__ = ()

    def _repr_svg_(self) -> str:
        return str(self)


class Html(str):
    """Hold a page; a notebook shows it in a frame of its own."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return (
            f'<iframe srcdoc="{escape(self)}" width="100%" height="800" frameborder="0"></iframe>'
        )
