"""Rules that estimate value beside one bare Polars pass each, over the same units: `python -m benchmarks.assessment`.

A bare pass is what one would write for one rule and this data alone: a chain of when and then on float columns, the discount
times cost, in one `select`, with no ranks, no reasons, no tiers and nothing exact. It is timed twice: over columns that
somebody has laid side by side already, and from the tables that the whole call is given, which have to be joined first. The
whole call is `assess`: conditions, evidence, demand, tiers, all ten rules, what binds, every estimate shown, the allowance
needed; in three books one after the other, and so are the bare passes. Turns alternate; figures are medians. Each rule binds
on at least one unit in a hundred, or the figures say nothing of it.
"""

import argparse
import os
import platform
import resource
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from lowmark.core.assessment.assess import Assessed, assess
from lowmark.core.assessment.estimates import all_rules
from lowmark.core.assessment.metrics import Known
from lowmark.core.frameworks import estimators
from lowmark.core.frameworks.policy import InventoriesPolicy
from lowmark.core.frameworks.resolve import resolve
from lowmark.frameworks.read import read_framework

SEED = 20_261_031
AS_OF = date(2026, 10, 31)
MICRO = 1_000_000
BOOKS = ("ifrs", "us_gaap", "aspe")
"""Three books over the same stock: each is tested by its own framework."""
LEAST_SHARE = 0.01
"""Of the units, that each rule must bind on."""

Bare = Mapping[str, Callable[[pl.DataFrame], pl.DataFrame]]


def main() -> None:
    """Print the time of the whole call, of each bare pass, and how they compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()

    print(f"# seed {SEED}, {arguments.units:,} units, medians of {arguments.repeats}; Python {platform.python_version()}, "
          f"polars {pl.__version__}, {pl.thread_pool_size()} threads, load {os.getloadavg()[0]:.1f} "
          f"on {os.cpu_count()} processors")  # fmt: skip
    units, evidence, known = make(arguments.units)
    books = [applied(framework) for framework in BOOKS]
    flat = flattened(units, known)
    read = readers(units, evidence, known)
    turns: dict[str, list[float]] = {name: [] for name in ("whole", *bare(), *(f"read {name}" for name in bare()))}
    found = [run(units, evidence, known, policy) for policy in books]
    for _ in range(arguments.repeats):
        turns["whole"].append(timed(lambda: [run(units, evidence, known, policy) for policy in books]))
        for name, one in bare().items():
            turns[name].append(timed(lambda one=one: [one(flat) for _ in books]))
            turns[f"read {name}"].append(timed(lambda one=one, name=name: [one(read[name]()) for _ in books]))
    for framework, one in zip(BOOKS, found, strict=True):
        require_binding(framework, one, arguments.units)
    report(found[0], turns, arguments.units)


def report(found: Assessed, turns: Mapping[str, list[float]], n: int) -> None:
    """Print a line per rule, as it binds in the first book, and all books together beside the sum of the bare passes."""
    binds = dict(found.estimates.filter("binds").group_by("rule").agg(pl.col("unit").n_unique()).rows())
    says = dict(found.estimates.group_by("rule").len().rows())
    print("rule                        says      binds   share   bare s  from tables s")
    for rule in all_rules():
        share = binds.get(rule.name, 0) / n
        print(f"{rule.name:24} {says.get(rule.name, 0):9,} {binds.get(rule.name, 0):9,} {share:7.1%} "
              f"{statistics.median(turns[rule.name]):8.3f} {statistics.median(turns[f'read {rule.name}']):8.3f}")  # fmt: skip
    whole = statistics.median(turns["whole"])
    passes, from_tables = (
        sum(statistics.median(turns[f"{how}{rule.name}"]) for rule in all_rules()) for how in ("", "read ")
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"whole {whole:.2f} s, bare passes together {passes:.2f} s, ratio {whole / passes:.1f}; from the same tables "
          f"{from_tables:.2f} s, ratio {whole / from_tables:.1f}; peak {peak:,.0f} MiB")  # fmt: skip


def require_binding(framework: str, found: Assessed, n: int) -> None:
    """Hold that every rule binds on enough units of a book to have been measured.

    Raises: SystemExit.
    """
    binds = dict(found.estimates.filter("binds").group_by("rule").agg(pl.col("unit").n_unique()).rows())
    if rare := [rule.name for rule in all_rules() if binds.get(rule.name, 0) < LEAST_SHARE * n]:
        raise SystemExit(f"{framework}: binding on less than {LEAST_SHARE:.0%} of units: {', '.join(rare)}")


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def run(units: pl.DataFrame, evidence: pl.DataFrame, known: Known, policy: InventoriesPolicy) -> Assessed:
    return assess(units=units, evidence=evidence, policy=policy, as_of=AS_OF, currency="CAD", known=known)


def applied(framework: str) -> InventoriesPolicy:
    """Return a framework's policy with every rule."""
    policy = resolve(framework=framework, tree=read_framework(framework), facts=[], on=AS_OF).policy
    return replace(policy, estimators=tuple(
        estimators.make(rule=rule, value=estimators.canonical(estimators.PATHS[rule], {"rank": 50} | said))
        for rule, said in SAID.items()
    ))  # fmt: skip


