"""What the frame of the site refuses before a view is asked, said as the interface says it."""

from .problems import MEDIA_TYPE, problem_response

BEGINNING = "/api/"
KEPT_HEADERS = ("Allow",)


class ProblemsMiddleware:
    """Turn a page that refuses, below /api/, into a problem document: programs read no pages."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not request.path.startswith(BEGINNING) or response.status_code < 400:
            return response
        if response.get("Content-Type", "").startswith(MEDIA_TYPE):
            return response
        told = problem_response(request, response.status_code)
        for name in KEPT_HEADERS:
            if name in response:
                told[name] = response[name]
        return told
