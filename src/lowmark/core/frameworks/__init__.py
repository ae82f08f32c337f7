"""Frameworks: what a reporting framework says, as typed parameters in force on a day.

Before this: parsed parameter files, handed in (nothing here reads one). After this: every stage that takes a policy.
`resolve` puts an entity's settings over a framework's; `policy` is what stages read; `inventories` checks the values.
"""
