"""What goods that come back, or come into another condition, are worth: the part of what they left at.

A return brings the part of its issue's cost that its quantity adds to what came back before it, in costing order: the
difference of two rounded totals, so that all of an issue brings back all of its cost. Goods that only change their
condition bring what they left at. What an issue left at is taken from its cost flows, which its own pool's replay
checks. Before this: moves and flows. After this: the replay of pools, and variances. Sources: IAS 2.34; IFRS 15.B21.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from lowmark.verify.fifo import round_half_even
from lowmark.verify.reader import Row, Rows
from lowmark.verify.stock import MISSING, Moves

_COSTS: Final = """
SELECT f.cost_basis_id, f.move_id, CAST(-sum(f.value_minor) AS bigint) AS cost FROM subledger_cost_flow f
WHERE f.cost_basis_id IN (SELECT cost_basis_id FROM entities_book WHERE entity_id = %s)
  AND (f.kind IN ('re_pool', 'adjust') OR f.move_id IN (
    SELECT returns_move_id FROM stock_stock_move WHERE entity_id = %s AND returns_move_id IS NOT NULL
    UNION ALL SELECT id FROM stock_stock_move WHERE entity_id = %s AND returns_move_id IS NOT NULL))
GROUP BY f.cost_basis_id, f.move_id, f.pool_id HAVING sum(f.quantity_micro) < 0
"""


@dataclass(frozen=True, slots=True)
class Link:
    """A move, the one that it returns (none where there is no such move), and how much had come back before it."""

    move: Row
    source: Row | None
    before: int


@dataclass(slots=True)
class Brought:
    """What moves bring: by move its link, and by basis and move the cost at which goods left."""

    links: dict[int, Link] = field(default_factory=dict)
    costs: dict[tuple[int, int], int] = field(default_factory=dict)

    def value(self, basis: int | None, move: Row) -> int:
        """Return what a move brings into a pool of a basis."""
        if move["kind"] == "re_pool":
            return self.costs.get((basis or 0, move["id"]), 0)
        link = self.links.get(move["id"])
        if link is None:
            return move["value_minor"] or 0
        if link.source is None:
            return 0
        cost, whole = self.costs.get((basis or 0, link.source["id"]), 0), link.source["quantity_micro"]
        return round_half_even(cost * (link.before + move["quantity_micro"]), whole) - round_half_even(
            cost * link.before, whole
        )


def read_brought(reader: Rows, entity_id: int, moves: Moves) -> Brought:
    """Find which moves bring goods back, and what these had left at."""
    columns, brought = moves.columns, Brought()
    linked = [place for place, source in enumerate(columns["returns_move_id"]) if source != MISSING]
    wanted = {columns["returns_move_id"][place] for place in linked}
    places = {number: place for place, number in enumerate(columns["id"]) if number in wanted}
    returned: defaultdict[int, int] = defaultdict(int)
    for move in moves.in_order(linked):
        source = move["returns_move_id"]
        found = moves.in_order([places[source]])[0] if source in places else None
        brought.links[move["id"]] = Link(move, found, returned[source])
        returned[source] += move["quantity_micro"]
    for row in reader.rows(_COSTS, [entity_id] * 3):
        brought.costs[row["cost_basis_id"], row["move_id"]] = row["cost"]
    return brought
