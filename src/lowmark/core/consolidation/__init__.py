"""Consolidation: what many entities are as one: translated, eliminated, tested again, stated.

Before this: trial balances, layers and matched sales of entities, rates, ownership. After this: entries of a consolidation
book, a worksheet, the statements of a group. Nothing here changes the books of an entity.
"""
