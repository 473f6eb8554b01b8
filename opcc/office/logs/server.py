"""What gunicorn itself logs, in the same lines as everything else.

It runs in the server's first process, which loads no settings and nothing of Django.
"""

import logging

from gunicorn import glogging

from . import formatter


class ServerLogger(glogging.Logger):
    """gunicorn's logger with our formatter and without lines for requests, which the site logs."""

    form = "json"

    def setup(self, cfg):
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter(self.form))
        self.access_log.setLevel(logging.CRITICAL)
