"""The rules that estimate what goods are worth where there is no better evidence: one file a rule, found by listing.

Before this: tiers of goods, and what is measured of them. After this: `estimates`, which asks each rule in turn. To add a
rule, add its file with a RULE, its fields in `core.frameworks.estimators`, and its parameter to each framework.
"""
