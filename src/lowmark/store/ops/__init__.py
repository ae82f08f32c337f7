"""Operational data in a file of its own: jobs and their progress. Losing it loses no fact."""
