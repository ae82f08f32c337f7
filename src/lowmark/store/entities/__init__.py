"""Entities, their books, bases, clocks and periods."""
