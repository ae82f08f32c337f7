"""What one entity brings to a plan: stock by place, demand by place, open orders, prices, terms. Codes stand for numbers.

Before this: an open reader of the entity's scope. After this: `situation`, which puts entities together. What a place will
sell is the item's forecast, or what was sold in the year before, spread over its places as their sales were; firm sales due
within the horizon are the least of it. Where nothing was sold yet it is spread as the stock lies.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from lowmark.core.kinds.allocation import largest_remainder
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.tables.locations import CONDITIONS, HERE
from lowmark.services.access import Granted
from lowmark.services.finding import find_book
from lowmark.services.policies import policy_in_force
from lowmark.services.stock.kit_orders import owed_apart
from lowmark.store.entities.read import Book
from lowmark.store.evidence import read as evidence_read
from lowmark.store.evidence.forecasts import forecasts
from lowmark.store.evidence.plan_terms import terms_in_force
from lowmark.store.session import Reader, Row
from lowmark.store.stock import orders as orders_read
from lowmark.store.stock import places as places_read
from lowmark.store.stock.sold import sold_by_place
from lowmark.store.valuation import read as valuation_read

YEAR = 365
WHOLE = 1_000_000
PRICES = ("firm_contract", "price_list", "quote", "recent_sale", "post_period_sale")
REPLACEMENT = "replacement_cost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What one entity brings, in its own currency.

    Shapes: as `risks.find` and `described` take them, without the entity: items and places by code.
    """

    granted: Granted
    known_seq: int
    stock: pl.DataFrame
    demand: pl.DataFrame
    orders: pl.DataFrame
    prices: pl.DataFrame
    terms: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Asked:
    """At which date, as known when, over how many days."""

    as_of: date
    known_seq: int
    horizon_days: int


def bring(reader: Reader, granted: Granted, asked: Asked) -> Brought:
    """Return what an entity brings to a plan."""
    entity, book = granted.entity, find_book(reader, granted.entity, "")
    items = reader.frame(
        "SELECT id, code, category, minimum_remaining_days FROM items_item WHERE catalogue_id = %s ORDER BY id",
        [entity.catalogue_id], {"item_id": "id", "item": "text", "category": "text", "wanted_days": "int"},
    )  # fmt: skip
    codes = dict(items.select("item_id", "item").iter_rows())
    stock = stock_at(reader, entity.id, book, asked, items)
    lines = orders_read.open_lines(reader, entity.id, as_of=asked.as_of, known_seq=asked.known_seq)
    firm = owed_apart(reader, entity.id, lines, as_of=asked.as_of).filter(
        pl.col("side") == "sale", "is_firm", pl.col("due_on") <= asked.as_of + timedelta(days=asked.horizon_days)
    )
    return Brought(
        granted=granted, known_seq=asked.known_seq, stock=stock.drop("item_id"),
        demand=_demand(reader, entity.id, asked, stock, firm).with_columns(
            item=_called("item_id", codes)).drop("item_id"),
        orders=_orders(lines, codes, entity.currency), prices=_prices(reader, entity.id, book, asked, (items, stock)),
        terms=terms_in_force(reader, entity.id, as_of=asked.as_of, known_seq=asked.known_seq),
    )  # fmt: skip


def _called(column: str, codes: dict[int, str]) -> pl.Expr:
    """Return what a person calls the items of a column. Nothing at all cannot be replaced, and keeps its type."""
    if not codes:
        return pl.lit(None, dtype=pl.String)
    return pl.col(column).replace_strict(codes, return_dtype=pl.String)


def stock_at(
    reader: Reader, entity_id: int, book: Book, asked: Asked, items: pl.DataFrame, *, kinds: Collection[str] = HERE
) -> pl.DataFrame:
    """Return goods of ours in places of some kinds, with their share of their pool's cost and their last day of sale."""
    layers = valuation_read.open_layers(reader, book.cost_basis_id, as_of=asked.as_of, known_seq=asked.known_seq)
    cost = {(item, lot, condition): value for item, lot, condition, value in layers.group_by("item", "lot", "condition").agg(
        pl.col("cost_minor").sum()).iter_rows()}  # fmt: skip
    there = places_read.balances(reader, entity_id, as_of=asked.as_of, known_seq=asked.known_seq)
    pools: defaultdict[tuple[int, int | None, str], list[Row]] = defaultdict(list)
    for row in there:
        if not row["owner"]:
            pools[row["item_id"], row["lot_id"], CONDITIONS[row["kind"]]].append(row)
    rows: list[Row] = []
    for goods, held in pools.items():
        quantities = [max(row["quantity_micro"], 0) for row in held]
        parts = largest_remainder(cost.get(goods, 0), quantities) if any(quantities) else [0] * len(held)
        rows += [
            {"item_id": row["item_id"], "lot": row["lot"], "location": row["location"], "lot_id": row["lot_id"],
             "quantity_micro": row["quantity_micro"], "cost_minor": part}
            for row, part in zip(held, parts, strict=True) if row["kind"] in kinds and row["quantity_micro"] > 0
        ]  # fmt: skip
    schema = {"item_id": pl.Int64, "lot": pl.String, "location": pl.String, "lot_id": pl.Int64, "quantity_micro": pl.Int64,
              "cost_minor": pl.Int64}  # fmt: skip
    ends = reader.frame("SELECT id, coalesce(expires_on, best_before_on) FROM items_lot WHERE entity_id = %s", [entity_id],
                        {"lot_id": "id", "expires_on": "day"})  # fmt: skip
    wanted = pl.duration(days=pl.col("wanted_days").fill_null(0))
    return (
        pl.DataFrame(rows, schema=schema)
        .join(ends, on="lot_id", how="left", maintain_order="left")
        .join(items, on="item_id", how="left", maintain_order="left")
        .select("item_id", "item", "location", "lot", "quantity_micro", "cost_minor",
                last_on=(pl.col("expires_on") - wanted).cast(pl.Date))
    )  # fmt: skip


