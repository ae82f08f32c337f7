"""Show what the stock cost: layers and allowance at a date, as known at a sequence; or what one move cost."""

import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.names import named
from lowmark.services.operations.cost import Layer, Part, Request, Response
from lowmark.services.testing import layers_at
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book, Entity
from lowmark.store.session import Reader, reading
from lowmark.store.stock import read as stock_read
from lowmark.store.valuation import read as valuation_read


def cost(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the open layers, oldest first within an item, and their sums.

    Raises: Problem `not_found` for a move to be explained that is not there.
    """
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, "")
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        as_of = request.as_of or max(period.ends_on for period in entities_read.periods(reader, entity.id))
        layers = named(reader, entity, layers_at(reader, book, as_of=as_of, known_seq=known_seq))
        documents = valuation_read.layer_documents(reader, book.cost_basis_id)
        parts = _parts(reader, entity, book, request.explain, known_seq) if request.explain else None
    if request.item:
        layers = layers.filter(pl.col("item_code") == request.item)
    if parts is not None:
        layers = layers.join(parts, on=["unit", "layer"], how="semi")
    layers = layers.join(documents, on="layer", how="left").sort("item_code", "lot_code", "received_on", "layer")
    return Response(
        entity=entity.code, as_of=as_of, known_seq=known_seq, currency=book.currency,
        quantity_micro=int(layers["remaining_micro"].sum()), value_minor=int(layers["cost_minor"].sum()),
        allowance_minor=int(layers["held_minor"].sum()),
        layers=tuple(
            Layer(item=row["item_code"], lot=row["lot_code"], condition=row["condition"],
                  document=row["document"], received_on=row["received_on"],
                  quantity_micro=row["remaining_micro"], value_minor=row["cost_minor"],
                  allowance_minor=row["held_minor"])
            for row in layers.iter_rows(named=True)
        ),
        parts=_explained(parts) if parts is not None else (),
    )  # fmt: skip


def _parts(reader: Reader, entity: Entity, book: Book, words: str, known_seq: int) -> pl.DataFrame:
    """Return what a move did to each layer.

    Raises: Problem `not_found`.
    """
    document, _, line = words.strip().rpartition("/")
    move = stock_read.move(reader, entity.id, document, line)
    if move is None or move["known_seq"] > known_seq:
        raise Problem("not_found", f"there is no move {words}", hint="write DOCUMENT/LINE; codes are case-sensitive")
    return stock_read.parts_of_move(reader, move["id"], book.cost_basis_id, known_seq=known_seq)


def _explained(parts: pl.DataFrame) -> tuple[Part, ...]:
    return tuple(
        Part(item=row["item"], lot=row["lot"], condition=row["condition"], kind=row["kind"],
             document=f"{row['document']}/{row['line']}", received_on=row["received_on"],
             brought_micro=row["brought_micro"], brought_minor=row["brought_minor"],
             moved_micro=row["quantity_micro"], posted_minor=row["posted_minor"],
             adjusted_minor=row["adjusted_minor"], cost_minor=row["posted_minor"] + row["adjusted_minor"])
        for row in parts.iter_rows(named=True)
    )  # fmt: skip
