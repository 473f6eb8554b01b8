"""Papers of packs: documents and tables composed from a pack's Reading. They compute nothing."""
