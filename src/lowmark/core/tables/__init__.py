"""Tables are nouns: one file each, with its grain, units, key and checks. They import only `kinds`."""
