"""What can be done about a risk: a file an action. Each makes options of the risks that a term of its own covers.

Before this: `terms` (what people have stated), `risks`. After this: `choices`. An option says how much may go that way at
most and at least, what a unit brings and costs, what doing it costs at all, and on what it draws that others draw on too.
"""

from typing import Final

import polars as pl

OPTIONS: Final = pl.Schema({
    "risk": pl.Int64, "term": pl.Int64, "action": pl.String, "partner": pl.String, "to_entity": pl.String,
    "to_location": pl.String, "limit_micro": pl.Int64, "minimum_micro": pl.Int64, "recovery_micro": pl.Int64,
    "cost_micro": pl.Int64, "fixed_minor": pl.Int64, "forgone_minor": pl.Int64, "only_one_of": pl.Int64,
    "fills": pl.String, "fills_limit_micro": pl.Int64, "fills_by_micro": pl.Int64,
})  # fmt: skip
"""One option. `forgone_minor` is a price of doing it that nobody pays (full prices given up); of options with one
`only_one_of` at most one is done; `fills` names the need that it fills, of which there
is `fills_limit_micro`, and of which a unit fills `fills_by_micro`."""


def option_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """Return options in their columns, with what a frame leaves out filled in.

    >>> option_rows(pl.DataFrame({"risk": [1], "action": ["scrap"], "limit_micro": [5]})).select("cost_micro", "fills").rows()
    [(0, '')]
    """
    blank: dict[str, int | str | None] = {
        "term": None, "partner": "", "to_entity": "", "to_location": "", "minimum_micro": 0, "recovery_micro": 0,
        "cost_micro": 0, "fixed_minor": 0, "forgone_minor": 0, "only_one_of": None, "fills": "", "fills_limit_micro": None,
        "fills_by_micro": 1_000_000,
    }  # fmt: skip
    missing = [pl.lit(value).alias(name) for name, value in blank.items() if name not in frame.columns]
    return frame.with_columns(missing).select(list(OPTIONS)).cast(OPTIONS)
