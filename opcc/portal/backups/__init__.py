"""Backups of the database and of the files that people brought, and drills that restore them.

keeping.py     where backups are, how they are named, and which are kept
counting.py    what a database holds, in numbers
engines.py     a database into a file and back: the way of each kind
programs.py    PostgreSQL's own programs, and how they are called
files.py       the files that people brought, shared with the backup before or copied
room.py        whether the disk has room for a backup
writing.py     a backup, whole or not at all
reading.py     a backup that may be damaged, checked
looking.py     whether a restored database is the one that was backed up, and answers
drill.py       a backup restored to see that it can be
restoring.py   a backup restored because it has to be

Unlike an archive (opcc/portal/archive/), which any program can read for ten years, a backup is for
this program on this kind of database, and quick in both directions.
"""
