"""Replay a pool by its own method. Before this: a pool, and what its moves bring. After this: checks of layers and variances."""

from typing import Final

from lowmark.core.kinds.currency import exponent
from lowmark.verify import fifo, pooled
from lowmark.verify.brought import Brought
from lowmark.verify.fifo import Replayed
from lowmark.verify.pooled import Standard
from lowmark.verify.reader import Rows
from lowmark.verify.stock import Pool

METHODS: Final = frozenset({"fifo", "specific_identification", "moving_average", "standard"})

_STANDARDS: Final = """
SELECT s.cost_basis_id, s.item_id, s.price_micro, b.currency FROM evidence_standard_cost s
JOIN entities_book b ON b.cost_basis_id = s.cost_basis_id AND b.entity_id = s.entity_id
WHERE s.entity_id = %s ORDER BY s.known_seq
"""


def standards(reader: Rows, entity_id: int) -> dict[tuple[int, int], Standard]:
    """Return the standard of each basis and item: the one that came to be known last.

    Units:  a price is in millionths of a currency unit, a quantity in millionths of a unit.
    """
    return {
        (row["cost_basis_id"], row["item_id"]): Standard(row["price_micro"], 10 ** (12 - exponent(row["currency"])))
        for row in reader.rows(_STANDARDS, [entity_id])
    }


def replay_pool(pool: Pool, brought: Brought, standard: Standard | None) -> Replayed:
    """Cost the moves of a pool anew."""
    moves = [
        move | {"brings": brought.value(pool.basis, move) if move["change"] > 0 else 0} for move in pool.moves
    ]  # fmt: skip
    if pool.method == "moving_average":
        return pooled.replay(moves)
    if pool.method == "standard":
        return pooled.replay(moves, standard=standard)
    return fifo.replay(moves)
