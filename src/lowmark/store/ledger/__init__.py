"""Accounts, entries and lines."""
