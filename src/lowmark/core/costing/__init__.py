"""Costing: stock moves to cost layers and cost flows. One file a method; each is one kernel.

Before this: recording (stock moves). After this: assessment and the journal, which read layers and flows.
"""
