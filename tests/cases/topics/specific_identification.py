"""Specific identification: a pool for each lot, from which exactly the lot that was picked goes out."""

from collections.abc import Mapping
from typing import Any

from tests.cases.record import Case, rows_of
from tests.cases.stock import Moved, flow, is_zero
from tests.cases.waiting import Waits

METHOD = "specific_identification"


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Receive the lots and issue the picks, or say which lot was overdrawn."""
    del framework
    lots = case.given("lots")
    picks = case.given("picks") or case.given("picks_as_published")
    if not isinstance(lots, Mapping) or picks is None:
        raise Waits("lots and picks")
    rows = rows_of(picks)
    names = list(dict.fromkeys([*lots, *(row["lot"] for row in rows)]))
    pools = {name: number for number, name in enumerate(names, start=1)}
    came = [
        Moved(pool=pools[name], quantity=lot["qty"], unit_cost=lot["unit_cost"])
        for name, lot in lots.items() if not is_zero(lot["qty"])
    ]  # fmt: skip
    went = [Moved(pool=pools[row["lot"]], quantity=row["qty"]) for row in rows if not is_zero(row["qty"])]
    found = flow([*came, *went], method=METHOD)
    if not found.short:
        return {
            "must_reject": False, "cogs": found.issued, "ending_inventory": found.on_hand,
            "cost_available": found.available,
        }  # fmt: skip
    if len(found.short) > 1:
        raise Waits("answers for more than one overdrawn lot")
    overdrawn = {number: name for name, number in pools.items()}
    (pool,) = found.short
    return {
        "must_reject": True, "lot_overdrawn": overdrawn[pool], "overdrawn_qty": found.short[pool],
        "cost_available": found.available,
    }  # fmt: skip
