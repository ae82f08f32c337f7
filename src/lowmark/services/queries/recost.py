"""Cost everything again from the moves alone, by the same core that posts, and compare with what is stored, to the cent.

`verify` does this by other code, written from the definitions; here the stage that posted is asked once more, on all moves
at once, in costing order, whatever the order in which they came to be known.
"""

from typing import Final

import polars as pl

from lowmark.core.costing.linked import cost_linked
from lowmark.core.costing.results import Costed
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.day import FIRST, from_day
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.recost import Difference, Request, Response
from lowmark.services.recording.late_among import LEG, as_old, legs_since
from lowmark.services.recording.late_links import arrivals_of, linked
from lowmark.services.recording.pools import pooled, standards_of
from lowmark.services.testing import find_book
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book, Entity
from lowmark.store.items import read as items_read
from lowmark.store.session import Reader, reading
from lowmark.store.subledger import history as history_read
from lowmark.store.valuation import read as valuation_read

SHOWN: Final = 1_000
BEGINNING: Final = from_day(FIRST)
SUMS: Final = ("quantity_micro", "value_minor")


def recost(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return what differs between the store and its moves costed again.

    Raises: Problem `not_found` for an unknown item.
    """
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, "")
        known_seq = entities_read.known_seq(reader, entity.id)
        items = items_read.items(reader, entity.catalogue_id).select("item", "item_id")
        if request.item:
            items = items.filter(pl.col("item") == request.item)
            if items.is_empty():
                raise Problem("not_found", f"{entity.code} knows no {request.item!r}", hint="give an item's code")
        moves = legs_since(reader, entity, items["item_id"].to_list(), since=BEGINNING, known_seq=known_seq)
        legs, pools, costed = _costed_again(reader, book, moves, items, known_seq)
        found = pl.concat([
            _flows(reader, costed, pools, known_seq), _layers(reader, entity, costed, pools),
        ]).join(pools, on="pool", how="left", maintain_order="left")  # fmt: skip
    differences = _named(found.head(SHOWN), moves, items)
    return Response(
        entity=entity.code, known_seq=known_seq, currency=book.currency, pools=pools.height,
        moves=legs["move"].n_unique(), flows=costed.flows.height, layers=_open(costed).height, found=found.height,
        differences=differences,
    )  # fmt: skip


def _costed_again(
    reader: Reader, book: Book, moves: pl.DataFrame, items: pl.DataFrame, known_seq: int
) -> tuple[pl.DataFrame, pl.DataFrame, Costed]:
    """Return all legs, their pools and what they cost, from nothing on."""
    there = valuation_read.pools(reader, book.cost_basis_id).join(
        items, on="item_id", how="semi", maintain_order="left"
    )
    legs, pools = pooled(reader, book, as_old(moves, row=pl.Int64()), there)
    standards, lacking = standards_of(reader, book, pools, legs)
    if not lacking.is_empty():
        raise Problem("no_standard", "an item is costed at standard, and has none", hint="import its standard cost")
    arrivals, _ = arrivals_of(reader, legs, since=BEGINNING, known_seq=known_seq)
    links = linked(legs.select(LEG), arrivals, {})
    costed = cost_linked(moves=links.legs, links=links.inside, standards=standards)
    return legs, pools, costed


def _flows(reader: Reader, costed: Costed, pools: pl.DataFrame, known_seq: int) -> pl.DataFrame:
    """Return the flows that differ, each with all of its adjustments."""
    here = pools.filter(pl.col("pool_id").is_not_null()).select("pool", "pool_id")
    stored = history_read.flows_since(reader, here["pool_id"].to_list(), since=BEGINNING, known_seq=known_seq)
    return _differing(stored.join(here, on="pool_id"), costed.flows, "flow", ["pool", "layer", "move"])


def _layers(reader: Reader, entity: Entity, costed: Costed, pools: pl.DataFrame) -> pl.DataFrame:
    """Return the open layers that differ in what is left of them."""
    here = pools.filter(pl.col("pool_id").is_not_null()).select("pool", "pool_id")
    stored = valuation_read.current_layers(reader, entity.id).join(here, on="pool_id")
    return _differing(_left(stored), _left(_open(costed)), "layer", ["pool", "layer"]).with_columns(
        move=pl.col("layer")
    )


def _open(costed: Costed) -> pl.DataFrame:
    return costed.layers.filter(pl.col("consumed_micro") < pl.col("quantity_micro"))


def _left(layers: pl.DataFrame) -> pl.DataFrame:
    """Return what is left of layers: pool, layer, quantity_micro, value_minor."""
    columns = layers.select("pool", "layer", "quantity_micro", "consumed_micro", "value_minor")
    rows = [
        (pool, layer, quantity - gone, value - multiply_divide_round(value, gone, quantity))
        for pool, layer, quantity, gone, value in columns.iter_rows()
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(("pool", "layer", *SUMS), pl.Int64), orient="row")


def _differing(stored: pl.DataFrame, told: pl.DataFrame, what: str, key: list[str]) -> pl.DataFrame:
    """Return where two tables of the same grain differ: what is stored, what came out."""
    both = stored.select(*key, *SUMS).join(told.select(*key, *SUMS), on=key, how="full", coalesce=True, suffix="_told")
    filled = both.with_columns(pl.col(*SUMS, *(f"{name}_told" for name in SUMS)).fill_null(0))
    differs = pl.any_horizontal(pl.col(name) != pl.col(f"{name}_told") for name in SUMS)
    return filled.filter(differs).sort(key).select(
        "pool", "layer", move=pl.col("move") if "move" in key else pl.col("layer"), what=pl.lit(what),
        stored_micro="quantity_micro", stored_minor="value_minor", replayed_micro="quantity_micro_told",
        replayed_minor="value_minor_told",
    )  # fmt: skip


def _named(found: pl.DataFrame, moves: pl.DataFrame, items: pl.DataFrame) -> tuple[Difference, ...]:
    """Say of differences which goods and documents they are of."""
    names = moves.select("move", name=pl.col("document") + "/" + pl.col("line")).unique("move")
    said = (
        found.join(items, on="item_id", how="left", maintain_order="left")
        .join(names, on="move", how="left", maintain_order="left")
        .join(names.rename({"move": "layer", "name": "layer_name"}), on="layer", how="left", maintain_order="left")
    )
    return tuple(
        Difference(
            what=row["what"], item=row["item"], lot=row["lot"], condition=row["condition"], move=row["name"] or "",
            layer=row["layer_name"] or "", stored_micro=row["stored_micro"], stored_minor=row["stored_minor"],
            replayed_micro=row["replayed_micro"], replayed_minor=row["replayed_minor"],
        )
        for row in said.iter_rows(named=True)
    )  # fmt: skip
