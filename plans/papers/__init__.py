"""Papers about a plan: documents and tables composed from a position. They compute nothing."""
