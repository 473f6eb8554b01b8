"""Answers for whoever watches the machine, before anything else is asked."""

from .views.health import live, ready

ANSWERS = {"/health/live": live, "/health/ready": ready}


class HealthMiddleware:
    """Answer these two here, whatever the Host header says: what comes later asks the session, the
    office and the database, and could not say that they are missing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return ANSWERS.get(request.path_info, self.get_response)(request)
