"""What a run does that is posted, on its own day or after it: its changes, the differences of later flows, the states.

Before this: `replay` has worked it out. After this: the journal takes changes and differences, the store the states.
"""

from dataclasses import dataclass

import polars as pl

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.write_downs.allowance import AllowanceState


@dataclass(frozen=True, slots=True)
class Late:
    """Changes at the run's date; by later flow what its allowance should have changed more; states today.

    Shapes: as `replay.replay_late` says; a difference's amount is the signed change of allowance.
    """

    changes: pl.DataFrame
    differences: pl.DataFrame
    states: pl.DataFrame


def over_cost(*, states: pl.DataFrame, layers: pl.DataFrame) -> pl.DataFrame:
    """Return the layers that carry more allowance than they cost: pool, layer, held_minor, cost_minor.

    Shapes: states: as `carry` returns them; layers: pool, layer, quantity_micro, consumed_micro, value_minor, as they stand
            after the same flows; a state of a layer that is not there holds on to goods that have gone.
    Source: the law that no allowance exceeds the cost it stands against, IAS 2.33.

    >>> states = pl.DataFrame({"pool": [1], "layer": [7], "amount_minor": [30], "base_micro": [20], "released_micro": [0]})
    >>> layers = pl.DataFrame({"pool": [1], "layer": [7], "quantity_micro": [20], "consumed_micro": [0], "value_minor": [29]})
    >>> over_cost(states=states, layers=layers).rows()
    [(1, 7, 30, 29)]
    """
    schema = {"pool": pl.Int64, "layer": pl.Int64, "held_minor": pl.Int64, "cost_minor": pl.Int64}
    some = states.filter(pl.col("amount_minor") > 0).select(
        "pool", "layer", "amount_minor", "base_micro", "released_micro"
    )
    joined = some.join(layers.select("pool", "layer", "quantity_micro", "consumed_micro", "value_minor"),
                       on=["pool", "layer"], how="left")  # fmt: skip
    rows = []
    for pool, layer, amount, base, gone, quantity, consumed, value in joined.iter_rows():
        held = AllowanceState(amount_minor=amount, base_micro=base, released_micro=gone).held_minor
        cost = 0 if quantity is None else value - multiply_divide_round(value, consumed, quantity)
        if held > cost:
            rows.append((pool, layer, held, cost))
    return pl.DataFrame(sorted(rows), schema=schema, orient="row")