def _demand(reader: Reader, entity_id: int, asked: Asked, stock: pl.DataFrame, firm: pl.DataFrame) -> pl.DataFrame:
    """Return what each place is expected to sell within the horizon: item_id, location, quantity_micro."""
    sold = sold_by_place(reader, entity_id, after=asked.as_of - timedelta(days=YEAR), until=asked.as_of,
                         known_seq=asked.known_seq)  # fmt: skip
    said = forecasts(reader, entity_id, as_of=asked.as_of, known_seq=asked.known_seq)
    expected: dict[int, int] = {}
    for item, quantity in sold.group_by("item").agg(pl.col("quantity_micro").sum()).iter_rows():
        expected[item] = multiply_divide_round(quantity, asked.horizon_days, YEAR)
    for row in said.iter_rows(named=True):
        expected[row["item"]] = multiply_divide_round(
            row["mean_micro"], asked.horizon_days, max(row["horizon_days"], 1)
        )
    for item, quantity in firm.group_by("item").agg(pl.col("quantity_micro").sum()).iter_rows():
        expected[item] = max(expected.get(item, 0), quantity)
    by_sales, by_stock = _weights(sold.rename({"item": "item_id"})), _weights(stock)
    rows = []
    for item, quantity in sorted(expected.items()):
        weights = by_sales.get(item) or by_stock.get(item)
        if quantity > 0 and weights:
            parts = largest_remainder(quantity, list(weights.values()))
            rows += [(item, place, part) for place, part in zip(weights, parts, strict=True) if part]
    return pl.DataFrame(
        rows, schema={"item_id": pl.Int64, "location": pl.String, "quantity_micro": pl.Int64}, orient="row"
    )


def _weights(rows: pl.DataFrame) -> dict[int, dict[str, int]]:
    """Return by item and place how much there is."""
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    sums = rows.group_by("item_id", "location").agg(pl.col("quantity_micro").sum()).sort("item_id", "location")
    for item, place, quantity in sums.iter_rows():
        found[item][place] = quantity
    return found


def _orders(lines: pl.DataFrame, codes: dict[int, str], currency: str) -> pl.DataFrame:
    """Return the open purchases in the entity's currency, by what a person calls them."""
    bought = lines.filter(pl.col("side") == "purchase", pl.col("currency") == currency)
    return bought.select(
        order=pl.concat_str(["document", "line"], separator="/"), quantity_micro="quantity_micro",
        item=_called("item", codes), amount_micro="amount_micro", due_on="due_on",
    )  # fmt: skip


def _prices(
    reader: Reader, entity_id: int, book: Book, asked: Asked, of: tuple[pl.DataFrame, pl.DataFrame]
) -> pl.DataFrame:  # fmt: skip
    """Return what a unit of each item sells for, less what selling it costs, and what buying it costs."""
    items, stock = of
    policy = policy_in_force(
        reader,
        entity_id=entity_id,
        framework=book.framework,
        on=asked.as_of,
        known_seq=asked.known_seq,
        book_id=book.id,
    ).policy
    evidence = evidence_read.evidence(reader, entity_id, known_seq=asked.known_seq).filter(
        pl.col("condition") == "", pl.col("currency") == book.currency, pl.col("observed_on") <= asked.as_of
    ).sort("observed_on", "evidence")  # fmt: skip
    unit = (pl.col("amount_micro").cast(pl.Int128) * WHOLE // pl.col("quantity_micro")).cast(pl.Int64)
    kept = WHOLE - policy.cost_to_sell_rate_micro
    latest = evidence.with_columns(unit_micro=unit).group_by("item", maintain_order=True)
    known = latest.agg(
        price_micro=pl.col("unit_micro").filter(pl.col("kind").is_in(PRICES)).last() * kept // WHOLE,
        replacement_micro=pl.col("unit_micro").filter(pl.col("kind") == REPLACEMENT).last(),
    ).rename({"item": "item_id"})  # fmt: skip
    held = stock.group_by("item_id").agg(pl.col("cost_minor").sum(), pl.col("quantity_micro").sum())
    return (
        items.join(known, on="item_id", how="left", maintain_order="left")
        .join(held, on="item_id", how="left", maintain_order="left")
        .select("item", "category", "price_micro", "replacement_micro", "cost_minor", "quantity_micro")
    )
