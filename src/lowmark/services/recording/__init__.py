"""How stock documents become posted moves: planned outside the ledger's transaction, written by the pen.

Shared by the commands that record moves; not an operation itself.
"""
