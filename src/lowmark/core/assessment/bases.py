"""Which measurement basis each unit is on, and which groups of a wider unit of account it is in.

Before this: an entity's policy, which names items by their codes. After this: `inputs`, which holds them to what the
framework has, and `levels`. An item's own basis comes before its class's, and that before the one of its cost formula.
"""

from typing import Final

import polars as pl

from lowmark.core.assessment.inputs import NRV_BASIS, OUT_OF_SCOPE
from lowmark.core.assessment.levels import CATEGORY, ITEM, SIMILAR
from lowmark.core.assessment.lower_of_cost_or_market import MARKET
from lowmark.core.frameworks.policy import InventoriesPolicy, Similar
from lowmark.core.frameworks.tests_of_stock import CONDITIONS
from lowmark.core.kinds.problems import Problem

_SHOWN: Final = 5


def with_bases(units: pl.DataFrame, *, policy: InventoriesPolicy, at_market: pl.DataFrame) -> pl.DataFrame:
    """Return the units with the basis of each.

    Shapes: `units`: unit, item_code, item_class, ...; `at_market`: unit, of those whose cost formula is measured at the lower
            of cost or market where the framework has that basis.
    Raises: Problem ``basis_out_of_scope`` naming the items that another standard measures.

    >>> from lowmark.core.frameworks.policy import Bases
    >>> units = pl.DataFrame({"unit": [1, 2], "item_code": ["A", "B"], "item_class": ["supplies", "merchandise"]})
    >>> policy = InventoriesPolicy(framework="ours", reversal="required", cost_to_sell_rate_micro=0, cost_formulas=(),
    ...     evidence_ranks=(), asserted_rank_penalty=0, units_of_account=(),
    ...     bases=Bases(of_classes=(("supplies", "lower_of_cost_and_replacement"),)))
    >>> with_bases(units, policy=policy, at_market=units.select("unit"))["basis"].to_list()
    ['lower_of_cost_and_replacement', 'lower_of_cost_and_nrv']
    """
    formula = pl.lit(NRV_BASIS)
    if MARKET in policy.measurement_bases:
        is_there = pl.col("unit").is_in(at_market["unit"].implode())
        formula = pl.when(is_there).then(pl.lit(MARKET)).otherwise(formula)
    found = units.with_columns(
        basis=pl.coalesce(
            _named("item_code", policy.bases.of_items), _named("item_class", policy.bases.of_classes), formula
        )
    )
    refused = (
        found.filter(pl.col("basis").is_in(OUT_OF_SCOPE)).sort("item_code")["item_code"].unique(maintain_order=True)
    )
    if not refused.is_empty():
        more = f" and {len(refused) - _SHOWN} more" if len(refused) > _SHOWN else ""
        raise Problem("basis_out_of_scope",
                      f"{', '.join(refused[:_SHOWN])}{more}: measured by another standard than that of inventories",
                      hint="take them out of inventories, or set inventories/bases otherwise",
                      where={"items": tuple(refused[:_SHOWN])})  # fmt: skip
    return found


def groups_of(units: pl.DataFrame, *, policy: InventoriesPolicy) -> pl.DataFrame:
    """Return the groups that units are in, as `levels.conform_groups` takes them.

    Shapes: `units`: unit, item, lot, item_code, category (empty: none).
    """
    lots = units.filter(pl.col("lot").is_not_null().any().over("item"))
    parts = [
        lots.select("unit", level=pl.lit(ITEM), group="item_code"),
        units.filter(pl.col("category") != "").select("unit", level=pl.lit(CATEGORY), group="category"),
    ]
    said = {name: pl.lit(None, pl.Boolean) for name in CONDITIONS} | {"reason": pl.lit(None, pl.String)}
    found = pl.concat(parts).with_columns(**said)
    return pl.concat([found, *(_similar(units, one).select(found.columns) for one in policy.similar)])


def _similar(units: pl.DataFrame, one: Similar) -> pl.DataFrame:
    asserted = {name: pl.lit(name in one.asserted) for name in CONDITIONS}
    return units.filter(pl.col("item_code").is_in(list(one.items))).select(
        "unit", level=pl.lit(SIMILAR), group=pl.lit(one.group), reason=pl.lit(one.reason), **asserted
    )


def _named(column: str, bases: tuple[tuple[str, str], ...]) -> pl.Expr:
    if not bases:
        return pl.lit(None, pl.String)
    names, values = zip(*bases, strict=True)
    return pl.col(column).replace_strict(list(names), list(values), default=None, return_dtype=pl.String)
