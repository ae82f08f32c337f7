"""What is physically there: strata at a date, and each with its share of what its pool cost. Shared by queries and commands."""
