"""Papers about a plan: its charts, and documents and tables composed from a position. They compute
nothing."""
