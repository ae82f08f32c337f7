"""Commands: one file, one function, one transaction: lock and read, one pure decision, write."""
