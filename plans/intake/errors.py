class IntakeError(Exception):
    """A file, a pasted text or a choice that is refused; its words say what to do next."""


class TooMuch(IntakeError):
    """It unpacks to far more than it shows."""


class HasMacros(IntakeError):
    """It holds a program."""


class HasLinks(IntakeError):
    """It takes what it shows from other files."""


class HasEntities(IntakeError):
    """It holds XML that no office program writes."""
