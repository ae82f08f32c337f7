"""What queries answer, described as reports: which columns and rows, what is a total of what, and how it is explained."""
