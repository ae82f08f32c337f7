"""A year of sales that nobody knew yet: the reserve of 30 June 2010 by forecast and by a fixed rule, against what was sold after.

    python -m examples.online_retail.look_back FOLDER

The folder holds two years of a UK wholesaler's invoices (UCI Online Retail, I and II). Sales are in it; what was on hand and
what it cost are not, so both are assumed, alike for either rule: on hand is twice what was sold in the half-year before, a
unit costs 60 % of its average price, and what is not sold within a year fetches a fifth of its cost. The forecast sees
invoices up to 30 June 2010 alone. The fixed rule takes sales before that date, by the day, for the year after. Printed is, by
rule, what was reserved, what was needed as it turned out, error and bias.
"""

import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from lowmark.core.flow_forecast import write_down_spread
from lowmark.core.forecasting.forecast import PROBABILITIES, forecast
from lowmark.core.forecasting.panel import periods_in, to_panel
from lowmark.core.forecasting.scoring import ALL, shock_micro
from lowmark.core.forecasting.told import micro
from lowmark.core.forecasting.trials import CHOSEN
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.write_downs.look_back import JUDGED, bias

AS_OF = date(2010, 6, 30)
YEAR = timedelta(days=365)
HALF = timedelta(days=182)
FETCHES_MICRO = 200_000
COST_MICRO = 600_000
MICRO = 1_000_000
SEED = 20_100_630
FORECAST = "forecast"
RULE = "twelve-month rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What is held at the date: by item (its place), how many, what one cost in pence, what was sold since in a year."""

    codes: tuple[str, ...]
    on_hand: tuple[int, ...]
    unit_cost_minor: tuple[int, ...]
    sold_after: tuple[int, ...]
    sold_by_rule: tuple[int, ...]
    demand: pl.DataFrame


def read(folder: Path) -> pl.DataFrame:
    """Return sales and returns of stocked items: code, on, quantity, price. Invoices in both files count once."""
    files = sorted(folder.glob("online_retail_*.parquet"))
    rows = pl.concat([pl.read_parquet(file) for file in files]).with_columns(
        pl.col("stock_code").str.to_uppercase(), on=pl.col("invoice_ts").dt.date()
    )
    # The later file begins on 1 December 2010; the earlier one goes on to the ninth with the same invoices.
    first = pl.read_parquet(files[0]).select("invoice_no")
    second = pl.read_parquet(files[1]).join(first, on="invoice_no", how="anti")
    both = pl.concat([pl.read_parquet(files[0]), second])
    assert both.height < rows.height
    return both.with_columns(pl.col("stock_code").str.to_uppercase(), on=pl.col("invoice_ts").dt.date()).filter(
        pl.col("stock_code").str.contains(r"^\d{5}"), pl.col("unit_price_gbp") > 0
    ).select(code="stock_code", on="on", quantity=pl.col("quantity").cast(pl.Int64),
             pence=(pl.col("unit_price_gbp").cast(pl.Float64) * 100).round().cast(pl.Int64))  # fmt: skip


