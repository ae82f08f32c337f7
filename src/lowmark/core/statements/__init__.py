"""Statements: from the balances of accounts to a trial balance, income statement, balance sheet and cash flows.

Before this: the journal, summed by account in the store. After this: pages, files, consolidation. What is posted and
what a run would add stand in columns of their own, and never in one figure.
"""
