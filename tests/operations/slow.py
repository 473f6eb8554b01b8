"""The site, with one address more: a save that takes two seconds."""

import time

from django.db import connection, transaction

from opcc.wsgi import application as site

SECONDS = 2
ADDRESS = "/slow-save"


def application(environ, start_response):
    if environ["PATH_INFO"] != ADDRESS:
        return site(environ, start_response)
    save_slowly()
    body = b"saved\n"
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


def save_slowly():
    """Write a row, and commit it only two seconds later."""
    from opcc.office.models import DueRun, Office

    with transaction.atomic():
        DueRun.objects.begin(Office.objects.read().now())
        time.sleep(SECONDS)
    connection.close()
