"""How goods of others are kept, and the name of a policy: for what posts one move, without a frame, and for what posts many."""

from typing import Final

OF_OTHERS: Final = "fifo"
"""By receipt, for their age; they have no cost."""

NEGATIVE_STOCK: Final = "inventories/negative_stock"
"""The policy by which sales of more than there is are taken, or not."""
