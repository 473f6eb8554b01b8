"""The whole record out of a database, and in again as an equal one.

tables.py     what is taken along, what is left out and why
values.py     a row as a line of JSON, and back, exactly
describing.py what each table and column means; which migrations made them
folder.py     a folder that appears whole or not at all
writing.py    the way out
reading.py    a folder that may be damaged or hostile, checked
fitting.py    whether an archive and this database can go together
filling.py    the way in, in one transaction
proving.py    whether what came in is what was in the archive
"""


class Refused(Exception):
    """The archive cannot be made or brought in; the message says why, where, and what to do."""
