"""How much of the allowance held on a layer was charged in the fiscal year, and may be recovered within it.

Before this: the store says what was held on each layer when the fiscal year first changed its allowance, and how much
of the layer was there then. After this: `propose`, where a policy reverses within the fiscal year and no further.

The rule: what was held at the close of the fiscal year before is cost from then on (ASC 330-10-35-14), and goes with
the goods as cost does, by quantity. So the part of earlier years is what was held before the year's first charge, less
the share of the quantity that has left since; the rest of what is held is the year's. Attributing the open amount by
what each year charged would be wrong: goods that had left before the year began took their part of the earlier
charge with them, and none of this year's.

Receipts that join a layer bring nothing of earlier years and take nothing: that part stays, on the larger quantity.
What comes back from a sale or out of another pool brings its own, which is of an earlier year if any of it is
(`carrying.one_label`). Sources: ASC 330-10-35-14; ASC 270-10-45-6.
"""

from collections.abc import Sequence
from typing import Final

import polars as pl

from lowmark.core.write_downs.allowance import AllowanceState, held, join

CAME: Final = {"unit": pl.Int64, "layer": pl.Int64, "left_micro": pl.Int64, "quantity_micro": pl.Int64,
               "earlier_minor": pl.Int64}  # fmt: skip

Came = tuple[int, int, int]
"""The quantity in the layer just before, that which came, and what it brought of earlier years."""


def held_of_the_year(*, layers: pl.DataFrame, year: pl.DataFrame, came: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return the layers with `held_this_year_minor`: of what is held, the part that was charged this fiscal year.

    Shapes: layers: unit, layer, remaining_micro, held_minor and any more, which come back as they are; year: unit,
            layer, before_minor (held just before the year first changed the allowance), base_micro (the quantity in
            the layer then), a row for each layer whose allowance the year changed. The order of rows stays.
            came (where receipts join layers): unit, layer, left_micro (in the layer just before), quantity_micro (that
            came), earlier_minor (allowance of earlier years that came with it); a row for each flow that has joined a
            layer since the year first changed it, in order.
    Domain: but for what came, a layer only loses: ``remaining_micro <= base_micro``. Where what is left of earlier
            years is not held any more (a framework that reverses those too), the year's part is nothing.
    Source: ASC 330-10-35-14; ASC 270-10-45-6.

    >>> layers = pl.DataFrame({"unit": [1], "layer": [7], "remaining_micro": [4], "held_minor": [60]})
    >>> year = pl.DataFrame({"unit": [1], "layer": [7], "before_minor": [50], "base_micro": [5]})
    >>> held_of_the_year(layers=layers, year=year)["held_this_year_minor"].to_list()
    [20]
    """
    columns = ("unit", "layer", "left_micro", "quantity_micro", "earlier_minor")
    since: dict[tuple[int, int], list[Came]] = {}
    for unit, layer, left, quantity, earlier in came.select(columns).iter_rows() if came is not None else ():
        since.setdefault((unit, layer), []).append((left, quantity, earlier))
    joined = layers.join(year, on=["unit", "layer"], how="left", maintain_order="left")
    rows = joined.select("unit", "layer", "remaining_micro", "held_minor", "before_minor", "base_micro").iter_rows()
    of_the_year = [
        _of_the_year(remaining, held_now, before, base, since.get((unit, layer), ()))
        for unit, layer, remaining, held_now, before, base in rows
    ]
    return layers.with_columns(pl.Series("held_this_year_minor", of_the_year, dtype=pl.Int64))


def _of_the_year(remaining: int, held_now: int, before: int | None, base: int | None, came: Sequence[Came]) -> int:
    if before is None or base is None:
        return 0
    for left, more, earlier in came:
        assert 0 <= left <= base
        state = AllowanceState(amount_minor=held(before, left, base) if base else 0, base_micro=left)
        before, base = join(state=state, came_micro=more, brought_minor=earlier).amount_minor, left + more
    assert 0 <= remaining <= base
    return max(0, held_now - held(before, remaining, base))
