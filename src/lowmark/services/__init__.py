"""Use cases: each locks, reads, decides once, writes. Doors call them through `services.catalogue`."""
