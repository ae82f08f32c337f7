"""What a document makes of what: the legs of its productions, as costing and write-downs take them.

Before this: `plan` has numbered the moves and found their pools. After this: `flow.post_moves`.
"""

from datetime import date
from typing import Final

import polars as pl

from lowmark.core.flow import Made, Posting
from lowmark.core.journal.productions import KINDS
from lowmark.core.recording.faults import PROBLEM
from lowmark.services.recording.planned import Plan
from lowmark.store.entities.read import Book
from lowmark.store.session import Reader
from lowmark.store.stock import read as stock_read
from lowmark.store.subledger import made as made_read

OWN: Final = "production"
"""The number of a leg's production: negative for one that is not written yet."""


def made_of(planned: Plan, legs: pl.DataFrame) -> tuple[pl.DataFrame, Made]:
    """Return the legs, outputs of productions without a value, and what is made of what.

    Shapes: legs: pool, move, known_seq, document, item_class, quantity_micro, value_minor, share_micro, and others.
    """
    said = planned.productions.with_columns(
        (-pl.int_range(1, pl.len() + 1, dtype=pl.Int64)).alias(OWN),
        conversion_minor=pl.sum_horizontal(f"{kind}_minor" for kind in KINDS),
    )
    own = legs.join(said, on="document", maintain_order="left", suffix="_said")
    comes = pl.col("quantity_micro") > 0
    is_first = pl.col("share_micro").is_not_null() & (
        pl.col("known_seq") == pl.col("known_seq").filter(pl.col("share_micro").is_not_null()).min().over(OWN)
    )
    made = own.with_columns(is_first=is_first).select(
        OWN, "pool", "move", "share_micro", place="known_seq",
        own_minor=pl.when(comes & pl.col("share_micro").is_null()).then("value_minor"),
        lost_micro=pl.when("is_first").then("abnormal_micro").otherwise(0),
        value_minor=pl.when("is_first").then("conversion_minor").otherwise(0),
    )  # fmt: skip
    classes = own.filter(is_first).select("document", "item_class")
    return without_value(legs, made), Made(legs=made, said=said.join(classes, on="document", how="left"))


def without_value(legs: pl.DataFrame, made: pl.DataFrame) -> pl.DataFrame:
    """Return legs, of which the outputs of productions have no value of their own."""
    outputs = made.filter(pl.col("share_micro").is_not_null() | pl.col("own_minor").is_not_null())
    named = outputs.select("pool", "move", is_made=pl.lit(value=True))
    return legs.join(named, on=["pool", "move"], how="left", maintain_order="left").with_columns(
        value_minor=pl.when(pl.col("is_made").is_null()).then("value_minor")
    ).drop("is_made")  # fmt: skip


def recorded_made(reader: Reader, book: Book, pools: pl.DataFrame, *, since: date, known_seq: int) -> pl.DataFrame:
    """Return the legs of the productions that are recorded from a day on, as costing takes them, and accounting_on and OF.

    Shapes: pools: pool, pool_id; a pool that is not among them goes by the negative of its number.
    """
    legs = made_read.legs_since(reader, book.cost_basis_id, since=since, known_seq=known_seq)
    codes = pools.filter(pl.col("pool_id").is_not_null()).select("pool_id", "pool")
    return legs.join(codes, on="pool_id", how="left", maintain_order="left").with_columns(
        pool=pl.coalesce("pool", -pl.col("pool_id"))
    )  # fmt: skip


def of_moves(made: pl.DataFrame, moves: pl.DataFrame) -> pl.DataFrame:
    """Return all legs of the productions of which some leg is among the moves."""
    some = made.join(moves, on=["pool", "move"], how="semi").select("production").unique()
    return made.join(some, on="production", how="semi", maintain_order="left")


def by_products_over_cost(posting: Posting, legs: pl.DataFrame) -> pl.DataFrame:
    """Return a problem for each production whose by-products are worth more than all that went into it."""
    refused = posting.costed.refused.filter(pl.col("code") == "by_products_over_cost")
    found = refused.join(legs.select("pool", "move", "row", "document"), on=["pool", "move"]).sort("row")
    return found.unique("document", keep="first", maintain_order=True).select(
        "row", column=pl.lit("value"), value=pl.lit(""), code=pl.lit("by_products_over_cost"),
        message=pl.lit("its by-products are worth more than all that went in"),
        hint=pl.lit("what is worth so much is a product: let it share the cost"),
    ).cast(PROBLEM)  # fmt: skip


def produced_already(reader: Reader, planned: Plan) -> pl.DataFrame:
    """Return a problem for each production whose document is one already."""
    documents = planned.productions["document"].to_list()
    there = stock_read.produced(reader, planned.entity.id, documents) if documents else []
    found = planned.moves.filter(pl.col("document").is_in(there)).unique("document", keep="first", maintain_order=True)
    return found.select(
        "row", column=pl.lit("document"), value="document", code=pl.lit("already_recorded"),
        message=pl.lit("this production is recorded already"), hint=pl.lit("give what was made besides a document of its own"),
    ).cast(PROBLEM)  # fmt: skip
