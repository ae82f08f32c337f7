"""What goods that come back, or come into another condition, are worth: the part of what they left at.

A return brings the part of its issue's cost that its quantity adds to what came back before it, in costing order: the
difference of two rounded totals, so that all of an issue brings back all of its cost. Goods that only change their
condition bring what they left at, those that go over to another formula as if it had always been theirs what they are
restated by besides, and goods that are made what went into them (`made`). What an issue left at is taken from its cost
flows, which its own pool's replay checks. Before this: moves and flows. After this: the replay of pools, and
variances. Sources: IAS 2.34; IFRS 15.B21.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from lowmark.verify.fifo import round_half_even
from lowmark.verify.made import Production, read_productions
from lowmark.verify.reader import Row, Rows
from lowmark.verify.stock import MISSING, Moves

_COSTS: Final = """
SELECT f.cost_basis_id, f.move_id, f.pool_id, f.accounting_on, CAST(-sum(f.value_minor) AS bigint) AS cost,
  CAST(-sum(f.quantity_micro) AS bigint) AS gone FROM subledger_cost_flow f
WHERE f.cost_basis_id IN (SELECT cost_basis_id FROM entities_book WHERE entity_id = %s)
  AND (f.kind IN ('re_pool', 'adjust') OR f.move_id IN (
    SELECT returns_move_id FROM stock_stock_move WHERE entity_id = %s AND returns_move_id IS NOT NULL
    UNION ALL SELECT id FROM stock_stock_move WHERE entity_id = %s AND returns_move_id IS NOT NULL
    UNION ALL SELECT id FROM stock_stock_move WHERE entity_id = %s AND production_id IS NOT NULL))
GROUP BY f.cost_basis_id, f.move_id, f.pool_id, f.accounting_on
"""
_CHANGES: Final = """
SELECT move_id, accounting_on, value_minor FROM stock_cost_change WHERE entity_id = %s
"""


@dataclass(frozen=True, slots=True)
class Link:
    """A move, the one that it returns (none where there is no such move), and how much had come back before it."""

    move: Row
    source: Row | None
    before: int


Counts = list[tuple[int, int]]
"""Amounts, each with the day on which it counts."""


@dataclass(slots=True)
class Brought:
    """What moves bring: by move its link, and what changed of what it cost; by basis and move the cost at which goods left."""

    links: dict[int, Link] = field(default_factory=dict)
    productions: dict[int, Production] = field(default_factory=dict)
    costs: dict[tuple[int, int], Counts] = field(default_factory=dict)
    changes: defaultdict[int, Counts] = field(default_factory=lambda: defaultdict(list))

    def cost(self, basis: int | None, number: int, until: int | None = None) -> int:
        """Return at what a move left its pool, by what counts up to a day."""
        return _up_to(self.costs.get((basis or 0, number), []), until)

    def value(self, basis: int | None, move: Row, *, until: int | None = None, at_standard: bool = False) -> int:
        """Return what a move brings into a pool of a basis, by what counts up to a day.

        Domain: what a receipt cost may change later, to nothing at least; at standard that is a variance apart.
        """
        if move["kind"] == "re_pool":
            return self.cost(basis, move["id"], until) + (move["restated_minor"] or 0)
        production = self.productions.get(move["production_id"] or 0)
        if production is not None:
            return production.worth(move["id"], lambda number: self.cost(basis, number, until))
        link = self.links.get(move["id"])
        if link is None:
            own = move["value_minor"] or 0
            return own if at_standard else max(0, own + _up_to(self.changes.get(move["id"], []), until))
        if link.source is None:
            return 0
        cost, whole = self.cost(basis, link.source["id"], until), link.source["quantity_micro"]
        return round_half_even(cost * (link.before + move["quantity_micro"]), whole) - round_half_even(
            cost * link.before, whole
        )

    def days(self, basis: int | None, move: Row, *, at_standard: bool = False) -> set[int]:
        """Return the days after a move's own on which what it brings may change."""
        production, link = self.productions.get(move["production_id"] or 0), self.links.get(move["id"])
        sources = [move["id"]] if move["kind"] == "re_pool" else []
        if production is not None:
            sources = [each["id"] for each in production.inputs]
        elif link is not None and link.source is not None:
            sources = [link.source["id"]]
        counts = [one for source in sources for one in self.costs.get((basis or 0, source), [])]
        if not at_standard and link is None and production is None:
            counts += self.changes.get(move["id"], [])
        return {day for day, _ in counts if day > move["accounting_on"]}


def _up_to(counts: Counts, until: int | None) -> int:
    return sum(amount for day, amount in counts if until is None or day <= until)


def read_brought(reader: Rows, entity_id: int, moves: Moves) -> Brought:
    """Find which moves bring goods back, and what these had left at."""
    columns, brought = moves.columns, Brought(productions=read_productions(reader, entity_id, moves))
    linked = [place for place, source in enumerate(columns["returns_move_id"]) if source != MISSING]
    wanted = {columns["returns_move_id"][place] for place in linked}
    places = {number: place for place, number in enumerate(columns["id"]) if number in wanted}
    returned: defaultdict[int, int] = defaultdict(int)
    for move in moves.in_order(linked):
        source = move["returns_move_id"]
        found = moves.in_order([places[source]])[0] if source in places else None
        brought.links[move["id"]] = Link(move, found, returned[source])
        returned[source] += move["quantity_micro"]
    parts: defaultdict[tuple[int, int, int], list[Row]] = defaultdict(list)
    for row in reader.rows(_COSTS, [entity_id] * 4):
        parts[row["cost_basis_id"], row["move_id"], row["pool_id"]].append(row)
    for (basis, number, _), rows in parts.items():
        if sum(row["gone"] for row in rows) > 0:
            brought.costs[basis, number] = [(row["accounting_on"], row["cost"]) for row in rows]
    for row in reader.rows(_CHANGES, [entity_id]):
        brought.changes[row["move_id"]].append((row["accounting_on"], row["value_minor"]))
    return brought
