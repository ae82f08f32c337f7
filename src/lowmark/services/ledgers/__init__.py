"""What passes between our books and an outside ledger: entries out, trial balances in."""
