"""Demand and its forecast, from what the store knows.

Before this: an open reader. After this: the operations that show demand, forecast it and keep what came of that.
"""
