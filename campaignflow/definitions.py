"""Find the shipped campaigns in a checkout, where they live beside the package.

A wheel holds them as a real package of this name instead and leaves this file out.
"""

from pathlib import Path

__path__ = [str(Path(__file__).resolve().parent.parent / "definitions")]
