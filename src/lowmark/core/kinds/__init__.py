"""Kinds of value: exact integers for money, quantity, price, rate and day, and the one function that rounds them.

Before this: nothing of ours. After this: every other room. Import from the modules, one kind each.
"""
