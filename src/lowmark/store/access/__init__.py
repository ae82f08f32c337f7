"""Who may do what, and fresh proofs of identity."""
