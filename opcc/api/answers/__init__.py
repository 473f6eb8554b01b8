"""What answers hold: rows as plain values, and for each of their fields what it means."""
