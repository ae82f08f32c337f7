"""Groups: who is in one, what each member reports, what they did with one another. Shared by every operation on groups."""
