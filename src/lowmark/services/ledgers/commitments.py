"""Test a book's firm contracts: what purchases lose against the demand that is left, what sales lose beyond stock.

Before this: lines of orders, goods on hand, forecasts or what was sold, evidence on prices; what is held for each
contract. After this: `commitments` shows it, with the entry. Contracts in another currency than the book's are named and
left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from lowmark.core.assessment.demand import demand_of
from lowmark.core.commitments.demand_left import Item, Sale, outlets_of
from lowmark.core.commitments.held import Held
from lowmark.core.commitments.purchases import PurchaseLosses, purchase_losses
from lowmark.core.commitments.sales import onerous_sales
from lowmark.core.frameworks.policy import InventoriesPolicy
from lowmark.core.frameworks.reporting import commitments_policy
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.currency import exponent
from lowmark.core.tables.locations import SOUND
from lowmark.services.access import Granted
from lowmark.services.areas import area_in_force
from lowmark.services.ledgers.commitments_held import OrderLine, classes_of, held_of, used_of, with_held
from lowmark.services.policies import policy_in_force
from lowmark.services.testing import layers_at
from lowmark.store.entities.read import Book
from lowmark.store.evidence import read as evidence_read
from lowmark.store.evidence.forecasts import forecasts
from lowmark.store.session import Reader
from lowmark.store.stock import measures
from lowmark.store.stock.orders import open_lines

WHOLE = 1_000_000
SCRAP, REPLACEMENT = "scrap_tender", "replacement_cost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """The contracts as they stand, and what each side loses; those in another currency are only named. `held` is what was
    posted of each line of an order, `used` what goes of it as goods have come, `classes` of which class its item is.
    """

    contracts: pl.DataFrame
    purchases: PurchaseLosses
    sales: pl.DataFrame
    elsewhere: pl.DataFrame
    held: Mapping[OrderLine, Held]
    used: Mapping[OrderLine, int]
    classes: Mapping[OrderLine, str]


def test_commitments(
    reader: Reader, granted: Granted, book: Book, *, as_of: date, known_seq: int, horizon_days: int
) -> Tested:
    """Test a book's contracts at a date, as known at a sequence."""
    entity = granted.entity
    at: dict[str, Any] = {"as_of": as_of, "known_seq": known_seq}
    area = area_in_force(reader, entity_id=entity.id, framework=book.framework, area="commitments", on=as_of,
                         known_seq=known_seq, book_id=book.id)  # fmt: skip
    policy = commitments_policy(area.values)
    inventories = policy_in_force(reader, entity_id=entity.id, framework=book.framework, on=as_of,
                                  known_seq=known_seq, book_id=book.id).policy  # fmt: skip
    lines = open_lines(reader, entity.id, **at)
    held = held_of(reader, granted, book, **at)
    used = used_of(held, lines)
    lines = with_held(lines, held, used)
    ours = lines.filter(pl.col("currency") == book.currency)
    layers = layers_at(reader, book, **at).filter(pl.col("condition") == "")
    on_hand = layers.group_by("item").agg(quantity_micro=pl.col("remaining_micro").sum())
    evidence = evidence_read.evidence(reader, entity.id, known_seq=known_seq)
    prices = _prices(evidence, inventories, book, as_of)
    demand = demand_ahead(reader, entity.id, ours, as_of=as_of, known_seq=known_seq, horizon_days=horizon_days)
    bought, sold = (ours.filter(pl.col("side") == side) for side in ("purchase", "sale"))
    firm = sold.filter("is_firm").sort("item", "due_on", "order_line")
    items = _items(ours, on_hand, firm, demand, prices)
    minor = _minor(book)
    purchases = purchase_losses(
        contracts=bought.select(
            "item", "quantity_micro", "is_firm", contract="order_line", delivers_on="due_on",
            cost_minor=pl.col("amount_micro").map_elements(minor, return_dtype=pl.Int64), is_hedged=pl.lit(value=False),
            penalty_minor=pl.lit(None, dtype=pl.Int64), held_minor="held_minor",
            held_this_year_minor="held_this_year_minor",
        ),
        outlets=outlets_of(items), policy=policy, currency=book.currency,
    )  # fmt: skip
    sales = onerous_sales(
        contracts=firm.select(
            "item", "quantity_micro", contract="order_line", delivers_on="due_on",
            revenue_minor=pl.col("amount_micro").map_elements(minor, return_dtype=pl.Int64),
            cost_micro=pl.col("item").replace_strict(_costs(evidence, bought, as_of, book), default=None,
                                                     return_dtype=pl.Int64),
            penalty_minor=pl.lit(None, dtype=pl.Int64), held_minor="held_minor",
            held_this_year_minor="held_this_year_minor",
        ),
        on_hand=on_hand, policy=policy, currency=book.currency,
    )  # fmt: skip
    return Tested(contracts=lines, purchases=purchases, sales=sales, held=held, used=used,
                  elsewhere=lines.filter(pl.col("currency") != book.currency),
                  classes=classes_of(reader, granted))  # fmt: skip


