"""Papers that draw on all apps: documents composed from what their pages show."""
