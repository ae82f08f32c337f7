"""Formulas stand: each change of formula was approved by another, and its goods went over whole, before every move of its day.

One that goes back begins a fiscal year: what its goods are restated by is what its entry posts to retained earnings, and what the
expenses of earlier years would have been less. Sources: IAS 8.22; ASC 250-10-45-5.
"""

from collections import defaultdict
from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.decided import WITH_PROOF, against_decider, against_proof
from lowmark.verify.formulas import changes
from lowmark.verify.names import Names, on, quantity
from lowmark.verify.reader import Row, Rows
from lowmark.verify.restated import RETROSPECTIVE, check_restated

NAME: Final = "formulas_stand"
MEANING: Final = (
    "each change of formula was approved by another, freshly identified; its goods went over whole on its first day, and what"
    " they are restated by is posted"
)

_DECISIONS: Final = f"""
SELECT n.id, n.decided_by, n.figures_hash, n.known_seq, n.recorded_at, c.drafted_by, c.known_seq AS drafted_seq, {WITH_PROOF}
FROM stock_formula_change_decision n LEFT JOIN stock_formula_change c ON c.id = n.formula_change_id
LEFT JOIN access_step_up s ON s.id = n.step_up_id WHERE n.entity_id = %s ORDER BY n.known_seq
"""  # noqa: S608
_MOVES: Final = """
SELECT id, item_id, formula_change_id, accounting_on, known_seq, owner, to_owner, from_location_id, to_location_id
FROM stock_stock_move WHERE entity_id = %s AND formula_change_id IS NOT NULL ORDER BY known_seq
"""
_POOLS: Final = """
SELECT p.id, p.item_id, coalesce(p.formula_change_id, 0) AS change, min(f.accounting_on) AS first_on,
  CAST(sum(f.quantity_micro) AS bigint) AS left_micro
FROM valuation_cost_pool p JOIN subledger_cost_flow f ON f.pool_id = p.id
WHERE p.entity_id = %s AND p.owner = '' AND p.item_id IN (SELECT item_id FROM stock_formula_change_item WHERE entity_id = %s)
GROUP BY p.id, p.item_id, p.formula_change_id ORDER BY p.id
"""
_BASES: Final = """
SELECT c.document, c.replaces, b.method AS now FROM stock_formula_change c
JOIN stock_formula_change_decision d ON d.formula_change_id = c.id JOIN entities_cost_basis b ON b.id = c.cost_basis_id
WHERE c.entity_id = %s AND d.decision = 'approved' AND c.item_class = '' ORDER BY c.begins_on
"""


def check(reader: Rows, entity_id: int) -> Checked:
    """Hold decisions, items, moves and pools of changes against one another."""
    faults, names = Faults(), Names(reader, entity_id)
    decisions, rows = reader.rows(_DECISIONS, [entity_id]), changes(reader, entity_id)
    _check_decisions(decisions, faults, names)
    for row in rows:
        keeps_its_own = row["application"] == RETROSPECTIVE and row["replaces"] == row["method"]
        formulas = (row["replaces"], row["method"]) == (row["said_replaces"], row["said_method"])
        if row["decision"] != "approved" or row["known_seq"] <= row["decided_seq"]:
            faults.add("{} went over by a change that nobody had approved", names("formula_change_item", row["id"]))
        is_of_change = (row["begins_on"], row["cost_basis_id"]) == (row["said_on"], row["said_basis"])
        if not (formulas or keeps_its_own) or not is_of_change:
            faults.add("{} says another formula or day than its change", names("formula_change_item", row["id"]))
    moves = reader.rows(_MOVES, [entity_id])
    _check_moves(moves, rows, faults, names)
    _check_pools(reader, entity_id, rows, faults, names)
    restated = check_restated(reader, entity_id, faults, names)
    for row in reader.rows(_BASES, [entity_id])[-1:]:
        if row["now"] == row["replaces"]:
            faults.add("goods that are new begin by {}, which {} took the place of", row["now"], row["document"])
    return faults.checked(
        max(len(decisions) + len(rows) + len(moves) + restated, 1)
    )  # Of an entity that changed nothing, that was seen.


def _check_decisions(decisions: list[Row], faults: Faults, names: Names) -> None:
    """See that each decision is of an approver who is not who drafted the change, on a fresh proof, and after the draft."""
    for row in decisions:
        against = {
            **against_decider(row, "change"),
            **against_proof(row, "figures_hash"),
            "it came before its draft": row["known_seq"] <= (row["drafted_seq"] or 0),
        }
        for reason, holds in against.items():
            if holds:
                faults.add("the decision {} by {}: {}", names("formula_change_decision", row["id"]),
                           names("user", row["decided_by"]), reason)  # fmt: skip


def _check_moves(moves: list[Row], rows: list[Row], faults: Faults, names: Names) -> None:
    """See that what goes over does so by a change of its item, on the day of that, and moves nowhere else."""
    of_items = {(row["item_id"], row["formula_change_id"]): row for row in rows}
    for move in moves:
        own = of_items.get((move["item_id"], move["formula_change_id"]))
        if own is None or own["begins_on"] != move["accounting_on"] or own["known_seq"] >= move["known_seq"]:
            faults.add("{} goes over by no change of its item on that day", names("move", move["id"]))
        if move["from_location_id"] != move["to_location_id"] or move["owner"] or move["to_owner"]:
            faults.add("{} goes over, and to another place or owner", names("move", move["id"]))


def _check_pools(reader: Rows, entity_id: int, rows: list[Row], faults: Faults, names: Names) -> None:
    """See that nothing is left in a pool whose goods went over, and that nothing is in one before its own day."""
    days: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in rows:
        days[row["item_id"]].append((row["begins_on"], row["formula_change_id"]))
    for pool in reader.rows(_POOLS, [entity_id, entity_id]):
        own = days[pool["item_id"]]
        begins = next((day for day, change in own if change == pool["change"]), None)
        if pool["left_micro"] and any(begins is None or day > begins for day, _ in own):
            faults.add(
                "{} has {} left, and its goods went over", names("pool", pool["id"]), quantity(pool["left_micro"])
            )
        if begins is not None and pool["first_on"] < begins:
            faults.add("{} has goods before {}, when it began", names("pool", pool["id"]), on(begins))