def table(*rows: tuple[str, str, str]) -> dict[str, Any]:
    said = [{"operator": operator, "bound": bound, "discount": discount} for operator, bound, discount in rows]
    return {"tables": [{"rows": said}]}


SAID: dict[str, dict[str, Any]] = {
    "market_price": {"kinds": ["replacement_cost"], "take": "lowest", "months": 3, "operator": ">="},
    "range_of_coverage": table((">=", "6", "5 %"), (">=", "12", "20 %"), (">", "24", "50 %")),
    "movement_rate": {"receipts": {"bound": "10 %", "operator": "<"}, "issues": {"bound": "10 %", "operator": "<"}}
    | table((">=", "1", "10 %"), (">=", "3", "30 %"), (">=", "6", "60 %")),
    "age": table((">", "180", "10 %"), (">", "365", "30 %"), (">", "730", "60 %")),
    "no_movement": table((">=", "6", "15 %"), (">=", "12", "40 %"), (">=", "24", "80 %")),
    "remaining_life": table(("<=", "30", "90 %"), ("<=", "90", "60 %"), ("<=", "180", "20 %")),
    "condition": {"factors": {"damaged": "30 %", "quarantine": "60 %"}},
    "excess": {"factors": {"excess": "25 %"}, "horizon_days": 365},
    "discontinued": {"factors": {"discontinued": "40 %", "superseded": "70 %"}},
    "component_write_downs": {},
}


def make(n: int) -> tuple[pl.DataFrame, pl.DataFrame, Known]:
    """Make units of items, some with lots, and what is known of them."""
    random = np.random.default_rng(SEED)
    unit = np.arange(1, n + 1)
    item = unit // 2 + 1
    quantity = random.integers(1, 500, n) * MICRO
    draw = random.random(n)
    condition = np.where(draw < 0.03, "damaged", np.where(draw < 0.05, "quarantine", ""))
    life = random.integers(1, 900, n)
    expires = pl.Series(life).cast(pl.Int32) + (AS_OF - date(1970, 1, 1)).days
    units = pl.DataFrame({
        "unit": unit, "item": item, "condition": condition, "quantity_micro": quantity,
        "cost_minor": quantity // MICRO * random.integers(100, 20_000, n), "held_minor": np.zeros(n, dtype=np.int64),
    }).with_columns(
        lot=pl.col("unit"), expires_on=pl.when(pl.Series(draw > 0.7)).then(expires.cast(pl.Date))
    )  # fmt: skip
    return units, make_prices(random, units), make_known(random, units)


