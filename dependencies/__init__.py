"""What this program rests on: what became known about it, and what it may be used for."""
