"""Forecasting: what items are expected to sell and use, with how much is known of that.

Before this: stock moves. After this: tiers of net realisable value, excess, plans of what to do. Binary floats are at home
here, and end at this room's edge: what leaves it is a quantity in whole millionths.
"""
