"""Moves, counts and what is physically there."""
