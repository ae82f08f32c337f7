"""One file a check: its NAME, its MEANING, and `check(reader, entity_id)`. What lies in this folder is run."""
