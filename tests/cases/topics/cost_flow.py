"""A flow of cost: receipts and sales in their order, by a method that has a kernel."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from lowmark.core.costing import methods
from lowmark.core.estimates.ratios import make_ratio
from lowmark.core.kinds.price import parse_price_micro
from lowmark.core.kinds.quantity import parse_micro
from tests.cases import waiting
from tests.cases.figures import stated_ratio
from tests.cases.record import Case, Figure, rows_of
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
    answers = {
        "ending_units": found.units, "ending_inventory": found.on_hand, "cogs": found.issued,
        "cost_available": found.available,
    }  # fmt: skip
    printed = case.expected.get("moving_averages")
    return answers if printed is None else answers | {"moving_averages": _averages(moves, printed)}


def _averages(moves: Sequence[Moved], printed: Sequence[Any]) -> list[Figure]:
    """Return the moving average after each receipt, to as many decimals as are printed."""
    so_far = [moves[:place] for place, move in enumerate(moves, start=1) if move.unit_cost is not None]
    found = [flow(each, method="moving_average") for each in so_far]
    ratios = [
        make_ratio(numerator=parse_price_micro(each.on_hand), denominator=parse_micro(each.units), name="average cost")
        for each in found
    ]
    return [stated_ratio(ratio, like) for ratio, like in zip_longest(ratios, printed[: len(ratios)])]


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
