"""Say by exit code whether the site in this container lives: 0 it does, 1 it does not."""

import http.client
import os
import sys

LIVE = "/health/live"


def status_of_the_site():
    """Ask as a proxy would, over HTTPS that ended before it."""
    connection = http.client.HTTPConnection("127.0.0.1", os.environ.get("PORT", "8000"), timeout=4)
    connection.request("GET", LIVE, headers={"X-Forwarded-Proto": "https"})
    return connection.getresponse().status


def lives():
    """Whether it answers at all. Whether all is well is another question: /health/ready."""
    try:
        return status_of_the_site() < 500
    except (OSError, http.client.HTTPException):
        return False


if __name__ == "__main__":
    sys.exit(0 if lives() else 1)
