"""What logs leave out."""

import logging
import re

IN_ADDRESSES = re.compile(r"(/calendar/|/mail/stop/)[^/\s?\"]+")


class WithoutSecrets(logging.Filter):
    """Takes the secret out of the addresses of calendars and of links that stop mail, which Django
    logs where it answers with an error: one that was typed wrongly by a letter tells the rest.

    What cannot be put together is left to the handler, which says so and goes on.
    """

    def filter(self, record):
        try:
            record.msg, record.args = covered(record.getMessage()), ()
        except Exception:
            return True
        return True


def covered(text):
    return IN_ADDRESSES.sub(r"\1…", text)
