"""Journal: from events to balanced entries, by a closed list of posting rules.

Before this: costing (what moved, at which cost) and write-downs (what was charged, reversed, released). `posting_rules`
maps an event to roles; `entries` does it for frames, `one` for a single posting; `periodic_inventory` makes the
closing entries of a ledger that keeps no account of stock. After this: the store and statements.
"""
