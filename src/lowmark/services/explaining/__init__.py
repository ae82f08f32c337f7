"""How each kind of figure is explained: one file a kind, each yielding the steps of its chain."""
