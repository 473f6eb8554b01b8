"""What the frame of the site refuses before a view is asked, said as the interface says it."""

from http import HTTPStatus

from .problems import MEDIA_TYPE, problem_response

BEGINNING = "/api/"
ALLOWED = "GET, HEAD, OPTIONS"


class ProblemsMiddleware:
    """Turn a page that refuses, below /api/, into a problem document: programs read no pages."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not request.path.startswith(BEGINNING) or response.status_code < 400:
            return response
        told = response
        if not response.get("Content-Type", "").startswith(MEDIA_TYPE):
            told = problem_response(request, response.status_code)
            if wait := response.get("Retry-After"):
                told["Retry-After"] = wait
        if told.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            told["Allow"] = ALLOWED
        return told
