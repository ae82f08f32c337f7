"""The layers open at a date as known at a sequence, each with the allowance held on it, and what of that is of the year.

Before this: flows and allowance in the store. After this: `gathering`, and whoever shows what stock carries.
"""

from collections.abc import Sequence
from datetime import date

import polars as pl

from lowmark.core.write_downs.of_the_year import held_of_the_year
from lowmark.store.entities.read import Book, Entity
from lowmark.store.session import Reader
from lowmark.store.subledger import read as subledger_read
from lowmark.store.subledger import since as since_read
from lowmark.store.valuation import read as valuation_read


def layers_at(
    reader: Reader, book: Book, *, as_of: date, known_seq: int, items: Sequence[int] | None = None
) -> pl.DataFrame:
    """Return the layers (of some items) open at a date as known at a sequence, each with the allowance held on it."""
    layers = valuation_read.open_layers(reader, book.cost_basis_id, as_of=as_of, known_seq=known_seq, items=items)
    pools = None if items is None else layers["unit"].unique().to_list()
    held = subledger_read.held_at(reader, book.id, as_of=as_of, known_seq=known_seq, pools=pools)
    return layers.join(held, on=["unit", "layer"], how="left", maintain_order="left").with_columns(
        pl.col("held_minor").fill_null(0)
    )


def layers_to_test(reader: Reader, entity: Entity, book: Book, *, as_of: date, known_seq: int) -> pl.DataFrame:
    """Return the layers open at a date, each with what of its allowance was charged in the date's fiscal year."""
    number = entity.fiscal_year(as_of)
    year = subledger_read.set_in_year(reader, book.id, fiscal_year=number, as_of=as_of, known_seq=known_seq)
    layers = layers_at(reader, book, as_of=as_of, known_seq=known_seq)
    came = _came(reader, book, year, number, as_of=as_of, known_seq=known_seq) if not year.is_empty() else None
    return held_of_the_year(layers=layers, year=year, came=came)


def _came(
    reader: Reader, book: Book, year: pl.DataFrame, number: int, *, as_of: date, known_seq: int
) -> pl.DataFrame | None:
    """Return what has joined layers since the fiscal year first changed their allowance, as `held_of_the_year` takes it."""
    flows = since_read.flows_of_held_layers(
        reader, book.id, book.cost_basis_id, as_of=as_of, known_seq=known_seq, joined=True
    )
    own = flows.join(year.select("set_on", pool="unit", layer="layer"), on=["pool", "layer"], maintain_order="left")
    stood = own.with_columns(
        left_micro=pl.col("quantity_micro").cum_sum().over("pool", "layer") - pl.col("quantity_micro")
    )
    joined = stood.filter(pl.col("quantity_micro") > 0, pl.col("accounting_on") > pl.col("set_on"))
    if joined.is_empty():
        return None
    brought = (
        since_read.movements_until(reader, book.id, as_of=as_of, known_seq=known_seq)
        .filter(pl.col("kind").is_in(["restore", "transfer"]), pl.col("amount_minor") > 0)
        .join(joined.select("pool", "layer", "move"), on=["pool", "layer", "move"], how="semi")
        .group_by("pool", "layer", "move").agg(earlier_minor=pl.col("amount_minor").filter(
            pl.col("fiscal_year") < number
        ).sum())
    )  # fmt: skip
    return joined.join(brought, on=["pool", "layer", "move"], how="left", maintain_order="left").select(
        "layer", "left_micro", "quantity_micro", unit="pool", earlier_minor=pl.col("earlier_minor").fill_null(0)
    )
