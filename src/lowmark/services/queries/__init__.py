"""Queries: one file, one function, one snapshot: read, one pure computation, present."""
