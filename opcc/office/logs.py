"""What logs leave out."""

import logging
import re

IN_ADDRESSES = re.compile(r"(/calendar/|/mail/stop/|/password/new/)[^/\s?\"]+")


class WithoutSecrets(logging.Filter):
    """Takes the secret out of the addresses of calendars, of links that stop mail and of those that
    lead to a new password, which Django logs where it answers with an error: one that was typed
    wrongly by a letter tells the rest.

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
