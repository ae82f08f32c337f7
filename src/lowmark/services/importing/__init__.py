"""What importing each table takes: a plan made outside the ledger's transaction, and how it is written."""
