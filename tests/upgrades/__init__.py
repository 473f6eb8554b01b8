"""From the release that landed last to the newest: with its rows, and while it still runs."""
