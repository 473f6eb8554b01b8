"""What a check finds that is not as it was written."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was written: where, and what, in words for an administrator."""

    about: str
    what: str

    def __str__(self):
        return f"{self.about}: {self.what}"
