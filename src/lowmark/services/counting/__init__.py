"""Counts beside the books, and what is taken to be missing between them."""
