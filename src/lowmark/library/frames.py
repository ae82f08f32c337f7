"""Assess a listing of stock against a listing of prices: two frames in, one out, and no database.

Before this: `assess_file`, or frames that the caller has. After this: a table with the callers' own item and lot
codes. Rows of one item (and lot) are one unit of account, whatever places they lie in; goods that are expired, damaged or in
quarantine are one apart from the sound ones. Sources: IAS 2.9, 2.28-2.33,
through the framework's files.
"""

from datetime import date
from typing import Final

import polars as pl

from lowmark.core.assessment.assess import Assessed, assess
from lowmark.core.assessment.identified import carve_out
from lowmark.core.frameworks.policy import InventoriesPolicy
from lowmark.core.frameworks.resolve import PolicyFact, resolve
from lowmark.core.kinds.arithmetic import INT64_MAX
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import MICRO
from lowmark.frameworks.read import read_framework

_STOCK: Final = ("item", "quantity_micro", "cost_minor")
_STOCK_IF_GIVEN: Final = {
    "lot": pl.lit(""), "condition": pl.lit(""), "expires_on": pl.lit(None, pl.Date), "held_minor": pl.lit(0, pl.Int64),
}  # fmt: skip
_STATE: Final = ("condition", "expires_on")
_UNITS: Final = ("_micro", "_minor")
_AMOUNTS: Final = ("quantity_micro", "cost_minor", "held_minor")
_PRICE: Final = ("evidence_kind", "evidence_rank", "net_amount_micro", "evidence_quantity_micro")
_PRICES: Final = ("item", "kind", "amount_micro", "observed_on")


def assess_on_hand(
    *,
    on_hand: pl.DataFrame,
    prices: pl.DataFrame,
    as_of: date,
    currency: str,
    framework: str = "ifrs",
    cost_to_sell: str = "0",
    channel: str = "",
) -> pl.DataFrame:
    """Measure what is on hand at the lower of cost and net realisable value.

    Shapes: `on_hand`: item, quantity_micro, cost_minor; and if given lot, condition, expires_on, held_minor. `prices`:
            item, kind, amount_micro, observed_on; and if given lot, condition, channel, currency, quantity_micro,
            confirms_date, standing. Out, a row per item, lot and what the goods are identified as, sorted: item, lot,
            condition and expires_on (each only if given; the first to expire of the row's), quantity_micro, cost_minor,
            value_minor, carrying_minor, required_minor, held_minor, evidence_kind, evidence_rank, net_amount_micro,
            evidence_quantity_micro (of the first tier, where contracts make more than one), reason, finding.
    Units:  minor units of `currency`; millionths of the base unit, and of a currency unit. An amount is for one unit
            where no quantity is given. `cost_to_sell` is a share of the price, such as "0.05" or "5 %".
    Domain: no lot is "" or null. A price without currency is in `currency`; without standing it is asserted.
    Raises: Problem ``missing_column``, ``wrong_type``, ``null_value``, ``not_on_hand``, ``value_out_of_range``, or as
            `assess`, `resolve`, `read_framework`.
    Source: IAS 2.9, 2.29, 2.30.

    >>> on_hand = pl.DataFrame({"item": ["TENT-2", "TENT-2"], "quantity_micro": [10_000_000, 10_000_000],
    ...                         "cost_minor": [50_00, 90_00]})
    >>> prices = pl.DataFrame({"item": ["TENT-2"], "kind": ["price_list"], "amount_micro": [6_000_000],
    ...                        "observed_on": [date(2026, 10, 1)]})
    >>> found = assess_on_hand(on_hand=on_hand, prices=prices, as_of=date(2026, 10, 31), currency="CAD")
    >>> found.select("item", "cost_minor", "value_minor", "required_minor", "reason").rows()
    [('TENT-2', 14000, 12000, 2000, 'price_decline')]
    """
    policy = _policy(framework, cost_to_sell, as_of)
    stock, evidence = _stock(on_hand, policy, as_of), _evidence(prices, currency)

    items = _numbered("item", stock, evidence)
    lots = _numbered("lot", stock, evidence)
    units = _coded(stock, items, lots).sort("unit")
    try:
        assessed = assess(
            units=units.select("unit", "item", "lot", *_STATE, *_AMOUNTS),
            evidence=_coded(evidence, items, lots),
            policy=policy,
            as_of=as_of,
            currency=currency,
            channel=channel,
        )
    except Problem as problem:
        raise _in_the_callers_words(problem, stock, items) from None

    table = _with_names(stock, assessed, [name for name in _STATE if name in on_hand.columns])
    assert table.height == stock.height
    return table


def _policy(framework: str, cost_to_sell: str, as_of: date) -> InventoriesPolicy:
    setting = PolicyFact(path="inventories/cost_to_sell_rate", valid_from=as_of, value=cost_to_sell or "0")
    return resolve(framework=framework, tree=read_framework(framework), facts=[setting], on=as_of).policy


