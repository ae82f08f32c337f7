"""Replay a pool by its own method. Before this: a pool, and what its moves bring. After this: checks of layers and variances."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Final

from lowmark.core.kinds.currency import exponent
from lowmark.verify import averaged, fifo, lifo, pooled
from lowmark.verify.averaged import Periods
from lowmark.verify.brought import Brought
from lowmark.verify.fifo import Replayed
from lowmark.verify.pooled import Standard, Standards
from lowmark.verify.reader import Rows
from lowmark.verify.stock import Pool

METHODS: Final = frozenset(
    {"fifo", "specific_identification", "moving_average", "weighted_average", "standard", "lifo"}
)

OF_OTHERS: Final = "fifo"
"""How goods of others are kept: by receipt, at no value."""

_STANDARDS: Final = """
SELECT s.cost_basis_id, s.item_id, s.price_micro, s.valid_from, s.known_seq, b.currency FROM evidence_standard_cost s
JOIN entities_book b ON b.cost_basis_id = s.cost_basis_id AND b.entity_id = s.entity_id
WHERE s.entity_id = %s ORDER BY s.known_seq
"""
_BEGUN: Final = """
SELECT p.cost_basis_id, p.item_id, min(f.known_seq) AS seq FROM valuation_cost_pool p
JOIN subledger_cost_flow f ON f.pool_id = p.id WHERE p.entity_id = %s AND p.method = 'standard'
GROUP BY p.cost_basis_id, p.item_id
"""


def standards(reader: Rows, entity_id: int) -> dict[tuple[int, int], Standards]:
    """Return the standards of each basis and item: the last one known before its goods began, and its rolls since.

    Units:  a price is in millionths of a currency unit, a quantity in millionths of a unit.
    """
    begun = {(row["cost_basis_id"], row["item_id"]): row["seq"] for row in reader.rows(_BEGUN, [entity_id])}
    found: dict[tuple[int, int], Standards] = {}
    for row in reader.rows(_STANDARDS, [entity_id]):
        key = row["cost_basis_id"], row["item_id"]
        standard = Standard(row["price_micro"], 10 ** (12 - exponent(row["currency"])))
        if key not in found or row["known_seq"] <= begun.get(key, row["known_seq"]):
            found[key] = Standards(standard)
        else:
            found[key].rolls.append((row["valid_from"], row["known_seq"], standard))
    return found


_TRUED_UP: Final = """
SELECT p.starts_on, p.ends_on FROM entities_period p WHERE p.entity_id = %s
AND EXISTS (SELECT 1 FROM entities_period_event e WHERE e.period_id = p.id AND e.event = 'trued_up') ORDER BY p.starts_on
"""


def trued_up(reader: Rows, entity_id: int) -> Periods:
    """Return the periods whose averages have been said, in their order: first day and last day."""
    return tuple((row["starts_on"], row["ends_on"]) for row in reader.rows(_TRUED_UP, [entity_id]))


def replay_pool(
    pool: Pool, brought: Brought, standard: Standards | None, *, until: int | None = None, periods: Periods = ()
) -> Replayed:
    """Cost the moves of a pool anew, those up to a day by what counts up to it.

    Shapes: periods: those whose averages are said; where goods are costed by them, flows are by move, as if in its own layer.
    """
    at_standard = pool.method == "standard"
    moves = [
        move | {"brings": brought.value(pool.basis, move, until=until, at_standard=at_standard) if move["change"] > 0 else 0}
        for move in pool.moves if until is None or move["accounting_on"] <= until
    ]  # fmt: skip
    if pool.method == "moving_average":
        return pooled.replay(moves)
    if pool.method == "weighted_average":
        backs = {move["id"]: link.source["id"] for move in moves
                 if (link := brought.links.get(move["id"])) is not None and link.source is not None}  # fmt: skip
        return averaged.replay(moves, [period for period in periods if until is None or period[1] <= until], backs)
    if pool.method == "standard":
        return pooled.replay(moves, standard=standard)
    return lifo.replay(moves) if pool.method == "lifo" else fifo.replay(moves)


@dataclass(slots=True)
class ByDay:
    """What the moves of a pool come to, by the day on which it counts: flows by move and layer, variances by move."""

    flows: defaultdict[tuple[int, int], dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    variances: defaultdict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))


def by_day(pool: Pool, brought: Brought, standard: Standards | None, last: Replayed, periods: Periods = ()) -> ByDay:
    """Say on which day what counts: on a move's own day by what was known of costs up to it; later, by what changes.

    The law: what counts up to a day is what costing the moves up to it gives, by what counts up to it.

    Shapes: last: the replay of everything.
    """
    at_standard = pool.method == "standard"
    said = {ends for _, ends in periods} if pool.method == "weighted_average" else set()
    days = sorted(said | {day for move in pool.moves if move["change"] > 0
                          for day in brought.days(pool.basis, move, at_standard=at_standard)})  # fmt: skip
    own, found = {move["id"]: move["accounting_on"] for move in pool.moves}, ByDay()
    before = Replayed()
    for begins, ends in zip([None, *days], [*days, None], strict=True):
        told = last if ends is None else replay_pool(pool, brought, standard, until=ends - 1, periods=periods)
        for key, (_, _, value) in told.flows.items():
            _count(found.flows[key], begins, own[key[0]], value, before.flows[key][2] if key in before.flows else None)
        for number, value in told.variances.items():
            _count(found.variances[number], begins, own[number], value, before.variances.get(number))
        before = told
    return found


def _count(counts: dict[int, int], begins: int | None, own: int, value: int, before: int | None) -> None:
    """Note what counts: a new flow on its move's own day, by how much one changes on the day on which that begins."""
    if before is None:
        counts[own] = value
    elif value != before and begins is not None:
        counts[begins] = value - before


def by_move(pool: Pool) -> Pool:
    """Say what is recorded by move alone: what trues a period up is laid on the layer that is there at its end."""
    return replace(pool, flows=[flow | {"layer_move_id": flow["move_id"]} for flow in pool.flows])
