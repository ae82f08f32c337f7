"""Goods of a case through `assess` itself, for what a listing of stock and prices cannot say: bases, groups, rules, outlets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from lowmark.core.assessment.assess import Assessed, assess
from lowmark.core.assessment.metrics import Known
from lowmark.core.frameworks import estimators
from lowmark.core.frameworks.policy import InventoriesPolicy
from lowmark.core.frameworks.resolve import PolicyFact, resolve
from lowmark.core.kinds.price import parse_price_micro
from lowmark.core.kinds.quantity import MICRO, parse_micro
from lowmark.frameworks.read import read_framework
from tests.cases.record import Figure
from tests.cases.stock import AS_OF, CURRENCY, NOTHING, ONE, Measured, is_less, is_zero, money, values_of
from tests.cases.waiting import BELOW_ZERO, Waits

PLAIN = "lower_of_cost_and_nrv"
MARKET = "lower_of_cost_or_market"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Some goods: cost, price, costs to come, replacement cost and normal profit, each of one unit."""

    quantity: str = ONE
    cost: str
    price: str | None = None
    cost_to_sell: str | None = None
    cost_to_complete: str | None = None
    replacement: str | None = None
    profit: str | None = None
    group: str = ""
    age_days: int = 0


def policy_of(framework: str, settings: Mapping[str, Any] | None = None) -> InventoriesPolicy:
    """Resolve a framework's policy, with what an entity sets."""
    facts = [
        PolicyFact(path=f"inventories/{path}", valid_from=AS_OF, value=value)
        for path, value in (settings or {}).items()
    ]
    return resolve(framework=framework, tree=read_framework(framework), facts=facts, on=AS_OF).policy


def applying(policy: InventoriesPolicy, rule: str, **said: Any) -> InventoriesPolicy:
    """Return the policy with one rule applied."""
    value = estimators.canonical(estimators.PATHS[rule], {"rank": 50} | said)
    return replace(policy, estimators=(estimators.make(rule=rule, value=value),))


def assess_goods(goods: Sequence[Held], *, policy: InventoriesPolicy, basis: str = PLAIN, **known: Any) -> Assessed:
    """Assess goods, each an item and a unit of its own.

    Raises: Waits for a price below zero.
    """
    costs = values_of((row.quantity, row.cost) for row in goods)
    units = pl.DataFrame([
        {"unit": place, "item": place, "condition": "", "quantity_micro": parse_micro(row.quantity), "cost_minor": cost,
         "held_minor": 0, "basis": basis}
        for place, (row, cost) in enumerate(zip(goods, costs, strict=True), start=1)
    ]).with_columns(lot=pl.lit(None, pl.Int64), expires_on=pl.lit(None, pl.Date))  # fmt: skip
    said = [each for place, row in enumerate(goods, start=1) for each in _evidence(place, row)]
    evidence = pl.DataFrame(
        said, schema={"item": pl.Int64, "kind": pl.String, "amount_micro": pl.Int64}, orient="row"
    ).with_row_index("evidence").with_columns(
        lot=pl.lit(None, pl.Int64), condition=pl.lit(""), channel=pl.lit(""), currency=pl.lit(CURRENCY),
        quantity_micro=pl.lit(MICRO, pl.Int64), observed_on=pl.lit(AS_OF), confirms_date=pl.lit(value=False),
        standing=pl.lit("verified"),
    )  # fmt: skip
    profits = pl.DataFrame(
        [(place, None if row.profit is None else parse_price_micro(row.profit), MICRO)
         for place, row in enumerate(goods, start=1)],
        schema={"unit": pl.Int64, "normal_profit_amount_micro": pl.Int64, "normal_profit_quantity_micro": pl.Int64},
        orient="row",
    )  # fmt: skip
    ages = pl.DataFrame(
        [(place, row.age_days, MICRO) for place, row in enumerate(goods, start=1)],
        schema={"unit": pl.Int64, "age_days": pl.Int64, "quantity_micro": pl.Int64}, orient="row",
    )  # fmt: skip
    return assess(
        units=units, evidence=evidence, policy=policy, as_of=AS_OF, currency=CURRENCY,
        known=Known(metrics=profits, ages=ages, **known),
    )  # fmt: skip


