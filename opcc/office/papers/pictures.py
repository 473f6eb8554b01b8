"""Drawings as pictures, for documents that cannot hold a drawing."""

from .typesetting import typeset

SHARPNESS = 220
"""Dots an inch: printed, no dot shows, and a picture stays small."""


def png(picture):
    """Return a Picture as the bytes of a PNG file, as wide as its width says."""
    inputs = {"svg": picture.svg, "width": str(picture.width)}
    return typeset("picture.typ", inputs, format="png", ppi=SHARPNESS)