def make_prices(random: Any, units: pl.DataFrame) -> pl.DataFrame:
    """Give each third item a market price, near the cost of its goods, and each tenth item a price of a list."""
    items = units.group_by("item").agg(
        each=(pl.col("cost_minor").sum() * 10_000 // (pl.col("quantity_micro").sum() // MICRO))
    ).sort("item")  # fmt: skip
    near = pl.Series(random.integers(600, 1_400, items.height))
    amount = pl.max_horizontal(pl.col("each") * near // 1_000, pl.lit(1))
    common = {
        "lot": pl.lit(None, pl.Int64), "condition": pl.lit(""), "channel": pl.lit(""), "currency": pl.lit("CAD"),
        "quantity_micro": pl.lit(MICRO), "observed_on": pl.lit(AS_OF - timedelta(days=30)),
        "confirms_date": pl.lit(value=False), "standing": pl.lit("verified"), "amount_micro": amount,
    }  # fmt: skip
    market = items.with_columns(kind=pl.lit("replacement_cost"), **common).filter(pl.col("item") % 3 == 0)
    listed = items.with_columns(kind=pl.lit("price_list"), **common).filter(pl.col("item") % 10 == 1)
    return pl.concat([market, listed]).drop("each").with_row_index("evidence", offset=1)


def make_known(random: Any, units: pl.DataFrame) -> Known:
    """Measure stock and use, moves, ages in two strata a unit, demand of an item, status, and what components lost."""
    n = units.height
    quantity = units["quantity_micro"].to_numpy()
    metrics = pl.DataFrame({
        "unit": units["unit"], "average_stock_micro": quantity,
        "average_consumption_micro": quantity // random.integers(1, 40, n),
        "receipts_micro": (quantity * (random.integers(0, 40, n) / 100)).astype("int64"),
        "issues_micro": (quantity * (random.integers(0, 40, n) / 100)).astype("int64"),
        "slow_periods": random.integers(0, 9, n), "months_since_move": random.integers(0, 30, n),
        "components_of_minor": np.full(n, 100_00), "components_lost_minor": np.where(random.random(n) < 0.08, 65_00, 0),
        "status": np.array(["current", "discontinued", "superseded"])[random.choice(3, n, p=[0.9, 0.06, 0.04])],
    })  # fmt: skip
    older = quantity // 2
    ages = pl.concat([
        pl.DataFrame({"unit": units["unit"], "age_days": random.integers(1, 1_100, n), "quantity_micro": older}),
        pl.DataFrame({"unit": units["unit"], "age_days": random.integers(1, 1_100, n), "quantity_micro": quantity - older}),
    ])  # fmt: skip
    by_item = units.group_by("item").agg(pl.col("quantity_micro").sum()).sort("item")
    tomorrow = AS_OF + timedelta(days=1)
    demand = by_item.select(
        "item", from_on=pl.lit(tomorrow), until_on=pl.lit(tomorrow + timedelta(days=364)),
        quantity_micro=pl.col("quantity_micro") * pl.Series(random.integers(50, 200, by_item.height)) // 100,
    )  # fmt: skip
    return Known(metrics=metrics, ages=ages, demand=demand)


def flattened(units: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Put everything on one row a unit, in floats, for the bare passes; in nobody's time."""
    assert known.metrics is not None and known.ages is not None and known.demand is not None
    ages = known.ages.group_by("unit").agg(age=pl.col("age_days").mean())
    flat = units.join(known.metrics, on="unit").join(ages, on="unit").join(
        known.demand.select("item", demand="quantity_micro"), on="item"
    )  # fmt: skip
    numbers = [name for name, kind in flat.schema.items() if kind.is_integer()]
    days = (pl.col("expires_on") - pl.lit(AS_OF)).dt.total_days().alias("days")
    return flat.with_columns(pl.col(numbers).cast(pl.Float64), days, market=pl.col("cost_minor") * 0.9)


def readers(
    units: pl.DataFrame, evidence: pl.DataFrame, known: Known
) -> Mapping[str, Callable[[], pl.DataFrame]]:  # fmt: skip
    """Return, by rule, what lays the columns that its bare pass takes side by side, from the tables of the whole call."""
    metrics, ages, demand = known.metrics, known.ages, known.demand
    assert metrics is not None and ages is not None and demand is not None
    of = {
        "range_of_coverage": ["average_stock_micro", "average_consumption_micro"],
        "movement_rate": ["average_stock_micro", "receipts_micro", "issues_micro", "slow_periods"],
        "no_movement": ["months_since_move"], "discontinued": ["status"],
        "component_write_downs": ["components_of_minor", "components_lost_minor"],
    }  # fmt: skip
    prices = evidence.filter(pl.col("kind") == "replacement_cost").select("item", market="amount_micro")
    cost = units.select("unit", "cost_minor")
    return {
        "market_price": lambda: units.join(prices, on="item", how="left"),
        "age": lambda: cost.join(ages.group_by("unit").agg(age=pl.col("age_days").mean()), on="unit"),
        "remaining_life": lambda: units.with_columns(
            days=(pl.col("expires_on") - pl.lit(AS_OF)).dt.total_days().cast(pl.Float64)
        ),
        "condition": lambda: units,
        "excess": lambda: units.join(demand.select("item", demand="quantity_micro"), on="item"),
        **{name: (lambda columns=columns: cost.join(metrics.select("unit", *columns), on="unit"))
           for name, columns in of.items()},
    }  # fmt: skip


def bare() -> Bare:
    """Return one pass per rule: what it takes off, times cost."""
    coverage = pl.col("average_stock_micro") / pl.col("average_consumption_micro")
    stock, cost = pl.col("average_stock_micro"), pl.col("cost_minor")
    is_slow = (pl.col("receipts_micro") / stock < 0.1) & (pl.col("issues_micro") / stock < 0.1)
    slow = pl.when(is_slow).then(pl.col("slow_periods") + 1).otherwise(0)
    kept = {
        "market_price": pl.min_horizontal(pl.col("market") / cost, 1.0),
        "range_of_coverage": _rows(coverage, [(24, 0.5), (12, 0.8), (6, 0.95)]),
        "movement_rate": _rows(slow, [(6, 0.4), (3, 0.7), (1, 0.9)]),
        "age": _rows(pl.col("age"), [(731, 0.4), (366, 0.7), (181, 0.9)]),
        "no_movement": _rows(pl.col("months_since_move"), [(24, 0.2), (12, 0.6), (6, 0.85)]),
        "remaining_life": _rows(-pl.col("days"), [(-30, 0.1), (-90, 0.4), (-180, 0.8)]),
        "condition": pl.when(pl.col("condition") == "damaged").then(0.3).when(pl.col("condition") != "").then(0.6).otherwise(1.0),
        "excess": 1 - 0.75 * (1 - pl.min_horizontal(pl.col("demand") / pl.col("quantity_micro"), 1.0)),
        "discontinued": pl.when(pl.col("status") == "discontinued").then(0.4).when(pl.col("status") == "superseded")
        .then(0.7).otherwise(1.0),
        "component_write_downs": 1 - pl.col("components_lost_minor") / pl.col("components_of_minor"),
    }  # fmt: skip
    return {
        name: (lambda flat, share=share: flat.select("unit", value=(cost * share).round()))
        for name, share in kept.items()
    }


def _rows(measure: pl.Expr, rows: list[tuple[int, float]]) -> pl.Expr:
    kept = pl.lit(1.0)
    for bound, share in reversed(rows):
        kept = pl.when(measure >= bound).then(share).otherwise(kept)
    return kept


if __name__ == "__main__":
    main()
