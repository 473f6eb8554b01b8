"""From a published delivery plan, in a file or a pasted table, to the plan and its record.

``reading.read`` or ``reading.read_pasted``, ``columns.guess`` and ``proposal.interpret`` read,
and know nothing of the database. ``comparing.compare`` says what would be different, and
``applying.apply`` makes it so.
"""
