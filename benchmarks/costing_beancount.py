"""The booking of beancount, a plain-text ledger, on the same moves, for `costing` to print.

It is no dependency: where it cannot be imported, one line says so. Each pool is an account, each move a transaction that adds
a lot at its total cost or takes from the lots there are, first in, first out. Parsing is not timed: only
`booking.book`, beside a whole call of `cost`. Goal: Lowmark at least a hundred times as fast.
"""

import importlib
import importlib.util
import statistics
from datetime import date, timedelta
from functools import partial

import polars as pl
import pytest

from benchmarks.costing_moves import UNIT, component_names, make_moves, seconds
from lowmark.core.costing.cost import cost
from lowmark.core.kinds import compiled

GOAL = 100
NEARLY = 1e-9
"""Beancount divides a lot's cost by its units, in decimals of 28 digits, so that its sums differ in the last."""


def compare(moves: int, pools: int) -> None:
    """Book the same moves with both, and print how long it took."""
    if importlib.util.find_spec("beancount") is None:
        print("# beancount is not importable here, so that its booking is not compared")
        return
    version = importlib.import_module("beancount").__version__
    print(f"# beancount {version}'s booking of {moves:,} moves in {pools:,} pools, parsing not counted; goal: {GOAL}x")
    print(
        "# whole: cost() as it comes, which runs its kernels plain for so few rows; compiled: with its kernels compiled"
    )
    print("method  beancount s  whole s  compiled s  beancount/whole  beancount/compiled")
    frame, names = make_moves(moves, pools, 1), component_names(1)
    theirs, total = booked(frame)
    flows = cost(moves=frame, components=names).flows
    ours = -flows.filter(pl.col("kind") == "issue")[names[0]].sum() / 100
    assert abs(ours - total) <= NEARLY * ours, (ours, total)
    whole = median_of(frame)
    with pytest.MonkeyPatch.context() as few:
        few.setattr(compiled, "COMPILE_FROM_ROWS", 0)
        fast = median_of(frame)
    print(f"fifo   {theirs:12.2f} {whole:8.3f} {fast:11.3f} {theirs / whole:16,.0f} {theirs / fast:19,.0f}", flush=True)


def median_of(frame: pl.DataFrame) -> float:
    """Return how long a whole call takes, the first, which may compile, not counted."""
    took = [seconds(partial(cost, moves=frame, components=component_names(1))) for _ in range(4)]
    return statistics.median(took[1:])


def booked(frame: pl.DataFrame) -> tuple[float, float]:
    """Return how long beancount takes to book moves, and what all issues cost by it."""
    parser = importlib.import_module("beancount.parser.parser")
    booking = importlib.import_module("beancount.parser.booking")
    incomplete, errors, options = parser.parse_string(as_text(frame))
    assert not errors
    result = []
    took = seconds(lambda: result.extend(booking.book(incomplete, options)))
    entries, errors = result
    assert not errors
    reductions = (
        posting.units.number * posting.cost.number
        for entry in entries
        for posting in getattr(entry, "postings", ())
        if posting.cost is not None and posting.units.number < 0
    )
    return took, -float(sum(reductions))


def as_text(frame: pl.DataFrame) -> str:
    """Write moves in beancount's language."""
    lines = ['option "booking_method" "FIFO"']
    columns = frame.select("pool", "accounting_on", "quantity_micro", component_names(1)[0])
    for pool, number, quantity, value in columns.iter_rows():
        day, units = date(1970, 1, 1) + timedelta(days=number), quantity // UNIT
        cost_of = f"{{{{{value // 100}.{value % 100:02} USD}}}}" if units > 0 else "{}"
        lines += [f"{day} *", f"  Assets:P{pool}  {units} GOODS {cost_of}", "  Equity:Goods"]
    return "\n".join(lines) + "\n"
