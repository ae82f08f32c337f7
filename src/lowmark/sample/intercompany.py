"""Plan what the manufacturer delivers to the distributor of the group: a sale there, a receipt here, named alike."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from lowmark.sample.assortment import Assortment, Ints
from lowmark.sample.goods import INTERCOMPANY
from lowmark.sample.plans import RECEIPT, SALE, Plan, cycles_of, moves_of
from lowmark.sample.working_days import DAYS, MONTHS

DELIVERIES: Final = 12
MOVES_A_DELIVERY: Final = 2
CENTS_A_DOLLAR: Final = 137
"""Canadian cents for a dollar of the United States, all the year."""
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


def _items(items: Assortment, good: Ints) -> Ints:
    """Return the items, first of their variants, that the goods of the group are."""
    codes = [one.code for one in items.goods]
    found = np.array([
        int(np.flatnonzero((items.good == codes.index(code)) & (items.variant == 0))[0]) for code in INTERCOMPANY
    ])  # fmt: skip
    return found[good]
