"""Write the file of price evidence: sales from July on, price lists, contracts, costs to sell, tenders, later sales.

Every good has a price list of January and one of July, but a few that nobody prices; goods of a falling market have one
of October too. A sale is evidence under its own order and line, so that it can be followed to the move. Falling goods
were sold in early November at prices that confirm October's; the recovering one has a firm contract, or November sales
at a price above cost again. Dealers tender for what is damaged, and for a component that nothing is made of any more.
"""

from typing import Final

import numpy as np
import polars as pl

from lowmark.sample.assortment import Flags, Ints
from lowmark.sample.entities import MAPLE
from lowmark.sample.plans import SALE
from lowmark.sample.stock_tables import lot_codes
from lowmark.sample.text import amounts, chosen, days, tenths
from lowmark.sample.working_days import DAYS, JANUARY, JULY, NOVEMBER, OCTOBER
from lowmark.sample.years import Year

_FROM: Final = np.datetime64("2026-07-01")
COLUMNS: Final = ("document", "line", "item", "lot", "condition", "kind", "channel", "price", "amount", "quantity",
                  "currency", "observed_on", "confirms_date", "standing")  # fmt: skip


def price_evidence_table(year: Year) -> pl.DataFrame:
    """Return the file of price evidence."""
    parts = [
        _price_list(year, "PL-2026-01", "2026-01-05", JANUARY, year.items.is_listed),
        _price_list(year, "PL-2026-07", "2026-07-06", JULY, year.items.is_listed),
        _sales(year),
        _price_list(year, "PL-2026-10", "2026-10-05", OCTOBER, _of_trend(year, "falling")),
        _agreed(year),
        _clearance(year),
        _tenders(year),
        _costs(year),
    ]
    table = pl.concat(parts)
    assert table.select(pl.struct("document", "line").is_unique().all()).item()
    return table


def _first(year: Year) -> Flags:
    """Return which items are goods themselves, not variants."""
    return np.asarray(year.items.variant == 0)


def _of_trend(year: Year, trend: str) -> Flags:
    """Return which items are goods themselves, of a market that goes this way."""
    goes = np.array([one.trend == trend for one in year.items.goods])
    return np.asarray(goes[year.items.good] & _first(year))


def _rows(year: Year, item: Ints, **columns: pl.Series | list[str] | str) -> pl.DataFrame:
    """Return rows of evidence on items; what is not said is the same for all."""
    n = len(item)
    said: dict[str, pl.Series | list[str] | str] = {
        "line": [str(number) for number in range(1, n + 1)], "item": chosen(year.codes, item), "lot": "",
        "condition": "", "channel": "", "price": "", "amount": "", "quantity": "", "currency": year.entity.currency,
        "confirms_date": "false", "standing": "source_matched",
    }  # fmt: skip
    said.update(columns)
    full = {name: [said[name]] * n if isinstance(said[name], str) else said[name] for name in COLUMNS}
    return pl.DataFrame(full, schema=dict.fromkeys(COLUMNS, pl.String))


def _price(year: Year, item: Ints, month: int) -> Ints:
    return year.items.price_at(item, np.full(len(item), month))


def _price_list(year: Year, document: str, on: str, month: int, listed: Flags) -> pl.DataFrame:
    item = np.flatnonzero(listed)
    return _rows(year, item, document=document, kind="price_list", price=amounts(_price(year, item, month)),
                 observed_on=on)  # fmt: skip


def _sales(year: Year) -> pl.DataFrame:
    """Return what was sold from July on to others than the group."""
    moves = year.moves
    wanted = (moves.kind == SALE) & (DAYS[moves.day] >= _FROM) & (year.cycles.invoiced_minor[moves.cycle] == 0)
    flags = pl.Series(wanted)
    return _rows(
        year, moves.item[wanted], document=year.document.filter(flags), line=year.line.filter(flags), kind="recent_sale",
        channel=chosen(["wholesale", "counter"], moves.at_counter[wanted].astype(np.int64)),
        amount=amounts(year.amount_minor[wanted]), quantity=tenths(moves.quantity[wanted]),
        observed_on=days(DAYS[moves.day[wanted]]),
    )  # fmt: skip


def _agreed(year: Year) -> pl.DataFrame:
    """Return what has been agreed or sold outside the ordinary: for the goods that fall first, and that recover."""
    falling, recovering = np.flatnonzero(_of_trend(year, "falling"))[:1], np.flatnonzero(_of_trend(year, "recovering"))
    sold = _after_period(year, falling, "SO-N", ("2026-11-02", "2026-11-05"))
    if year.entity is MAPLE:
        return pl.concat([sold, _contract(year, recovering)])
    return pl.concat([sold, _after_period(year, recovering, "SO-R", ("2026-11-03", "2026-11-04"))])


def _after_period(year: Year, item: Ints, series: str, on: tuple[str, ...]) -> pl.DataFrame:
    amount = amounts(4 * _price(year, item, NOVEMBER))
    rows = [
        _rows(year, item, document=f"{series}{number}", kind="post_period_sale", quantity="4", observed_on=when,
              amount=amount, confirms_date="true")
        for number, when in enumerate(on, start=1)
    ]  # fmt: skip
    return pl.concat(rows)


def _contract(year: Year, item: Ints) -> pl.DataFrame:
    """Return a contract for more than there will be."""
    quantity = 5_000
    return _rows(year, item, document="FC-2026-14", kind="firm_contract", quantity=str(quantity),
                 amount=amounts(quantity * _price(year, item, OCTOBER)), observed_on="2026-10-14")  # fmt: skip


def _clearance(year: Year) -> pl.DataFrame:
    """Return a quote that somebody was given by telephone for the oldest lot of one item: it is asserted."""
    item = np.flatnonzero(year.items.is_lot)[-1:]
    cycle = np.array([int(np.flatnonzero(year.cycles.item == one)[0]) for one in item.tolist()], dtype=np.int64)
    return _rows(year, item, document="QT-2026-31", lot=lot_codes(year, cycle), kind="quote",
                 price=amounts(_price(year, item, OCTOBER) * 3 // 10), observed_on="2026-10-22",
                 standing="asserted")  # fmt: skip


def _tenders(year: Year) -> pl.DataFrame:
    """Return what dealers bid: for the damaged ones of two goods in three, and for what is good for nothing else."""
    items = year.items
    damaged = np.flatnonzero(_first(year) & ~items.is_component & (items.good % 3 != 1))
    useless = np.flatnonzero(items.is_component & ~items.is_restocked)
    return pl.concat([
        _rows(year, damaged, document="ST-2026-07", kind="scrap_tender", condition="damaged",
              price=amounts(np.maximum(items.cost_minor[damaged] // 8, 1)), observed_on="2026-07-14"),
        _rows(year, useless, document="ST-2026-06", kind="scrap_tender",
              price=amounts(np.maximum(items.cost_minor[useless] // 20, 1)), observed_on="2026-06-10"),
    ])  # fmt: skip


def _costs(year: Year) -> pl.DataFrame:
    """Return what it takes to sell the goods that fall, and to finish the ones that are made here."""
    falling = np.flatnonzero(_of_trend(year, "falling"))
    made = falling[year.items.is_made[falling]]
    return pl.concat([
        _rows(year, falling, document="CS-2026", kind="cost_to_sell", price=amounts(year.items.cost_minor[falling] // 40),
              observed_on="2026-07-01"),
        _rows(year, made, document="CC-2026", kind="cost_to_complete", price=amounts(year.items.cost_minor[made] // 50),
              observed_on="2026-07-01"),
    ])  # fmt: skip
