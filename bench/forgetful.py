"""The real application with nothing kept between requests: what a page costs right after a line."""

from opcc.wsgi import application
from plans import kept_positions

__all__ = ["application"]
kept_positions.KEPT_AT_MOST = 0