def _evidence(item: int, row: Held) -> list[tuple[int, str, int]]:
    prices = {
        "price_list": row.price, "cost_to_sell": row.cost_to_sell, "cost_to_complete": row.cost_to_complete,
        "replacement_cost": row.replacement,
    }  # fmt: skip
    given = {kind: price for kind, price in prices.items() if price is not None}
    if any(is_less(price, NOTHING) for price in given.values()):
        raise Waits(BELOW_ZERO)
    if row.price is not None and is_zero(row.price):
        # A price of zero is no evidence: what fetches nothing is what costs all of its price to sell.
        given |= {"price_list": ONE, "cost_to_sell": ONE}
    return [(item, kind, parse_price_micro(price)) for kind, price in given.items()]


def levels_of(goods: Sequence[Held], *, framework: str) -> Mapping[str, tuple[Figure, Figure]]:
    """Return the carrying amount and the write-down of goods by item, by category and in total."""
    groups = pl.DataFrame(
        [(place, "category", row.group or "none") for place, row in enumerate(goods, start=1)],
        schema={"unit": pl.Int64, "level": pl.String, "group": pl.String}, orient="row",
    )  # fmt: skip
    found = assess_goods(goods, policy=policy_of(framework), groups=groups)
    sums = found.levels.group_by("level").agg(pl.col("carrying_minor", "required_minor").sum())
    return {level: (money(carrying), money(required)) for level, carrying, required in sums.iter_rows()}


def in_all(found: Sequence[Assessed]) -> Measured:
    """Return what goods come to together that were assessed one after another."""
    table = pl.concat(each.assessments for each in found)
    return Measured(*(money(minor) for minor in table.select(pl.col(_FIGURES).sum()).row(0)))


def one_by_one(found: Assessed) -> list[Measured]:
    """Return what each of some goods comes to, in their order."""
    rows = found.assessments.with_columns(pl.col("value_minor").fill_null(0)).sort("unit").select(_FIGURES).iter_rows()
    return [Measured(*(money(minor) for minor in row)) for row in rows]


def market_of(found: Assessed) -> Mapping[str, Figure]:
    """Return ceiling, floor and market of the one unit that was assessed.

    Raises: Waits where there is no market.
    """
    row = found.markets.row(0, named=True)
    if row["market_minor"] is None:
        raise Waits("goods without a price or a replacement cost")
    return {name: money(row[f"{name}_minor"]) for name in ("ceiling", "floor", "market")}


def share_taken(found: Assessed) -> tuple[int, int]:
    """Return how much of what cost was taken off, as a ratio."""
    required, cost = found.assessments.select(pl.col("required_minor", "cost_minor").sum()).row(0)
    return required, cost


def outlets_of(material: Held, product: Held) -> pl.DataFrame:
    """Say that a material goes into a product, all of it: the first of some goods into the second."""
    (materials,), (cost,), (value,) = (
        values_of([(ONE, each)]) for each in (material.cost, product.cost, product.price or NOTHING)
    )
    return pl.DataFrame([{
        "item": 1, "product": 2, "quantity_micro": parse_micro(material.quantity), "product_cost_minor": cost,
        "product_value_minor": value, "materials_cost_minor": min(cost, materials),
    }])  # fmt: skip


def at_market_of_a_floor(*, cost: str, nrv: str, replacement: str, floor: str) -> Figure:
    """Return what goods would be carried at by the lower of cost or market, where the floor is said and no profit.

    The profit is what is left of their value when the floor is taken off it.
    """
    policy = policy_of("us_gaap")
    profit = in_all([assess_goods([Held(cost=cost, price=nrv, cost_to_sell=floor)], policy=policy)]).nrv
    goods = Held(cost=cost, price=nrv, replacement=replacement, profit=profit)
    return in_all([assess_goods([goods], policy=policy, basis=MARKET)]).carrying


_FIGURES = ("cost_minor", "value_minor", "carrying_minor", "required_minor")
