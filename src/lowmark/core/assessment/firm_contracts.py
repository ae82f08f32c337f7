"""Give firm contracts the goods that they call for: each covers its quantity once, and the rest takes other evidence.

Before this: `usable_evidence`, `best_evidence` (what the goods fetch otherwise). After this: `tiers`. A contract for a lot
takes from that lot, and comes before those that any lot can meet; then the one observed first. Of the lots of an item the
one that expires first is delivered first. A contract that ranks behind other evidence, because nobody has verified it,
takes nothing. Prices of contracts are never averaged with one another or with the market's. Source: IAS 2.31.
"""

from collections import defaultdict
from typing import Final

import polars as pl

FIRM_CONTRACT: Final = "firm_contract"
_SHAPE: Final = {"unit": pl.Int64, "place": pl.Int64, "evidence": pl.Int64, "quantity_micro": pl.Int64}


class _Stock:
    """What of one unit no contract has taken yet."""

    __slots__ = ("left", "lot", "rank", "taken", "unit")

    def __init__(self, unit: int, lot: int | None, quantity_micro: int, rank: int | None) -> None:
        self.unit, self.lot, self.left, self.rank, self.taken = unit, lot, quantity_micro, rank, 0


def allocate(*, units: pl.DataFrame, contracts: pl.DataFrame) -> pl.DataFrame:
    """Return which contract takes how much of which unit.

    Shapes: `units` with item, lot, identified_as, expires_on, and the evidence_rank of what they fetch otherwise (null
            where nothing). `contracts` as `usable_evidence` returns them. Out: unit, place (1, 2, ... of the unit's
            contracts), evidence, quantity_micro.
    Domain: no unit gives more than it has, and no contract takes more than it is for.

    >>> from datetime import date
    >>> units = pl.DataFrame({"unit": [1], "item": [7], "lot": [None], "identified_as": [""], "expires_on": [None],
    ...                       "quantity_micro": [5_000], "evidence_rank": [4]})
    >>> contracts = pl.DataFrame({"evidence": [3], "item": [7], "lot": [None], "identified_as": [""],
    ...                           "observed_on": [date(2026, 10, 1)], "quantity_micro": [1_000], "evidence_rank": [1]})
    >>> allocate(units=units, contracts=contracts).rows()
    [(1, 1, 3, 1000)]
    """
    if contracts.is_empty():
        return pl.DataFrame(schema=_SHAPE)
    stock = _stock_by_item(units.join(contracts, on=["item", "identified_as"], how="semi"))
    order = contracts.sort("item", pl.col("lot").is_null(), "observed_on", "evidence").select(
        "evidence", "item", "identified_as", "lot", "quantity_micro", "evidence_rank"
    )
    rows: list[tuple[int, int, int, int]] = []
    for evidence, item, identified_as, lot, quantity_micro, rank in order.iter_rows():
        open_stock = stock[item, identified_as]
        rows += _take(open_stock, evidence=evidence, lot=lot, quantity_micro=quantity_micro, rank=rank)
        stock[item, identified_as] = [one for one in open_stock if one.left]

    allocated = pl.DataFrame(rows, schema=_SHAPE, orient="row")
    given = allocated.join(units, on="unit", suffix="_on_hand").group_by("unit").agg(
        fits=pl.col("quantity_micro").sum() <= pl.col("quantity_micro_on_hand").first()
    )  # fmt: skip
    assert given["fits"].all()
    return allocated


def _stock_by_item(units: pl.DataFrame) -> defaultdict[tuple[int, str], list[_Stock]]:
    """Return the units that contracts may take from, by item and condition, the first to be delivered first."""
    stock = defaultdict(list)
    columns = ("item", "identified_as", "unit", "lot", "quantity_micro", "evidence_rank")
    for item, identified_as, *unit in units.sort("expires_on", "unit", nulls_last=True).select(columns).iter_rows():
        stock[item, identified_as].append(_Stock(*unit))
    return stock


def _take(
    stock: list[_Stock], *, evidence: int, lot: int | None, quantity_micro: int, rank: int
) -> list[tuple[int, int, int, int]]:
    """Take a contract's quantity from units in their order."""
    rows = []
    for one in stock:
        meets = lot is None or one.lot == lot
        if quantity_micro and meets and (one.rank is None or rank < one.rank):
            taken = min(quantity_micro, one.left)
            one.left -= taken
            one.taken += 1
            quantity_micro -= taken
            rows.append((one.unit, one.taken, evidence, taken))
    return rows
