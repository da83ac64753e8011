"""Turn a drawing into a picture made of pixels; needs the extra ``png``."""

from __future__ import annotations

from campaignflow.errors import MissingExtraError


def to_png(svg: str, scale: float = 2) -> bytes:
    """Render an SVG drawing as PNG, with the fonts of this system.

    Args:
        svg: A drawing made by this package.
        scale: Pixels of the picture for one of the drawing.

    Returns:
        The bytes of a PNG file.

    Raises:
        MissingExtraError: The extra ``png`` is not installed.
    """
    try:
        import resvg_py
    except ImportError as error:
        raise MissingExtraError("a PNG picture", "png") from error
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=scale, font_family="sans-serif"))
