"""What papers show of plans."""