def _stock(on_hand: pl.DataFrame, policy: InventoriesPolicy, as_of: date) -> pl.DataFrame:
    """Return a row per item, lot and what the goods are identified as, sorted and numbered."""
    _require("on_hand", on_hand, _STOCK)
    fills = [fill.alias(name) for name, fill in _STOCK_IF_GIVEN.items() if name not in on_hand.columns]
    names = [pl.col(name).cast(pl.String).fill_null("") for name in ("item", "lot", "condition")]
    filled = on_hand.with_columns(fills).with_columns(
        *names, pl.col("held_minor").fill_null(0), pl.col("expires_on").cast(pl.Date)
    )
    rows = carve_out(units=filled, policy=policy, as_of=as_of)
    nothing = (pl.col("quantity_micro") <= 0) | (pl.col("cost_minor") < 0)
    _refuse(rows.filter(nothing), "not_on_hand", "a quantity not above zero or a cost below it", "leave it out")

    key = ("item", "lot", "condition", "identified_as")
    sums = rows.group_by(key).agg(pl.col("expires_on").min(), pl.col(_AMOUNTS).cast(pl.Int128).sum()).sort(key)
    beyond = pl.max_horizontal(_AMOUNTS) > INT64_MAX
    _refuse(sums.filter(beyond), "value_out_of_range", "more than 64 bits hold", "look for too many zeros")
    held = pl.col("held_minor").is_between(0, pl.col("cost_minor"))
    _refuse(sums.filter(~held), "out_of_domain", "an allowance held that is not of zero to cost", "check it")
    return sums.with_columns(pl.col(_AMOUNTS).cast(pl.Int64)).with_row_index("unit").cast({"unit": pl.Int64})


def _refuse(rows: pl.DataFrame, code: str, has: str, hint: str) -> None:
    if not rows.is_empty():
        item = rows["item"].sort()[0]
        more = f", and so have {rows.height - 1} more" if rows.height > 1 else ""
        raise Problem(code, f"{item} has {has}{more}", hint=hint, where={"item": item})


def _evidence(prices: pl.DataFrame, currency: str) -> pl.DataFrame:
    """Return the prices with all columns that evidence has, numbered in the order of the frame."""
    _require("prices", prices, _PRICES)
    fills = {
        "lot": pl.lit(""),
        "condition": pl.lit(""),
        "channel": pl.lit(""),
        "currency": pl.lit(currency),
        "quantity_micro": pl.lit(MICRO, pl.Int64),
        "confirms_date": pl.lit(value=False),
        "standing": pl.lit("asserted"),
    }
    filled = [
        (pl.col(name).fill_null(fill) if name in prices.columns else fill).alias(name) for name, fill in fills.items()
    ]
    return (
        prices.with_columns(filled)
        .with_columns(pl.col("item", "lot").cast(pl.String).fill_null(""))
        .drop("evidence", strict=False)
        .with_row_index("evidence")
    )


def _require(table: str, frame: pl.DataFrame, columns: tuple[str, ...]) -> None:
    """Refuse a frame without the columns it has to have, with holes in them, or with amounts that are not whole."""
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise Problem("missing_column", f"{table} has no column {', '.join(missing)}",
                      hint=f"it takes {', '.join(columns)}", where={"table": table})  # fmt: skip
    inexact = [name for name, given in frame.schema.items() if name.endswith(_UNITS) and not given.is_integer()]
    if inexact and not frame.is_empty():
        raise Problem("wrong_type", f"{inexact[0]} of {table} is not in whole numbers",
                      hint="give minor units of money and millionths of a quantity",
                      where={"table": table})  # fmt: skip
    nulls = [name for name in columns if frame[name].null_count()]
    if nulls:
        raise Problem("null_value", f"{table} has nothing in {', '.join(nulls)} of some rows", where={"table": table})


def _numbered(name: str, *frames: pl.DataFrame) -> pl.DataFrame:
    """Give every code a number; no lot has none."""
    codes = pl.concat([frame.select(name) for frame in frames]).unique().sort(name)
    return codes.filter(pl.col(name) != "").with_row_index(f"{name}_number").cast({f"{name}_number": pl.Int64})


def _coded(frame: pl.DataFrame, items: pl.DataFrame, lots: pl.DataFrame) -> pl.DataFrame:
    """Put numbers in the place of codes."""
    numbered = frame.join(items, on="item", how="left").join(lots, on="lot", how="left")
    return numbered.with_columns(item="item_number", lot="lot_number")


def _with_names(stock: pl.DataFrame, assessed: Assessed, state: list[str]) -> pl.DataFrame:
    """Return the assessments and the price behind each, under the callers' codes."""
    names = stock.select("unit", "item", "lot", *state)
    price = assessed.tiers.filter(pl.col("tier") == 1).select("unit", *_PRICE)
    found = assessed.assessments.drop("item", "lot").join(names, on="unit").join(price, on="unit").sort("unit")
    return found.select(
        "item", "lot", *state, "quantity_micro", "cost_minor", "value_minor", "carrying_minor", "required_minor",
        "held_minor", *_PRICE, "reason", "finding",
    )  # fmt: skip


def _in_the_callers_words(problem: Problem, stock: pl.DataFrame, items: pl.DataFrame) -> Problem:
    """Name the item that a problem knows by its number only."""
    if problem.code != "value_out_of_range":
        return problem
    codes = stock if "unit" in problem.where else items
    (number,) = problem.where.values()
    item = codes["item"][int(str(number))]
    return Problem(problem.code, f"the price or value of {item} does not fit 64 bits", problem.hint, {"item": item})
