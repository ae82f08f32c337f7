"""Which pools documents touch: those of their goods in their condition, by the cost formula that each has or begins with.

Before this: `record` says what moves. After this: `plan` has them costed.
"""

from typing import Final

import polars as pl

from lowmark.core.costing.true_ups import provisionally
from lowmark.core.kinds.price import quantity_priced_micro
from lowmark.core.recording.faults import PROBLEM
from lowmark.services.recording.formulas import with_change
from lowmark.services.recording.owned import OF_OTHERS
from lowmark.store.entities.read import Book
from lowmark.store.evidence import read as evidence_read
from lowmark.store.session import Reader
from lowmark.store.valuation import read as valuation_read

GOODS: Final = ("item_id", "lot", "condition", "owner", "change_id")
"""What one pool holds, and the change of formula since which it does, 0 without one."""


def legs_of(moves: pl.DataFrame) -> pl.DataFrame:
    """Return what moves do to pools: a row for what leaves one, a row for what comes into one, in costing order.

    Shapes: moves: as `record` returns them, with move and known_seq; out: the same with condition and owner of the pool,
            quantity_micro signed, and kind (re_pool where goods only come into another condition; null otherwise).
    Domain: where title passes, goods leave a pool and come into another, and only the leg of ours has the event; what
            comes into a pool of others comes at no value. What goods that go over are worth besides they are where they come in.
    """
    way = pl.col("direction")
    kind = pl.when(way == "between").then(pl.lit("re_pool"))
    passes = way == "title"
    leaving = moves.filter(way.is_in(["out", "between", "title"])).with_columns(
        condition="from_condition", quantity_micro=-pl.col("quantity_micro"), kind=kind, leg=pl.lit(0),
        event=pl.when(passes & (pl.col("owner") != "")).then(pl.lit("")).otherwise("event"),
        value_minor=pl.when(way == "out").then("value_minor"),
    )  # fmt: skip
    of_others, comes_in = pl.col("to_owner") != "", way.is_in(["in", "title"])
    coming = moves.filter(way.is_in(["in", "between", "title"])).with_columns(
        condition="to_condition", kind=kind, leg=pl.lit(1), owner="to_owner",
        event=pl.when(passes & of_others).then(pl.lit("")).otherwise("event"),
        value_minor=pl.when(comes_in & of_others).then(0).otherwise("value_minor"),
    )  # fmt: skip
    return pl.concat([leaving, coming]).sort("known_seq", "leg").drop("leg")


def pooled(reader: Reader, book: Book, legs: pl.DataFrame, there: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the legs with pool (a dense code) and method, and the pools: pool, GOODS, method, pool_id (null when new).

    An average of a period is known when it is over: until then its goods are costed by the moving average, and legs say so.

    Shapes: there: the pools that there are, as `valuation.read.pools` gives them.
    """
    legs = with_change(legs, valuation_read.formula_items(reader, book.cost_basis_id))
    touched = legs.select(GOODS).unique(maintain_order=True).with_row_index("pool")
    own = valuation_read.item_methods(reader, book.cost_basis_id)
    pools = (
        touched.join(there.select(*GOODS, "method", "pool_id"), on=GOODS, how="left", maintain_order="left")
        .join(own, on="item_id", how="left", maintain_order="left")
        .select(
            pl.col("pool").cast(pl.Int64), *GOODS,
            pl.when(pl.col("owner") != "").then(pl.lit(OF_OTHERS))
            .otherwise(pl.coalesce("method", "own_method", pl.lit(book.method))).alias("method"), "pool_id",
        )
    )  # fmt: skip
    told = legs.join(pools.drop("pool_id"), on=GOODS, how="left", maintain_order="left")
    return told.with_columns(method=provisionally(pl.col("method"))), pools


def standards_of(
    reader: Reader, book: Book, pools: pl.DataFrame, legs: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the standards of the pools that are costed by one (pool, quantity_micro, value_minor), and what lacks one.

    Source: IAS 2.21; ASC 330-10-30-12 (standards that approximate cost).
    """
    by_standard = pools.filter(pl.col("method") == "standard").select("pool", "item_id")
    per_micro = quantity_priced_micro(book.currency)
    if by_standard.is_empty():
        schema = {"pool": pl.Int64, "quantity_micro": pl.Int64, "value_minor": pl.Int64}
        return pl.DataFrame(schema=schema), pl.DataFrame(schema=PROBLEM)
    priced = by_standard.join(evidence_read.standards(reader, book.cost_basis_id), on="item_id", how="left")
    lacking = legs.join(priced.filter(pl.col("price_micro").is_null()).select("pool"), on="pool", how="semi")
    problems = lacking.select(
        "row", column=pl.lit("item"), value=pl.lit(""), code=pl.lit("no_standard"),
        message=pl.lit("the item is costed at standard, and has none"), hint=pl.lit("import its standard cost first"),
    ).cast(PROBLEM)  # fmt: skip
    return priced.select(
        "pool", quantity_micro=pl.lit(per_micro, dtype=pl.Int64), value_minor="price_micro"
    ), problems  # fmt: skip


def rolled_standards(reader: Reader, book: Book, pools: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the standards with which pools that are costed by one began, and those to which they were rolled.

    Shapes: pool, quantity_micro, value_minor; of rolls also valid_from.
    """
    by_standard = pools.filter(pl.col("method") == "standard").select("pool", "item_id")
    per_micro = pl.lit(quantity_priced_micro(book.currency), dtype=pl.Int64)
    first = by_standard.join(evidence_read.first_standards(reader, book.cost_basis_id), on="item_id")
    rolls = by_standard.join(evidence_read.rolls(reader, book.cost_basis_id), on="item_id", maintain_order="left")
    return (
        first.select("pool", quantity_micro=per_micro, value_minor="price_micro"),
        rolls.select("pool", quantity_micro=per_micro, value_minor="price_micro", valid_from="valid_from"),
    )


def standards_since(reader: Reader, book: Book, pools: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the standards that held before pools are costed again, and those to which they were rolled since.

    Shapes: pools: pool, item_id, method, starts_on; out: as `rolled_standards`.
    """
    first, rolls = rolled_standards(reader, book, pools)
    starts = pools.select("pool", "starts_on")
    earlier = rolls.join(starts, on="pool", maintain_order="left").filter(pl.col("valid_from") < pl.col("starts_on"))
    last = earlier.sort("valid_from").group_by("pool", maintain_order=True).last().select(first.columns)
    since = rolls.join(starts, on="pool", maintain_order="left").filter(pl.col("valid_from") >= pl.col("starts_on"))
    return pl.concat([first.join(last, on="pool", how="anti"), last]), since.select(rolls.columns)
