"""The conditions in which goods are not like sound ones: one file a condition, found by listing.

Before this: units of stock. After this: `identified`, which asks each rule in turn. To add a condition, add its file
with a RULE.
"""
