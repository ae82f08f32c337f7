"""The command line: a command per operation, generated from the catalogue, and a few that are no operations."""
