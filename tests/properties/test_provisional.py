"""Sales before receipts: no quantity falls below zero, and once all is settled the goods have cost what they really cost.

The model is a queue: what is short waits, and takes from the next receipts first. Whatever was assumed of it, in the end the
liability is empty, what is left are the last units to have come, and sales have cost all the rest.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.costing.cost import cost
from lowmark.core.recording.provisional import COMES, SETTLES, Assumed, Row, Standing, with_provisional

FIRST = date(2026, 1, 5)
GOODS = (7, "", "")
STEP = st.tuples(st.booleans(), st.integers(1, 9), st.integers(0, 500))
HISTORIES = st.lists(STEP, min_size=1, max_size=14)


def rows_of(history: list[tuple[bool, int, int]]) -> list[Row]:
    """Return moves: receipts of some value, and sales."""
    return [
        {"row": place + 2, "document": f"D{place}", "line": "1", "item_id": 7, "lot": "", "owner": "", "to_owner": "",
         "direction": "in" if comes else "out", "event": "receipt" if comes else "sale", "from_condition": None if comes else "",
         "to_condition": "" if comes else None, "quantity_micro": quantity, "value_minor": value if comes else None,
         "accounting_on": FIRST + timedelta(days=place // 2), "from_location_id": 1, "to_location_id": 2,
         "source_move": None, "source_row": None}
        for place, (comes, quantity, value) in enumerate(history)
    ]  # fmt: skip


def provided(history: list[tuple[bool, int, int]]) -> list[Row]:
    """Return the moves with what is put in; a first receipt makes a unit cost known."""
    first = (True, 3, 100)
    found = with_provisional(
        moves=rows_of([first, *history]), standing={GOODS: Standing()}, allowed=lambda _: True, place_id=9
    )
    assert not found.lacking
    return found.moves


def held(moves: list[Row]) -> Iterator[int]:
    on_hand = 0
    for row in moves:
        on_hand += row["quantity_micro"] if row["direction"] == "in" else -row["quantity_micro"]
        yield on_hand


@given(HISTORIES)
def test_nothing_falls_below_zero_and_documents_stay_as_they_are(history):
    moves = provided(history)
    assert min(held(moves)) >= 0
    own = [row for row in moves if row["row"] > 0]
    assert [{**row, "credited_minor": None} for row in rows_of([(True, 3, 100), *history])] == own
    assert len({(row["document"], row["line"]) for row in moves}) == len(moves)


@given(HISTORIES)
def test_what_is_assumed_is_settled_oldest_first_to_the_last_cent(history):
    moves = provided(history)
    assumed = {row["row"]: row for row in moves if row["event"] == COMES}
    settled = dict.fromkeys(assumed, (0, 0))
    order = []
    for row in moves:
        if row["event"] == SETTLES:
            quantity, credited = settled[row["source_row"]]
            settled[row["source_row"]] = quantity + row["quantity_micro"], credited + row["credited_minor"]
            order.append(row["source_row"])
    assert order == sorted(order, reverse=True)  # New rows are numbered downwards.
    for number, (quantity, credited) in settled.items():
        whole = assumed[number]
        assert quantity <= whole["quantity_micro"]
        if quantity == whole["quantity_micro"]:
            assert credited == whole["value_minor"]
    on_hand = list(held(moves))[-1]
    assert on_hand == 0 or all(settled[number][0] == row["quantity_micro"] for number, row in assumed.items())


@given(HISTORIES)
def test_once_all_is_settled_the_goods_have_cost_what_they_really_cost(history):
    enough = (True, sum(quantity for comes, quantity, _ in history if not comes) + 1, 777)
    moves = provided([*history, enough])
    frame = pl.DataFrame({
        "pool": [1] * len(moves), "move": list(range(1, len(moves) + 1)),
        "accounting_on": [row["accounting_on"] for row in moves], "known_seq": list(range(1, len(moves) + 1)),
        "quantity_micro": [row["quantity_micro"] * (1 if row["direction"] == "in" else -1) for row in moves],
        "value_minor": [row["value_minor"] for row in moves],
    }, schema_overrides={"value_minor": pl.Int64})  # fmt: skip
    costed = cost(moves=frame, method="fifo")
    assert costed.refused.is_empty()
    of = costed.flows.group_by("move").agg(pl.col("value_minor").sum())
    values = dict(of.iter_rows())
    liability = sum(row["value_minor"] for row in moves if row["event"] == COMES) - sum(
        row["credited_minor"] for row in moves if row["event"] == SETTLES
    )
    assert liability == 0
    sold = -sum(values[n] for n, row in enumerate(moves, 1) if row["event"] == "sale")
    trued_up = sum(-values[n] - row["credited_minor"] for n, row in enumerate(moves, 1) if row["event"] == SETTLES)
    stock, bought = sum(values.values()), 100 + sum(value for comes, _, value in [*history, enough] if comes)
    assert sold + trued_up + stock == bought
    assert stock == _left([(True, 3, 100), *history, enough])


def _left(history: list[tuple[bool, int, int]]) -> int:
    """Return the cost of what is left when what is short waits for the next receipts."""
    layers: list[list[int]] = []
    waiting = 0
    for comes, quantity, value in history:
        if comes:
            taken = min(waiting, quantity)
            waiting -= taken
            layers.append([quantity, value, taken])
        else:
            for layer in layers:
                taken = min(quantity, layer[0] - layer[2])
                layer[2] += taken
                quantity -= taken
            waiting += quantity
    return sum(value - round(Fraction(value * gone, whole)) for whole, value, gone in layers)


def test_goods_that_are_not_told_of_stay_as_they_are():
    moves = rows_of([(False, 4, 0)])
    found = with_provisional(moves=moves, standing={}, allowed=lambda _: True, place_id=9)
    assert [row["event"] for row in found.moves] == ["sale"] and not found.lacking


def test_without_a_known_cost_or_leave_nothing_is_assumed():
    moves = rows_of([(False, 4, 0)])
    assert with_provisional(moves=moves, standing={GOODS: Standing()}, allowed=lambda _: True, place_id=9).lacking == [
        2
    ]
    known = Standing(last_cost=(10, 1))
    found = with_provisional(moves=moves, standing={GOODS: known}, allowed=lambda _: False, place_id=9)
    assert [row["event"] for row in found.moves] == ["sale"] and not found.lacking


def test_what_was_assumed_earlier_is_settled_by_its_move():
    pool = Standing(assumed=[Assumed(41, None, 3, 10, 1)])
    (_, settles) = with_provisional(
        moves=rows_of([(True, 5, 50)]), standing={GOODS: pool}, allowed=lambda _: True, place_id=9
    ).moves
    assert (settles["source_move"], settles["quantity_micro"], settles["credited_minor"]) == (41, 2, 10 - 3)
    assert pool.assumed == [] and pool.held_micro == 3