test_commitments.__test__ = False  # type: ignore[attr-defined]  # A verb of the field, not a test to collect.


def _items(
    lines: pl.DataFrame, on_hand: pl.DataFrame, firm: pl.DataFrame, demand: pl.DataFrame,
    prices: dict[tuple[int, str], int],
) -> dict[int, Item]:  # fmt: skip
    """Put together what is known of each item that is ordered."""
    there = dict(on_hand.iter_rows())
    wanted = dict(demand.select("item", "quantity_micro").iter_rows())
    sales: dict[int, list[Sale]] = {}
    for number, quantity, amount in firm.select("item", "quantity_micro", "amount_micro").iter_rows():
        sales.setdefault(number, []).append(Sale(quantity_micro=quantity, amount_micro=amount))
    return {
        number: Item(on_hand_micro=there.get(number, 0), sales=tuple(sales.get(number, ())),
                     demand_micro=wanted.get(number, 0), price_micro=prices.get((number, "best")),
                     rest_price_micro=prices.get((number, SCRAP)))
        for number in lines["item"].unique().to_list()
    }  # fmt: skip


def demand_ahead(
    reader: Reader, entity_id: int, lines: pl.DataFrame, *, as_of: date, known_seq: int, horizon_days: int
) -> pl.DataFrame:
    """Return the demand for each item of these lines: forecast, or as it was sold in the year before."""
    ends = [as_of - timedelta(days=365), as_of]
    moved = measures.moved(reader, entity_id, ends=ends, known_seq=known_seq)
    out = pl.col("from_kind").is_in(SOUND) & (pl.col("to_kind") == "customer")
    back = (pl.col("from_kind") == "customer") & pl.col("to_kind").is_in(SOUND)
    sold = moved.filter(pl.col("period") == 1).group_by("item").agg(
        sold_micro=pl.col("quantity_micro").filter(out).sum() - pl.col("quantity_micro").filter(back).sum()
    )  # fmt: skip
    return demand_of(
        items=lines.select("item").unique().sort("item"),
        forecasts=forecasts(reader, entity_id, as_of=as_of, known_seq=known_seq), sold=sold, sold_days=365,
        horizon_days=horizon_days, as_of=as_of,
    )  # fmt: skip


def _prices(evidence: pl.DataFrame, policy: InventoriesPolicy, book: Book, as_of: date) -> dict[tuple[int, str], int]:
    """Return what a unit of each item brings, net: by the best kind of evidence (the latest of it), and as scrap."""
    ranks = {one.kind: one.rank for one in policy.evidence_ranks if one.kind not in {SCRAP, "firm_contract"}}
    sound = evidence.filter(
        pl.col("condition") == "", pl.col("lot").is_null(), pl.col("currency") == book.currency,
        (pl.col("observed_on") <= as_of) | pl.col("confirms_date"),
    )  # fmt: skip
    found: dict[tuple[int, str], int] = {}
    ordered = sorted(sound.iter_rows(named=True), key=lambda row: (-ranks.get(row["kind"], 0), row["observed_on"]))
    for row in ordered:
        price = multiply_divide_round(row["amount_micro"], WHOLE, row["quantity_micro"])
        net = price - multiply_divide_round(price, policy.cost_to_sell_rate_micro, WHOLE)
        if row["kind"] in ranks:
            found[row["item"], "best"] = max(0, net)
        elif row["kind"] == SCRAP:
            found[row["item"], SCRAP] = max(0, net)
    return found


def _costs(evidence: pl.DataFrame, bought: pl.DataFrame, as_of: date, book: Book) -> dict[int, int]:
    """Return what a unit that must still be had costs: as it is bought, or what replacing it costs."""
    said = evidence.filter(
        pl.col("kind") == REPLACEMENT, pl.col("currency") == book.currency, pl.col("observed_on") <= as_of
    ).sort("observed_on")  # fmt: skip
    rows = [*said.select("item", "amount_micro", "quantity_micro").iter_rows(),
            *bought.sort("due_on", descending=True).select("item", "amount_micro", "quantity_micro").iter_rows()]  # fmt: skip
    return {item: multiply_divide_round(amount, WHOLE, quantity) for item, amount, quantity in rows}


def _minor(book: Book) -> Any:
    """Return the function from millionths of a currency unit to its minor units, half to even."""
    scale = 10 ** exponent(book.currency)
    return lambda amount: multiply_divide_round(amount, scale, WHOLE)
