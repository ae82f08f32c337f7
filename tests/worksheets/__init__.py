"""Worksheets that tests compare with: programs of their own, which import nothing of the one that is tested."""