def stock(sales: pl.DataFrame) -> Stock:
    """Return what is assumed to be held, of items that sold more than came back in the half-year before."""
    known = sales.filter(pl.col("on") <= AS_OF)
    days = (AS_OF - known["on"].min()).days + 1  # type: ignore[operator]
    before = known.group_by("code").agg(
        half=pl.col("quantity").filter(pl.col("on") > AS_OF - HALF).sum(), whole=pl.col("quantity").sum(),
        pence=pl.col("pence").filter(pl.col("quantity") > 0).mean(),
    )  # fmt: skip
    after = sales.filter(pl.col("on") > AS_OF, pl.col("on") <= AS_OF + YEAR).group_by("code").agg(
        after=pl.col("quantity").sum().clip(0)
    )  # fmt: skip
    held = before.filter(pl.col("half") > 0, pl.col("pence") > 0).join(after, on="code", how="left").sort("code")
    return Stock(
        codes=tuple(held["code"]), on_hand=tuple(2 * each for each in held["half"]),
        unit_cost_minor=tuple(max(1, round(each * COST_MICRO / MICRO)) for each in held["pence"]),
        sold_after=tuple(held["after"].fill_null(0)),
        sold_by_rule=tuple(max(0, each) * 365 // days for each in held["whole"]),
        demand=known.join(held.select("code"), on="code", how="semi").select(
            key="code", on="on", quantity_micro=pl.col("quantity") * MICRO
        ),
    )  # fmt: skip


def required(held: Stock, place: int, demand_micro: int) -> int:
    """Return what is to be written down of one item, if so much of it is sold within the year."""
    left_micro = max(0, held.on_hand[place] * MICRO - demand_micro)
    return multiply_divide_round(left_micro * held.unit_cost_minor[place], MICRO - FETCHES_MICRO, MICRO * MICRO)


def look_back(held: Stock) -> tuple[pl.DataFrame, dict[str, int]]:
    """Return error and bias by rule, and figures of the forecast's distribution and of errors without sign."""
    panel = to_panel(demand=held.demand, keys=held.codes, period="week", first_on=date(2009, 12, 1), as_of=AS_OF)
    made = forecast(values=panel.values, season=panel.season, horizon=periods_in(YEAR.days, "week"), seed=SEED)
    places = range(len(held.codes))
    rows = (
        []
        if made.tested is None
        else made.tested.scored.scores.filter(demand_class=ALL, model=CHOSEN)["bias"].to_list()
    )
    shock = shock_micro(micro(rows[0])) if rows else 0
    needed = [required(held, place, held.sold_after[place] * MICRO) for place in places]
    spread = write_down_spread(
        required=lambda given: {item: required(held, item, sold) for item, sold in given.iter_rows()},
        demand=pl.DataFrame({"item": list(places), "quantity_micro": made.mean_micro.tolist()}),
        quantiles={place: tuple(made.quantiles_micro[place].tolist()) for place in places},
        probabilities_micro=[round(each * MICRO) for each in PROBABILITIES], thresholds=[sum(needed)], seed=SEED,
        shock_micro=shock,
    )  # fmt: skip
    estimates = {
        FORECAST: [spread.expected[place] for place in places],
        RULE: [required(held, place, held.sold_by_rule[place] * MICRO) for place in places],
    }
    judged = [
        (rule, place, rule, "merchandise", held.on_hand[place] * held.unit_cost_minor[place], estimate[place], needed[place],
         0, 0) for rule, estimate in estimates.items() for place in places
    ]  # fmt: skip
    found = bias(judged=pl.DataFrame(judged, schema=JUDGED, orient="row"))
    apart = {rule: sum(abs(each - need) for each, need in zip(estimate, needed, strict=True))
             for rule, estimate in estimates.items()}  # fmt: skip
    return found, apart | {
        "low": spread.risk.low,
        "high": spread.risk.high,
        "tested": int(made.tested is not None),
        "shock": shock,
    }


def main(folder: Path) -> None:
    """Print the look-back."""
    held = stock(read(folder))
    found, figures = look_back(held)
    print(f"{len(held.codes):,} items held on {AS_OF}, cost {found['cost_minor'][0] / 100:,.2f} GBP (assumed)")
    print(f"{'rule':<18} {'reserved':>14} {'needed':>14} {'error':>14} {'without sign':>14} {'bias':>8}")
    for row in found.iter_rows(named=True):
        print(f"{row['reason']:<18} {row['estimated_minor'] / 100:>14,.2f} {row['needed_minor'] / 100:>14,.2f} "
              f"{row['error_minor'] / 100:>14,.2f} {figures[row['reason']] / 100:>14,.2f} "
              f"{np.round(row['bias_micro'] / 10_000, 1):>6} %")  # fmt: skip
    print(f"the forecast's reserve lies between {figures['low'] / 100:,.2f} and {figures['high'] / 100:,.2f} "
          f"in nine cases of ten; all items together were off by {figures['shock'] / 10_000:.1f} % in the back-test")  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
