"""Recording: source documents become stock moves, or problems; never both in part."""
