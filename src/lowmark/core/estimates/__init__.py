"""Estimates: what inventory comes to, worked out from a period's totals instead of from its moves.

Before this: totals of a ledger or a stock system, at cost and at retail, and layers carried from the years before.
After this: books that carry a pool at its estimate, an adjustment to LIFO, an interim figure, a claim for a loss.
"""
