"""Runs, what they found, what they propose and who decided."""
