"""A flow of cost: receipts and sales in their order, by a method that has a kernel."""

from collections.abc import Mapping
from typing import Any

from lowmark.core.costing import methods
from tests.cases import waiting
from tests.cases.record import Case, rows_of
from tests.cases.stock import Moved, flow, is_zero
from tests.cases.waiting import Waits

COMING_IN = {"opening", "purchase"}
GOING_OUT = {"sale"}
METHODS = {
    ("fifo", "perpetual"): "fifo",
    ("fifo", "periodic"): "fifo",
    ("average", "perpetual"): "moving_average",
    ("average", "periodic"): "weighted_average",
    ("moving_average", "perpetual"): "moving_average",
    ("weighted_average", "periodic"): "weighted_average",
    ("lifo", "perpetual"): "lifo",
    ("lifo", "periodic"): "lifo_periodic",
}


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Cost the case's transactions; under a periodic system everything has come in before anything goes out."""
    del framework
    moves = [_move(row) for row in rows_of(case.given("transactions")) if not is_zero(row["qty"])]
    system = str(case.given("system") or "perpetual").casefold()
    if system == "periodic":
        moves.sort(key=lambda move: move.unit_cost is None)
    found = flow(moves, method=_method(case, system))
    if found.short:
        raise Waits("issues of more than there is")
    return {
        "ending_units": found.units, "ending_inventory": found.on_hand, "cogs": found.issued,
        "cost_available": found.available,
    }  # fmt: skip


def _method(case: Case, system: str) -> str:
    """Return the name of the kernel for the case's method.

    Raises: Waits where there is none yet.
    """
    said = str(case.given("method")).casefold().replace(" ", "_").replace("-", "_")
    method = METHODS.get((said, system), said)
    if method not in methods.names():
        raise Waits(method.replace("_", " "))
    return method


def _move(row: Mapping[str, Any]) -> Moved:
    kind = str(row.get("type")).casefold()
    if kind in GOING_OUT:
        return Moved(pool=1, quantity=row["qty"])
    if kind not in COMING_IN:
        raise Waits(waiting.RETURNS if "return" in kind else f"a transaction of type {kind}")
    if "unit_cost" not in row:
        raise Waits("receipts without a cost")
    return Moved(pool=1, quantity=row["qty"], unit_cost=row["unit_cost"])
