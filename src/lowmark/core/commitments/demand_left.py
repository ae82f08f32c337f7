"""What demand goods on hand leave over for goods that are committed to, and what a unit brings there.

Before this: goods on hand, firm sales and expected demand of each item, what a unit brings. After this: `purchases` and
`sales`. Expected demand is a quantity, consumed once, firm sales included: goods on hand take the earliest of the firm
sales, then what is expected beyond them; what is left is for purchases, firm sales first. Sources: ASC 330-10-35-18; IAS
2.31; IAS 37.66.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from lowmark.core.commitments.outlets import Outlet
from lowmark.core.kinds.arithmetic import multiply_divide_round

OUTLETS: Final = {
    "item": pl.Int64, "rank": pl.Int64, "kind": pl.String, "quantity_micro": pl.Int64, "price_micro": pl.Int64,
}  # fmt: skip
FIRM, EXPECTED, REST = "firm_sale", "expected", "rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """A firm sale still to be delivered: how much, and for how much in all, in millionths of a currency unit."""

    quantity_micro: int
    amount_micro: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is known of one item: on hand, firm sales (earliest first), demand, net prices; null where nobody says."""

    on_hand_micro: int = 0
    sales: tuple[Sale, ...] = ()
    demand_micro: int = 0
    price_micro: int | None = None
    rest_price_micro: int | None = None


def outlets_of(items: Mapping[int, Item]) -> pl.DataFrame:
    """Return the outlets of each item that are left, in the order in which purchases take them.

    Shapes: as `purchase_losses` takes them. Without a price of what is expected or of the rest there is no such outlet.

    >>> item = Item(on_hand_micro=6, sales=(Sale(quantity_micro=4, amount_micro=8), Sale(quantity_micro=5, amount_micro=15)),
    ...             demand_micro=20, price_micro=2_000_000, rest_price_micro=500_000)
    >>> outlets_of({7: item}).rows()
    [(7, 1, 'firm_sale', 3, 3000000), (7, 2, 'expected', 11, 2000000), (7, 3, 'rest', None, 500000)]
    """
    rows = [
        (number, rank, outlet.kind, outlet.quantity_micro, outlet.price_micro)
        for number, item in sorted(items.items())
        for rank, outlet in enumerate(_outlets(item), start=1)
    ]
    return pl.DataFrame(rows, schema=OUTLETS, orient="row")


def _outlets(item: Item) -> Sequence[Outlet]:
    found, on_hand = [], item.on_hand_micro
    for sale in item.sales:
        left = max(0, sale.quantity_micro - on_hand)
        on_hand = max(0, on_hand - sale.quantity_micro)
        if left:
            price = multiply_divide_round(sale.amount_micro, 1_000_000, sale.quantity_micro)
            found.append(Outlet(kind=FIRM, quantity_micro=left, price_micro=price))
    contracted = sum(sale.quantity_micro for sale in item.sales)
    expected = max(0, item.demand_micro - contracted - on_hand)
    if expected and item.price_micro is not None:
        found.append(Outlet(kind=EXPECTED, quantity_micro=expected, price_micro=item.price_micro))
    if item.rest_price_micro is not None:
        found.append(Outlet(kind=REST, quantity_micro=None, price_micro=item.rest_price_micro))
    return found
