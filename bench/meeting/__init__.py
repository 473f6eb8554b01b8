"""A panel meeting with everybody in it: whether anything goes wrong, or is lost, when all come.

`python -m bench.meeting` serves the demonstration from a PostgreSQL of its own as an office would,
lets 30 people of the office write and 300 members and strangers read for a minute, and prints a
table. It ends with 1 where an answer was wrong, where what was answered as saved is not there, or
where the record does not verify. Everything it makes goes away with it.
"""
