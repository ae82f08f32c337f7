"""Write what is said of an entity's costs once: costing item by item, and the allowance taken over from last year."""

from typing import Final

import numpy as np
import polars as pl

from lowmark.sample.assortment import Ints
from lowmark.sample.stock_tables import lot_codes
from lowmark.sample.text import amounts, chosen, empty_unless
from lowmark.sample.working_days import FIRST_DAY
from lowmark.sample.years import Year

_REASONS: Final = {"FLEECE-M": "obsolete", "TEST-AG": "excess", "TARP-3": "excess"}
"""Why the allowance of last year was made, where the price was not the reason."""
LAST_YEAR: Final = 2025


def item_costing_table(year: Year) -> pl.DataFrame:
    """Return the file of items' costing: what is made at its standard, components by moving average; or no rows."""
    item = np.flatnonzero(year.items.is_made | year.items.is_component)
    is_made = year.items.is_made[item]
    return pl.DataFrame({
        "item": chosen(year.codes, item),
        "method": chosen(["moving_average", "standard"], is_made.astype(np.int64)),
        "standard_cost": empty_unless(is_made, amounts(year.items.cost_minor[item])),
        "valid_from": empty_unless(is_made, pl.Series([str(FIRST_DAY)] * len(item), dtype=pl.String)),
    })  # fmt: skip


def opening_allowances_table(year: Year) -> pl.DataFrame:
    """Return the file of allowances taken over: some goods had been written down at the end of the year before."""
    cycle = np.flatnonzero(year.cycles.is_opening)
    share = np.array([one.allowance for one in year.items.goods])[year.items.good[year.cycles.item[cycle]]]
    cycle = cycle[(share > 0) & (year.items.variant[year.cycles.item[cycle]] == 0)]
    item, n = year.cycles.item[cycle], len(cycle)
    is_tracked = (year.items.is_lot | year.items.is_serial)[item]
    goods = [year.items.goods[good].code for good in year.items.good[item].tolist()]
    return pl.DataFrame({
        "document": ["ALLOWANCE-2025"] * n,
        "line": [str(number) for number in range(1, n + 1)],
        "item": chosen(year.codes, item),
        "lot": empty_unless(is_tracked, lot_codes(year, cycle)),
        "fiscal_year": [str(LAST_YEAR)] * n,
        "reason": [_REASONS.get(code, "price_decline") for code in goods],
        "amount": amounts(_taken_over(year, cycle)),
        "accounting_on": [str(FIRST_DAY)] * n,
    }, schema_overrides={"reason": pl.String})  # fmt: skip


def _taken_over(year: Year, cycle: Ints) -> Ints:
    """Return last year's allowance of what was on hand on the first day."""
    share = np.array([one.allowance for one in year.items.goods])[year.items.good[year.cycles.item[cycle]]]
    return np.asarray(year.cycles.value_minor[cycle] * share // 1000)


def opening_minor(year: Year) -> tuple[int, int]:
    """Return what the goods on hand on the first day cost, and the allowance on them.

    Units:  minor units.
    """
    cycle = np.flatnonzero(year.cycles.is_opening)
    of_goods = year.items.variant[year.cycles.item[cycle]] == 0
    return int(year.cycles.value_minor[cycle].sum()), int(_taken_over(year, cycle[of_goods]).sum())
