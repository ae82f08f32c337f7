"""Cost everything again from the moves alone, by the same core that posts, and compare with what is stored, to the cent.

`verify` does this by other code, written from the definitions; here the stage that posted is asked once more, on all moves
at once, in costing order, whatever the order in which they came to be known.
"""

from typing import Final

import polars as pl

from lowmark.core.costing.results import Costed
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.operations.recost import Difference, Request, Response
from lowmark.services.recording.anew import differing, goods_of
from lowmark.services.recording.late.periods import of_pools_since, periods_trued
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Entity
from lowmark.store.items import read as items_read
from lowmark.store.session import Reader, reading
from lowmark.store.valuation import read as valuation_read

SHOWN: Final = 1_000
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
        goods = goods_of(reader, entity, book, items, known_seq=known_seq)
        true_ups = of_pools_since(goods.pools, periods_trued(reader, entity))
        again = differing(reader, book, goods, true_ups=true_ups)
        found = pl.concat([
            _flows(goods.stored, again.flows), _revalued(goods.revalued, again.revalued),
            _layers(reader, entity, again.costed, goods.pools),
        ]).join(goods.pools, on="pool", how="left", maintain_order="left")  # fmt: skip
    differences = _named(found.head(SHOWN), goods.moves, items)
    return Response(
        entity=entity.code, known_seq=known_seq, currency=book.currency, pools=goods.pools.height,
        moves=goods.legs["move"].n_unique(), flows=again.costed.flows.height, layers=_open(again.costed).height,
        found=found.height, differences=differences,
    )  # fmt: skip


def _flows(stored: pl.DataFrame, differences: pl.DataFrame) -> pl.DataFrame:
    """Return what counts on a day of a flow, where that differs, with all of its adjustments."""
    key = ["pool", "layer", "move", "accounting_on"]
    both = differences.select(*key, *SUMS).join(stored.select(*key, *SUMS), on=key, how="left", suffix="_stored")
    was = {name: pl.col(f"{name}_stored").fill_null(0) for name in SUMS}
    return both.sort(key).select(
        "pool", "layer", "move", what=pl.lit("flow"), stored_micro=was["quantity_micro"], stored_minor=was["value_minor"],
        replayed_micro=was["quantity_micro"] + pl.col("quantity_micro"), replayed_minor=was["value_minor"] + pl.col("value_minor"),
    )  # fmt: skip


def _revalued(stored: pl.DataFrame, differences: pl.DataFrame) -> pl.DataFrame:
    """Return what layers were revalued by to other standards, where that differs."""
    key = ["pool", "layer", "accounting_on"]
    empty = {"pool": pl.Int64, "layer": pl.Int64, "accounting_on": pl.Date, **dict.fromkeys(SUMS, pl.Int64)}
    differing = pl.DataFrame(schema=empty) if differences.is_empty() else differences
    both = differing.select(*key, *SUMS).join(stored.select(*key, was="value_minor"), on=key, how="left")
    was = pl.col("was").fill_null(0)
    return both.sort(key).select(
        "pool", "layer", move="layer", what=pl.lit("revaluation"), stored_micro="quantity_micro", stored_minor=was,
        replayed_micro="quantity_micro", replayed_minor=was + pl.col("value_minor"),
    )  # fmt: skip


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
