"""What posting a run takes, beside the command that does it: shared with the statements that show it beforehand."""
