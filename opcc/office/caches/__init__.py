"""What processes remember for a while: counts that they share, and pieces of pages."""
