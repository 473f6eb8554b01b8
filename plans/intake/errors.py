class IntakeError(Exception):
    """A file, a pasted text or a choice that is refused; its words say what to do next."""
