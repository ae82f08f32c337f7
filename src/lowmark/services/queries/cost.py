"""Show what the stock cost: layers and allowance at a date, as known at a sequence; or what one move cost.

What is listed is what is read: of one item its layers alone, by item no document, of sums not one row.
"""

from dataclasses import fields

import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.explaining.question import Question
from lowmark.services.finding import find_book
from lowmark.services.names import named
from lowmark.services.operations.cost import ORDERS, PER_PAGE, Found, Layer, OfItem, Part, Request, Response
from lowmark.services.stock.by_item import by_item, chosen
from lowmark.services.testing import layers_at
from lowmark.store.entities import read as entities_read
from lowmark.store.items import read as items_read
from lowmark.store.session import reading
from lowmark.store.stock import read as stock_read
from lowmark.store.valuation import read as valuation_read
from lowmark.store.valuation.sums import open_sums

OF_ITEM = [field.name for field in fields(OfItem)]


def cost(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the open layers, oldest first within an item, or what there is by item, and their sums.

    Raises: Problem `not_found` for a move to be explained that is not there; `unreadable` for an order or page.
    """
    del actor
    _require_listed(request)
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        as_of = request.as_of or max(period.ends_on for period in entities_read.periods(reader, entity.id))
        asked = Question(reader, entity, find_book(reader, entity, ""), as_of, known_seq)
        if request.by == "sum" and not (request.item or request.explain):
            return _sums(asked)
        parts = _parts(asked, request.explain) if request.explain else None
        layers = _layers(asked, request.item, parts)
        if request.by == "layer":
            documents = valuation_read.layer_documents(
                reader, asked.book.cost_basis_id, layers["layer"].unique().to_list()
            )
            layers = layers.join(documents, on="layer", how="left").sort(
                "item_code", "lot_code", "received_on", "layer"
            )
    of_items = chosen(by_item(layers), words=request.words, order=request.order, page=request.page, per_page=PER_PAGE) \
        if request.by == "item" else None  # fmt: skip
    return Response(
        entity=entity.code, as_of=as_of, known_seq=known_seq, currency=asked.book.currency,
        quantity_micro=int(layers["remaining_micro"].sum()), value_minor=int(layers["cost_minor"].sum()),
        allowance_minor=int(layers["held_minor"].sum()), layers_open=layers.height, positions=layers["unit"].n_unique(),
        layers=_listed(layers) if request.by == "layer" else (),
        parts=_explained(parts) if parts is not None else (),
        items=tuple(OfItem(**row) for row in of_items.rows.select(OF_ITEM).iter_rows(named=True)) if of_items else (),
        found=Found(items=of_items.found, whole=of_items.whole, layers=of_items.layers, value_minor=of_items.value_minor,
                    quantity_micro=of_items.quantity_micro, allowance_minor=of_items.allowance_minor) if of_items else None,
    )  # fmt: skip


def _require_listed(request: Request) -> None:
    """Refuse an order or a page that there is not.

    Raises: Problem `unreadable`.
    """
    if request.order and request.order.removeprefix("-") not in ORDERS:
        raise Problem("unreadable", f"nothing is in order by {request.order!r}", hint=f"order by {', '.join(ORDERS)}")
    if request.page < 0:
        raise Problem("unreadable", f"there is no page {request.page}", hint="pages begin with 1; 0 is all of them")


def _sums(asked: Question) -> Response:
    """Return the sums of what there is, and no row of it."""
    sums = open_sums(
        asked.reader, asked.book.cost_basis_id, asked.book.id, as_of=asked.as_of, known_seq=asked.known_seq
    )
    return Response(
        entity=asked.entity.code, as_of=asked.as_of, known_seq=asked.known_seq, currency=asked.book.currency,
        quantity_micro=sums["quantity_micro"], value_minor=sums["value_minor"], allowance_minor=sums["held_minor"],
        layers_open=sums["layers"], positions=sums["positions"], layers=(),
    )  # fmt: skip


def _layers(asked: Question, item: str, parts: pl.DataFrame | None) -> pl.DataFrame:
    """Return the open layers, of one item where one is asked for; of a move that is explained, those that it touched."""
    numbers = items_read.numbers_of(asked.reader, asked.entity.catalogue_id, item) if item else None
    layers = layers_at(asked.reader, asked.book, as_of=asked.as_of, known_seq=asked.known_seq, items=numbers)
    if parts is not None:
        layers = layers.join(parts, on=["unit", "layer"], how="semi")
    return named(asked.reader, asked.entity, layers, numbers=numbers)


def _parts(asked: Question, words: str) -> pl.DataFrame:
    """Return what a move did to each layer.

    Raises: Problem `not_found`.
    """
    document, _, line = words.strip().rpartition("/")
    move = stock_read.move(asked.reader, asked.entity.id, document, line)
    if move is None or move["known_seq"] > asked.known_seq:
        raise Problem("not_found", f"there is no move {words}", hint="write DOCUMENT/LINE; codes are case-sensitive")
    return stock_read.parts_of_move(asked.reader, move["id"], asked.book.cost_basis_id, known_seq=asked.known_seq)


def _listed(layers: pl.DataFrame) -> tuple[Layer, ...]:
    return tuple(
        Layer(item=row["item_code"], lot=row["lot_code"], condition=row["condition"],
              document=row["document"], received_on=row["received_on"],
              quantity_micro=row["remaining_micro"], value_minor=row["cost_minor"],
              allowance_minor=row["held_minor"])
        for row in layers.iter_rows(named=True)
    )  # fmt: skip


def _explained(parts: pl.DataFrame) -> tuple[Part, ...]:
    return tuple(
        Part(item=row["item"], lot=row["lot"], condition=row["condition"], kind=row["kind"],
             document=f"{row['document']}/{row['line']}", received_on=row["received_on"],
             brought_micro=row["brought_micro"], brought_minor=row["brought_minor"],
             moved_micro=row["quantity_micro"], posted_minor=row["posted_minor"],
             adjusted_minor=row["adjusted_minor"], cost_minor=row["posted_minor"] + row["adjusted_minor"])
        for row in parts.iter_rows(named=True)
    )  # fmt: skip
