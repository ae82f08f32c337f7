"""How an answer is put into words and figures, whichever door shows it."""
