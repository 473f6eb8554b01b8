"""The headers of every answer: pages, files, style sheets, redirects and errors alike."""

from csp.constants import HEADER, NONE, SELF
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings

NOBODY, OURSELVES = [], ["self"]
PERMISSIONS = {
    **dict.fromkeys(
        [
            *("accelerometer", "autoplay", "browsing-topics", "camera"),
            *("clipboard-read", "compute-pressure", "cross-origin-isolated", "display-capture"),
            *("encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid"),
            *("identity-credentials-get", "idle-detection", "keyboard-map", "local-fonts"),
            *("magnetometer", "microphone", "midi", "otp-credentials", "payment"),
            *("picture-in-picture", "screen-wake-lock", "serial", "storage-access", "sync-xhr"),
            *("usb", "window-management", "xr-spatial-tracking"),
        ],
        NOBODY,
    ),
    # What a passkey needs.
    "publickey-credentials-create": OURSELVES,
    "publickey-credentials-get": OURSELVES,
}
"""{what a browser can do for a page: who may ask for it}"""

NOT_KEPT = "private, no-store"
"""What is shown to somebody who signed in stays in no browser: Back shows nothing of it."""

LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}


def this_machine_alone(hosts):
    """Whether a site of these names answers to nobody but the machine that it runs on."""
    return LOOPBACK.issuperset(hosts)


def content_policy(*, https):
    """Return django-csp's settings: nothing comes from anywhere but this site, and nothing that
    was put into a page runs."""
    return {
        "DIRECTIVES": {
            # All that is not named below is refused: frames, objects, workers, fonts, media.
            "default-src": [NONE],
            "script-src": [SELF],
            "style-src": [SELF],
            "img-src": [SELF],
            "connect-src": [SELF],
            "form-action": [SELF],
            "base-uri": [NONE],
            "frame-ancestors": [NONE],
            "upgrade-insecure-requests": https,
        }
    }


class HeadersMiddleware(CSPMiddleware):
    """Send the content security policy, and keep answers from other sites and out of caches.

    django-csp puts its policy together anew for each answer, twice, which costs as much as all
    other middleware before the session; ours is the same for all. An answer that says itself how
    it may be kept goes out as it says.
    """

    def __init__(self, get_response):
        super().__init__(get_response)
        # In the order of the alphabet, so that all processes send the same.
        self.policy = "; ".join(sorted(build_policy().split("; ")))

    def __call__(self, request):
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Cache-Control", NOT_KEPT)
        if settings.DEBUG:
            # Django's own page about a fault needs its styles; django-csp knows when.
            return self.process_response(request, response)
        headers.setdefault(HEADER, self.policy)
        return response
