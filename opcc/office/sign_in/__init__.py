"""How people sign in: allauth does it, and here is what is ours about it."""
