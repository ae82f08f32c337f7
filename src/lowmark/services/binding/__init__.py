"""The binder of a run: what goes into it, and how it is packed so that it can be checked without Lowmark."""
