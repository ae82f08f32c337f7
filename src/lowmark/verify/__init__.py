"""Verify: recompute from the facts, independently, everything that posting has written, and say what differs.

It shares no code with what it checks: plain SQL that is the same on both engines, whole numbers and hashes, and of the
core only its kinds, which put numbers into words. Before this: `services.queries.verify`, which opens one snapshot and
hands it over. One file in `checks/` is one check; `run` finds them by listing the folder.
"""
