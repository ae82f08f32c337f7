"""Dollar-value LIFO: a pool over several years, with an index given or made of item prices; and the reserve."""

from collections.abc import Mapping
from typing import Any

from lowmark.core.estimates.dollar_value_lifo import (
    PoolYear,
    PricedItem,
    change_of_reserve,
    close_pool_year,
    double_extension,
    link_chain,
)
from lowmark.core.estimates.ratios import ONE, Ratio
from lowmark.core.kinds.price import parse_price_micro
from lowmark.core.kinds.quantity import parse_micro
from lowmark.core.kinds.rate import parse_rate_micro
from tests.cases.figures import PARTS, known, minor, stated, stated_ratio
from tests.cases.record import Case, rows_of
from tests.cases.waiting import Waits

POOL = "all"
EARLIER = {"double_extension": "base_price", "link_chain": "prior_price"}


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Close the pool's years, one after another, the base year first."""
    del framework
    known(case, {"years", "index_by"})
    layers, index, reserve = (), ONE, 0
    answers: dict[str, Any] = {}
    for number, row in enumerate(rows_of(case.given("years")), start=1):
        index = _index(case, row, index)
        year = close_pool_year(
            layers=layers, pool=POOL, year=number, current_cost_minor=minor(row["ending_current"]), index=index,
            layer_index=None if "layer_index" not in row else (parse_rate_micro(row["layer_index"]), PARTS),
        )  # fmt: skip
        inside = minor(row.get("inside") or row["ending_current"])
        change = change_of_reserve(
            opening_minor=reserve, inside_cost_minor=inside, lifo_cost_minor=year.lifo_cost_minor
        )
        layers, reserve = year.layers, change.closing_minor
        told = _of_year(year) | {"reserve": change.closing_minor, "reserve_change": change.change_minor}
        answers |= {f"year{number}_{name}": value for name, value in told.items()}
    return {
        name: stated_ratio(value, case.expected.get(name)) if isinstance(value, tuple)
        else stated(value, case.expected.get(name)) if isinstance(value, int) else value
        for name, value in answers.items()
    }  # fmt: skip


def _of_year(year: PoolYear) -> dict[str, Any]:
    one = year.liquidated[0] if len(year.liquidated) == 1 else None
    return {
        "index": year.index, "base": year.base_minor, "inventory": year.lifo_cost_minor,
        "layer": 0 if year.added is None else year.added.cost_minor,
        "liquidation_profit": Waits("one liquidated layer") if one is None else one.profit_minor,
    }  # fmt: skip


def _index(case: Case, row: Mapping[str, Any], before: Ratio) -> Ratio:
    """Return a year's index: given, or made of its items.

    Raises: Waits.
    """
    if "index" in row:
        return parse_rate_micro(row["index"]), PARTS
    by = str(case.given("index_by"))
    if by not in EARLIER or "items" not in row:
        raise Waits("an index, or prices to make one of")
    items = [
        PricedItem(item=each["item"], quantity_micro=parse_micro(each["qty"]), price_micro=parse_price_micro(each["price"]),
                   earlier_price_micro=parse_price_micro(each[EARLIER[by]]))
        for each in rows_of(row["items"])
    ]  # fmt: skip
    return double_extension(items=items) if by == "double_extension" else link_chain(opening_index=before, items=items)
