"""Test stock in the functional currency: the test of the books, with each layer at the rate of its day."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from lowmark.core.consolidation.quotes import Quotes
from lowmark.core.consolidation.remeasurement import LayerInBooks, Remeasured, remeasure_inventory
from lowmark.core.kinds.currency import exponent
from lowmark.core.kinds.scaled import format_scaled
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.groups.quoted import quotes_of
from lowmark.services.operations.remeasure import Line, Request, Response
from lowmark.services.testing import run_test
from lowmark.services.testing.run import Test
from lowmark.store.entities import read as entities_read
from lowmark.store.items import read as items_read
from lowmark.store.session import reading
from lowmark.store.stock import intercompany

PLACES = 6


def remeasure(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the test of every unit of account in the functional currency.

    Raises: Problem ``unknown_currency``, ``no_rate``; ``not_found`` for a book that there is not.
    """
    del actor
    entity, into = granted.entity, request.functional
    exponent(into)  # Which refuses what is no currency.
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, request.book)
        known_seq = entities_read.known_seq(reader, entity.id)
        quotes = quotes_of(reader, entity.id, as_of=request.as_of)
        test = run_test(reader, entity=entity, book=book, as_of=request.as_of, known_seq=known_seq, channel="")
        items = dict(items_read.items(reader, entity.catalogue_id).select("item_id", "item").iter_rows())
        lots = dict(items_read.lots(reader, entity.id).select("lot_id", "lot").iter_rows())
        # Goods from within the group keep their age, and cost what they did on the day on which they were bought.
        sides = intercompany.sides(reader, entity.id, as_of=request.as_of, known_seq=known_seq)
        bought = {side["move_id"]: side["accounting_on"] for side in sides if side["side"] == "purchase"}
    closing = quotes.on(book.currency, into, request.as_of)
    layers = _layers(test, quotes, into, bought)
    found = [
        _line(
            str(items[row["item"]]), str(lots.get(row["lot"], "")), len(layers[row["unit"]]),
            remeasure_inventory(layers=layers[row["unit"]], value_minor=row["value_minor"], closing=closing, of=book.currency,
                                into=into),
        )
        for row in _units(test)
    ]  # fmt: skip
    rate = format_scaled(round(Fraction(closing.numerator, closing.denominator) * 10**PLACES), places=PLACES, least=0)
    return Response(
        entity=entity.code, as_of=request.as_of, book=book.code, books_currency=book.currency, currency=into, closing_rate=rate,
        cost_minor=sum(line.cost_minor for line in found), write_down_minor=sum(line.write_down_minor for line in found),
        books_write_down_minor=sum(line.books_write_down_minor for line in found),
        appear_minor=sum(max(line.change_minor, 0) for line in found),
        disappear_minor=sum(max(-line.change_minor, 0) for line in found),
        lines=tuple(sorted(found, key=lambda line: (line.item, line.lot))),
    )  # fmt: skip


def _units(test: Test) -> list[dict[str, Any]]:
    """Return the units of account that hold goods which cost something."""
    return test.tested.assessed.assessments.filter(pl.col("cost_minor") > 0).sort("unit").to_dicts()


def _layers(
    test: Test, quotes: Quotes, into: str, bought: Mapping[int, date]
) -> defaultdict[int, list[LayerInBooks]]:  # fmt: skip
    """Return the layers of each unit of account, each with the rate of its day."""
    found: defaultdict[int, list[LayerInBooks]] = defaultdict(list)
    for unit, cost, held, received_on, layer in test.layers.select(
        "unit", "cost_minor", "held_minor", "received_on", "layer"
    ).iter_rows():
        rate = quotes.since(test.book.currency, into, bought.get(layer, received_on))
        found[unit].append(LayerInBooks(cost, min(held, cost), rate))
    return found


def _line(item: str, lot: str, layers: int, found: Remeasured) -> Line:
    return Line(
        item=item, lot=lot, layers=layers, cost_minor=found.cost_minor, value_minor=found.value_minor,
        write_down_minor=found.write_down_minor, books_write_down_minor=found.books_write_down_minor,
        change_minor=found.change_minor, carrying_minor=found.carrying_minor,
    )  # fmt: skip
