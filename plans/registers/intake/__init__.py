"""From a table in a file or a paste to rows of a register, checked by a person in between.

``columns``, ``cells``, ``names`` and ``difference`` read and compare, and know nothing of requests.
``flow.Flow`` is what a register says of its own import; ``views`` are the pages that it gets.
"""
