"""The functional core: pure functions on tables and integers, with no database, files, clock or randomness."""
