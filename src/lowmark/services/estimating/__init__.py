"""How totals of a period become an estimate, explained line by line. Shared by what estimates; not an operation itself."""
