"""Commitments: what firm purchases, and firm sales beyond what is held, will lose.

Before this: assessment has taken what demand there is for goods on hand; contracts with what is still to be delivered.
After this: proposals, liabilities, entries; what a delivery then records.
"""
