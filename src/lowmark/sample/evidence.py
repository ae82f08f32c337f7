"""Write the file of price evidence: the sales from July on, price lists, contracts, sales after the period.

Every good has a price list of January and one of July; goods of a falling market have one of October too. A sale is
evidence under its own order and line, so that it can be followed to the move. Falling goods were sold in early November
at prices that confirm October's; the recovering one has a firm contract, or November sales at a price above cost again.
"""

import numpy as np
import polars as pl

from lowmark.sample.assortment import Assortment, Flags, Ints
from lowmark.sample.cycles import SALE, Cycles, Moves
from lowmark.sample.entities import MAPLE, EntityFacts
from lowmark.sample.stock_tables import documents, item_codes, lot_codes
from lowmark.sample.text import amounts, chosen, days, tenths
from lowmark.sample.working_days import DAYS, MONTHS

_FROM = np.datetime64("2026-07-01")
_WHOLESALE = 920
_OCTOBER, _NOVEMBER = 9, 10


def price_evidence_table(
    *, rng: np.random.Generator, entity: EntityFacts, items: Assortment, cycles: Cycles, moves: Moves
) -> pl.DataFrame:
    """Return the file of price evidence."""
    parts = [
        _price_list(entity, items, "PL-2026-01", "2026-01-05", 0, np.ones(items.n, dtype=np.bool_)),
        _price_list(entity, items, "PL-2026-07", "2026-07-06", 6, np.ones(items.n, dtype=np.bool_)),
        _sales(rng, entity, items, cycles, moves),
        _price_list(entity, items, "PL-2026-10", "2026-10-05", _OCTOBER, _of_trend(items, "falling")),
        _agreed(entity, items),
        _clearance(entity, items),
    ]
    table = pl.concat(parts)
    assert table.select(pl.struct("document", "line").is_unique().all()).item()
    return table


def _of_trend(items: Assortment, trend: str) -> Flags:
    """Return which items are goods themselves, not variants, of a market that goes this way."""
    goes = np.array([one.trend == trend for one in items.goods])
    return np.asarray(goes[items.good] & (items.variant == 0))


def _rows(entity: EntityFacts, n: int, **columns: pl.Series | list[str] | str) -> pl.DataFrame:
    """Return rows of evidence; what is not said is the same for all."""
    said = {"lot": "", "channel": "", "price": "", "amount": "", "quantity": "", "currency": entity.currency,
            "confirms_date": "false", "standing": "source_matched"} | columns  # fmt: skip
    order = ("document", "line", "item", "lot", "kind", "channel", "price", "amount", "quantity", "currency",
             "observed_on", "confirms_date", "standing")  # fmt: skip
    full = {name: [said[name]] * n if isinstance(said[name], str) else said[name] for name in order}
    return pl.DataFrame(full, schema=dict.fromkeys(order, pl.String))


def _price_list(
    entity: EntityFacts, items: Assortment, document: str, on: str, month: int, listed: Flags
) -> pl.DataFrame:
    item = np.flatnonzero(listed)
    price = amounts(items.price_at(item, np.full(len(item), month)))
    return _rows(entity, len(item), document=document, line=[str(number) for number in range(1, len(item) + 1)],
                 item=chosen(item_codes(items), item), kind="price_list", price=price, observed_on=on)  # fmt: skip


def _sales(
    rng: np.random.Generator, entity: EntityFacts, items: Assortment, cycles: Cycles, moves: Moves
) -> pl.DataFrame:
    """Return what was sold from July on: the counter at the price of the month, the store room at wholesale."""
    wanted = (moves.kind == SALE) & (DAYS[moves.day] >= _FROM)
    item, day = cycles.item[moves.cycle[wanted]], moves.day[wanted]
    quantity, at_counter = moves.quantity[wanted], moves.at_counter[wanted]
    level = np.where(at_counter, 1000, _WHOLESALE) + rng.integers(-20, 21, size=len(item))
    amount = quantity * (items.price_at(item, MONTHS[day]) * level // 1000) // 10
    document, line = (column.filter(pl.Series(wanted)) for column in documents(moves))
    return _rows(
        entity, len(item), document=document, line=line, item=chosen(item_codes(items), item), kind="recent_sale",
        channel=chosen(["wholesale", "counter"], at_counter.astype(np.int64)), amount=amounts(amount),
        quantity=tenths(quantity), observed_on=days(DAYS[day]),
    )  # fmt: skip


def _agreed(entity: EntityFacts, items: Assortment) -> pl.DataFrame:
    """Return what has been agreed or sold outside the ordinary: for the goods that fall first, and that recover."""
    falling, recovering = (
        np.flatnonzero(_of_trend(items, "falling"))[:1],
        np.flatnonzero(_of_trend(items, "recovering")),
    )
    sold = _after_period(entity, items, falling, "SO-N", ("2026-11-02", "2026-11-05"))
    if entity is MAPLE:
        return pl.concat([sold, _contract(entity, items, recovering)])
    return pl.concat([sold, _after_period(entity, items, recovering, "SO-R", ("2026-11-03", "2026-11-04"))])


def _after_period(entity: EntityFacts, items: Assortment, item: Ints, series: str, on: tuple[str, ...]) -> pl.DataFrame:
    rows = [
        _rows(entity, len(item), document=f"{series}{number}", line=[str(k + 1) for k in range(len(item))],
              item=chosen(item_codes(items), item), kind="post_period_sale", quantity="4", observed_on=when,
              amount=amounts(4 * items.price_at(item, np.full(len(item), _NOVEMBER))), confirms_date="true")
        for number, when in enumerate(on, start=1)
    ]  # fmt: skip
    return pl.concat(rows)


def _contract(entity: EntityFacts, items: Assortment, item: Ints) -> pl.DataFrame:
    price = items.price_at(item, np.full(len(item), _OCTOBER))
    return _rows(entity, len(item), document="FC-2026-14", line=[str(k + 1) for k in range(len(item))],
                 item=chosen(item_codes(items), item), kind="firm_contract", price=amounts(price),
                 observed_on="2026-10-14", standing="verified")  # fmt: skip


def _clearance(entity: EntityFacts, items: Assortment) -> pl.DataFrame:
    """Return a quote that somebody was given by telephone for the oldest lot of one item: it is asserted."""
    item = np.flatnonzero(items.is_lot)[-1:]
    price = items.price_at(item, np.full(len(item), _OCTOBER)) * 3 // 10
    return _rows(entity, len(item), document="QT-2026-31", line="1", item=chosen(item_codes(items), item),
                 lot=lot_codes(item), kind="quote", price=amounts(price), observed_on="2026-10-22",
                 standing="asserted")  # fmt: skip
