"""Reading a published delivery plan: from a file or a pasted table to a proposal to check.

Nothing here knows the database. The steps are ``reading.read`` or ``reading.read_pasted``,
``columns.guess``, then ``proposal.interpret``.
"""
