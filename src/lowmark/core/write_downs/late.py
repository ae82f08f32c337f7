"""Set the allowances of many layers as of a run's date, however late it is posted.

Before this: an approved run's shares; the exits of those layers after its date, each with what it released. After this:
the journal. `allowance.set_after_exits` is the law for one layer; here it is applied to each layer that changes.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from lowmark.core.write_downs.allowance import Exit, set_after_exits

STATES: Final = {"pool": pl.Int64, "layer": pl.Int64, "reason": pl.String, "amount_minor": pl.Int64,
                 "base_micro": pl.Int64, "released_micro": pl.Int64}  # fmt: skip
DIFFERENCES: Final = {"pool": pl.Int64, "layer": pl.Int64, "move": pl.Int64, "accounting_on": pl.Date,
                      "event": pl.String, "reason": pl.String, "item_class": pl.String,
                      "amount_minor": pl.Int64}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Late:
    """Changes at the run's date; per later exit what it should have released more (less: negative); states today."""

    changes: pl.DataFrame
    differences: pl.DataFrame
    states: pl.DataFrame


def set_late(*, shares: pl.DataFrame, exits: pl.DataFrame, as_of: date) -> Late:
    """Set allowances as of a day, when goods may have left since.

    Shapes: shares: pool, layer, remaining_micro, held_minor, amount_minor, reason, item_class; exits: pool, layer,
            move, accounting_on, event, quantity_micro (positive), released_minor, in costing order within a layer.
    Domain: every exit is later than `as_of`; a layer has one share.

    >>> shares = pl.DataFrame({"pool": [1], "layer": [7], "remaining_micro": [20], "held_minor": [0],
    ...                        "amount_minor": [30], "reason": ["price_decline"], "item_class": ["merchandise"]})
    >>> exits = pl.DataFrame({"pool": [1], "layer": [7], "move": [9], "accounting_on": [date(2026, 11, 5)],
    ...                       "event": ["sale"], "quantity_micro": [10], "released_minor": [0]})
    >>> late = set_late(shares=shares, exits=exits, as_of=date(2026, 10, 31))
    >>> late.differences["amount_minor"].to_list(), late.states.rows()
    ([15], [(1, 7, 'price_decline', 30, 20, 10)])
    """
    assert exits.filter(pl.col("accounting_on") <= as_of).is_empty()
    gone = exits.partition_by("pool", "layer", as_dict=True, maintain_order=True)
    states, differences = [], []
    for share in shares.iter_rows(named=True):
        part = gone.get((share["pool"], share["layer"]))
        rows = [] if part is None else part.rows(named=True)
        reset = set_after_exits(
            held_minor=share["held_minor"], change_minor=share["amount_minor"], base_micro=share["remaining_micro"],
            exits=[Exit(quantity_micro=row["quantity_micro"], released_minor=row["released_minor"]) for row in rows],
        )  # fmt: skip
        state = reset.state
        states.append((share["pool"], share["layer"], share["reason"], state.amount_minor, state.base_micro,
                       state.released_micro))  # fmt: skip
        differences += [
            (share["pool"], share["layer"], row["move"], row["accounting_on"], row["event"], share["reason"],
             share["item_class"], difference)
            for row, difference in zip(rows, reset.differences_minor, strict=True) if difference
        ]  # fmt: skip
    return Late(
        changes=shares.select("pool", "layer", "reason", "item_class", "amount_minor", "remaining_micro"),
        differences=pl.DataFrame(differences, schema=DIFFERENCES, orient="row"),
        states=pl.DataFrame(states, schema=STATES, orient="row"),
    )
