"""Propose a write-off: an allowance that takes goods to nothing, for a reason that somebody gives.

Before this: people, who name units of account and a reason; costing (their open layers). After this: people decide, and
the same posting as of any proposal. Quantity stays: goods leave when they are scrapped. What is written off is known by
its unit, so a part of one, which nothing tells apart from the rest, has to be moved to a place of its own first. Source:
IAS 2.28, 2.34; ASC 330-10-35-1B.
"""

from collections.abc import Iterator
from typing import Final

import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.core.write_downs.propose import PROPOSALS, SHARES, Proposed

WRITE_OFF: Final = "write_off"
_LAYER: Final = ("unit", "layer", "remaining_micro", "cost_minor", "held_minor")


def propose_write_off(*, layers: pl.DataFrame, reason: str, quantity_micro: int | None = None) -> Proposed:
    """Propose the allowance that takes units to nothing: what each layer has cost, less what is held on it already.

    Shapes: layers: unit, layer, remaining_micro, cost_minor (of what remains), held_minor. Out as `propose` returns them,
            sorted; a unit on which all is held already has no proposal.
    Units:  quantities in millionths, amounts in minor units. No quantity writes all of it off.
    Domain: ``0 <= held_minor <= cost_minor`` on each layer; a quantity is of one unit, and all of it.
    Raises: Problem ``missing_column``, ``no_reason``, ``out_of_domain``, ``more_than_on_hand``, or ``part_of_a_unit`` where
            a quantity is less than the unit.
    Source: IAS 2.28, 2.34; ASC 330-10-35-1B.

    >>> layers = pl.DataFrame({"unit": [1, 1], "layer": [7, 8], "remaining_micro": [10, 10], "cost_minor": [50, 90],
    ...                        "held_minor": [0, 20]})
    >>> proposed = propose_write_off(layers=layers, reason="recall")
    >>> proposed.proposals.rows(), proposed.shares.rows()
    ([(1, 'write_off', 'recall', 120)], [(1, 7, 10, 0, 50), (1, 8, 10, 20, 70)])
    """
    missing = [name for name in _LAYER if name not in layers.columns]
    if missing:
        raise Problem("missing_column", f"layers have no column {', '.join(missing)}",
                      hint=f"they take {', '.join(_LAYER)}")  # fmt: skip
    if not reason:
        raise Problem("no_reason", "a write-off has a reason", hint="such as damaged, expired, obsolete or recall")
    if quantity_micro is not None:
        _require_all(layers, quantity_micro)
    assert layers.select(pl.col("held_minor").is_between(0, pl.col("cost_minor")).all()).item()
    assert layers.select(pl.struct("unit", "layer").is_unique().all()).item()

    shares = list(_shares(layers))
    amounts: dict[int, int] = {}
    for unit, *_, share_minor in shares:
        amounts[unit] = amounts.get(unit, 0) + share_minor
    return Proposed(
        proposals=pl.DataFrame(
            [(unit, WRITE_OFF, reason, amount_minor) for unit, amount_minor in amounts.items()], schema=PROPOSALS,
            orient="row",
        ),
        shares=pl.DataFrame(shares, schema=SHARES, orient="row"),
    )  # fmt: skip


def _shares(layers: pl.DataFrame) -> Iterator[tuple[int, int, int, int, int]]:
    """Yield unit, layer, quantity, allowance held and its change, of every layer on which something is left to charge."""
    for unit, layer, remaining_micro, cost_minor, held_minor in layers.select(_LAYER).sort("unit", "layer").iter_rows():
        if cost_minor > held_minor:
            yield unit, layer, remaining_micro, held_minor, cost_minor - held_minor


def _require_all(layers: pl.DataFrame, quantity_micro: int) -> None:
    """Refuse a quantity that is not all of one unit."""
    units = layers["unit"].unique()
    if quantity_micro <= 0 or len(units) != 1:
        raise Problem("out_of_domain", "a quantity to write off is above zero, and of one unit of account",
                      hint="leave it out to write off all of several units")  # fmt: skip
    on_hand_micro = sum(layers["remaining_micro"].to_list())
    where = {"unit": units[0], "on_hand_micro": on_hand_micro, "quantity_micro": quantity_micro}
    if quantity_micro > on_hand_micro:
        raise Problem("more_than_on_hand", "no more can be written off than is on hand", where=where)
    if quantity_micro < on_hand_micro:
        raise Problem("part_of_a_unit", "a part of what lies together cannot be told apart from the rest of it",
                      hint="move the goods to a damaged or quarantine place first, and write off what lies there",
                      where=where)  # fmt: skip
