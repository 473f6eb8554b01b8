"""Files that people bring as evidence: what is taken, how it is kept, and when it goes."""
