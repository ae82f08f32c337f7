"""Plan what the manufacturer delivers to the distributor of the group: a sale there, a receipt here, named alike."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl

from lowmark.sample.assortment import Assortment, Ints
from lowmark.sample.goods import INTERCOMPANY
from lowmark.sample.plans import RECEIPT, SALE, Plan, cycles_of, moves_of
from lowmark.sample.text import numbered
from lowmark.sample.working_days import DAYS, MONTHS

DELIVERIES: Final = 12
MOVES_A_DELIVERY: Final = 2
CENTS_A_DOLLAR: Final = 137
"""Canadian cents for a dollar of the United States, all the year."""
_POUND: Final = 7400
"""Ten-thousandths above one of Canadian dollars for a pound, as the year begins."""
_OF_THE_PRICE: Final = 900
_DAYS_UNDER_WAY: Final = 3


@dataclass(frozen=True, slots=True)
class Deliveries:
    """The deliveries of the year, one a month: which good, how much, when it leaves and what is charged for it.

    Units:  tenths of a unit; minor units of the seller.
    """

    good: Ints
    quantity: Ints
    leaves: Ints
    invoiced_minor: Ints


def deliveries(*, rng: np.random.Generator, seller: Assortment) -> Deliveries:
    """Draw the deliveries: the two goods in turn, in the middle of each month."""
    nth = np.arange(DELIVERIES)
    good = nth % len(INTERCOMPANY)
    first = np.searchsorted(MONTHS, nth)
    leaves = first + rng.integers(6, 12, size=DELIVERIES)
    quantity = rng.integers(15, 40, size=DELIVERIES) * 10
    price = seller.price_at(_items(seller, good), MONTHS[leaves]) * _OF_THE_PRICE // 1000
    return Deliveries(good, quantity, leaves, quantity * price // 10)


def sold(*, items: Assortment, planned: Deliveries) -> Plan:
    """Return the seller's side: each delivery is made two days before it leaves."""
    item, nth = _items(items, planned.good), np.arange(DELIVERIES)
    starts = planned.leaves - 2
    cycles = replace(
        cycles_of(item=item, is_opening=np.zeros(DELIVERIES, dtype=np.bool_), starts=starts, quantity=planned.quantity,
                  value_minor=np.zeros(DELIVERIES, dtype=np.int64)),
        consignment=nth, invoiced_minor=planned.invoiced_minor,
    )  # fmt: skip
    return Plan(cycles, moves_of(
        cycles=cycles, cycle=np.tile(nth, 2), kind=np.repeat([RECEIPT, SALE], DELIVERIES),
        day=np.concatenate([starts, planned.leaves]), quantity=np.tile(planned.quantity, 2),
    ))  # fmt: skip


def bought(*, rng: np.random.Generator, items: Assortment, planned: Deliveries) -> Plan:
    """Return the buyer's side: each delivery comes some days later, and most of it is sold within three weeks."""
    item, nth = _items(items, planned.good), np.arange(DELIVERIES)
    starts = np.minimum(planned.leaves + _DAYS_UNDER_WAY, len(DAYS) - 1)
    cycles = replace(
        cycles_of(item=item, is_opening=np.zeros(DELIVERIES, dtype=np.bool_), starts=starts, quantity=planned.quantity,
                  value_minor=planned.invoiced_minor * CENTS_A_DOLLAR // 100),
        consignment=nth,
    )  # fmt: skip
    later = np.minimum(starts + rng.integers(1, 15, size=DELIVERIES), len(DAYS) - 1)
    return Plan(cycles, moves_of(
        cycles=cycles, cycle=np.tile(nth, 2), kind=np.repeat([RECEIPT, SALE], DELIVERIES),
        day=np.concatenate([starts, later]),
        quantity=np.concatenate([planned.quantity, planned.quantity * 6 // 100 * 10]),
    ))  # fmt: skip


def sides(*, planned: Deliveries, seller: str, buyer: str, currency: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return both sides of the deliveries as they are declared: the seller's file, then the buyer's."""
    reference = numbered("IC-", np.arange(1, DELIVERIES + 1))
    amount = pl.Series(planned.invoiced_minor)
    told = pl.DataFrame({
        "reference": reference, "document": reference, "line": "1",
        "amount": (amount // 100).cast(pl.String) + "." + (amount % 100).cast(pl.String).str.zfill(2), "currency": currency,
    })  # fmt: skip
    columns = ["side", "counterparty", *told.columns]
    return (
        told.with_columns(side=pl.lit("sale"), counterparty=pl.lit(buyer)).select(columns),
        told.with_columns(side=pl.lit("purchase"), counterparty=pl.lit(seller)).select(columns),
    )


def rates() -> pl.DataFrame:
    """Return the rates that the group uses: one for each currency on the first of every month, and on its last day."""
    rows = []
    for nth in range(13):
        first = date(2025 + (9 + nth) // 12, (9 + nth) % 12 + 1, 1)
        last = date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)
        for on in (first, last):
            rows += [(on.isoformat(), "USD", "CAD", f"1.{CENTS_A_DOLLAR - 100}", "house"),
                     (on.isoformat(), "GBP", "CAD", f"1.{_POUND + nth * 5}", "house")]  # fmt: skip
    return pl.DataFrame(rows, schema=["valid_from", "base", "currency", "rate", "source"], orient="row")


def _items(items: Assortment, good: Ints) -> Ints:
    """Return the items, first of their variants, that the goods of the group are."""
    codes = [one.code for one in items.goods]
    found = np.array([
        int(np.flatnonzero((items.good == codes.index(code)) & (items.variant == 0))[0]) for code in INTERCOMPANY
    ])  # fmt: skip
    return found[good]
