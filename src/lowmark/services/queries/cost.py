"""Show what the stock cost: layers and allowance at a date, as known at a sequence."""

import polars as pl

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.names import named
from lowmark.services.operations.cost import Layer, Request, Response
from lowmark.services.testing import find_book, layers_at
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading
from lowmark.store.valuation import read as valuation_read


def cost(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the open layers, oldest first within an item, and their sums."""
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, "")
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        layers = named(reader, entity, layers_at(reader, book, as_of=request.as_of, known_seq=known_seq))
        documents = valuation_read.layer_documents(reader, book.cost_basis_id)
    if request.item:
        layers = layers.filter(pl.col("item_code") == request.item)
    layers = layers.join(documents, on="layer", how="left").sort("item_code", "lot_code", "received_on", "layer")
    return Response(
        entity=entity.code, as_of=request.as_of, known_seq=known_seq, currency=book.currency,
        quantity_micro=int(layers["remaining_micro"].sum()), value_minor=int(layers["cost_minor"].sum()),
        allowance_minor=int(layers["held_minor"].sum()),
        layers=tuple(
            Layer(item=row["item_code"], lot=row["lot_code"], condition=row["condition"],
                  document=row["document"], received_on=row["received_on"],
                  quantity_micro=row["remaining_micro"], value_minor=row["cost_minor"],
                  allowance_minor=row["held_minor"])
            for row in layers.iter_rows(named=True)
        ),
    )  # fmt: skip
