"""Sessions in the database, as Django keeps them; reading one costs a fifth."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from .composed import composed_once
from .models import machine_now


class SessionStore(db.SessionStore):
    """A session; every request of somebody who signed in reads one."""

    def load(self):
        # Django writes when a session ends by the machine's clock, whatever a demonstration says.
        found = data_of(self.session_key, machine_now())
        if not found:
            self._session_key = None
            return {}
        return self.decode(found[0][0])


@composed_once
def data_of(key, at):
    return Session.objects.filter(session_key=key, expire_date__gt=at).values_list("session_data")
