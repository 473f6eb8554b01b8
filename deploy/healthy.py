"""Say by exit code whether the site in this container answers: 0 it does, 1 it does not."""

import http.client
import os
import sys


def status_of_home():
    """Ask as a proxy would: by a name the site answers to, over HTTPS that ended before it.

    Without a proxy the site does not heed the last, and answers as to anybody.
    """
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    connection = http.client.HTTPConnection("127.0.0.1", os.environ.get("PORT", "8000"), timeout=4)
    connection.request("GET", "/", headers={"Host": host, "X-Forwarded-Proto": "https"})
    return connection.getresponse().status


def is_healthy():
    try:
        return status_of_home() < 400
    except (OSError, http.client.HTTPException):
        return False


if __name__ == "__main__":
    sys.exit(0 if is_healthy() else 1)
