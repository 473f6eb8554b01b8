"""Counts in the database, for an office that runs no Valkey."""

import base64
import pickle

from django.core.cache.backends.db import DatabaseCache
from django.db import router, transaction

from ..models import SharedCount


class DatabaseCounts(DatabaseCache):
    """Django's cache in a table, but for numbers: two that add at once are both counted."""

    def incr(self, key, delta=1, version=None):
        """Add to a number and return the sum; it ends when it would have. Raises ValueError
        where there is none."""
        name = self.make_and_validate_key(key, version=version)
        using = router.db_for_write(self.cache_model_class)
        with transaction.atomic(using=using):
            held = SharedCount.objects.using(using).filter(pk=name)
            held.select_for_update().first()  # Whoever else adds waits here.
            number = self.get(key, version=version)
            if number is None:
                raise ValueError(f"There is no number under {key!r}.")
            held.update(value=packed(number + delta))
        return number + delta


def packed(value):
    """As Django's cache in a table writes what it keeps."""
    return base64.b64encode(pickle.dumps(value, DatabaseCache.pickle_protocol)).decode("latin1")
