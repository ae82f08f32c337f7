"""The lower of cost and value of goods that nobody follows: totals by item, by category and of all together.

Before this: a listing of costs and values, as an exercise or a periodic listing has it. After this: nothing that posts. Perpetual
books carry a write-down on units and layers, so that it leaves with the goods; totals have none, and are refused there:
`assess` with a wider unit of account spreads what a group needs down to its units. This is how textbooks compare the three.
Sources: IAS 2.29; ASC 330-10-35-8 to 35-10.
"""

from typing import Final, Literal, get_args

import polars as pl

from lowmark.core.assessment.levels import CATEGORY, ITEM, LEVELS, TOTAL
from lowmark.core.assessment.metrics import conform
from lowmark.core.frameworks.policy import InventoriesPolicy
from lowmark.core.kinds.problems import Problem

Inventory = Literal["periodic", "perpetual"]
_GOODS: Final = {"cost_minor": pl.Int64(), "value_minor": pl.Int64(), "category": pl.String()}


def in_aggregate(*, inventory: Inventory, goods: pl.DataFrame, policy: InventoriesPolicy) -> pl.DataFrame:
    """Return what cost, value and carrying amount come to at each level, whether the framework allows it or not.

    Shapes: `goods`: cost_minor, value_minor, category; a row is an item. Out: `levels.LEVELS`, the items as one group without
            a name, and none chosen.
    Domain: by item is at most by category, and that at most the total. A value below zero counts as none.
    Raises: Problem ``perpetual_books``, ``unknown_inventory``, ``missing_column``, ``wrong_type`` or ``null_value``.
    Source: IAS 2.29; ASC 330-10-35-8 to 35-10.

    >>> goods = pl.DataFrame({"cost_minor": [10, 10], "value_minor": [8, 11], "category": ["A", "A"]})
    >>> policy = InventoriesPolicy(framework="ours", reversal="required", cost_to_sell_rate_micro=0,
    ...     cost_formulas=(), evidence_ranks=(), asserted_rank_penalty=0, units_of_account=("item",))
    >>> in_aggregate(inventory="periodic", goods=goods, policy=policy).select("level", "carrying_minor").rows()
    [('item', 18), ('category', 19), ('total', 19)]
    """
    if inventory not in get_args(Inventory):
        raise Problem("unknown_inventory", f"there are no {str(inventory)[:40]!r} books",
                      hint=f"use one of: {', '.join(get_args(Inventory))}")  # fmt: skip
    if inventory == "perpetual":
        raise Problem("perpetual_books", "perpetual books carry a write-down on the goods themselves, and totals have none",
                      hint="assess the units, by a wider unit of account if the framework has it")  # fmt: skip
    listed = conform("goods", goods, _GOODS).with_columns(pl.col("value_minor").clip(lower_bound=0))
    sums = pl.col("cost_minor", "value_minor", "carrying_minor").sum()
    by_item = listed.with_columns(carrying_minor=pl.min_horizontal("cost_minor", "value_minor"))
    least = {"carrying_minor": pl.min_horizontal("cost_minor", "value_minor")}
    by_category = by_item.group_by(group="category").agg(sums).sort("group")
    total = by_item.group_by(group=pl.lit("")).agg(sums)
    found = [(ITEM, total), (CATEGORY, by_category.with_columns(**least)), (TOTAL, total.with_columns(**least))]
    return pl.concat(
        rows.with_columns(
            level=pl.lit(level), is_allowed=pl.lit(level in policy.units_of_account), is_chosen=pl.lit(value=False),
            required_minor=pl.col("cost_minor") - pl.col("carrying_minor"),
        ).select(LEVELS)
        for level, rows in found
    )  # fmt: skip
