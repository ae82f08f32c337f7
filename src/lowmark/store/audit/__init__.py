"""Commands, imported files, audit records and seals."""
