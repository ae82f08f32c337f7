"""Test goods at a date at what they cost by another formula: what has to be held against them then, beside what has to be now.

Before this: goods by both formulas. After this: people. The evidence is the same, and so are quantities; layers are those of the
new formula, and goods by a formula whose stock is measured at the lower of cost or market are tested so. Sources: IAS 2.9;
ASC 330-10-35-1A.
"""

import polars as pl

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.tables.cost_bases import AT_MARKET
from lowmark.services.changing.costed import Compared
from lowmark.services.testing.gathering import Question, gather
from lowmark.services.testing.run import test_of
from lowmark.services.testing.supposing import required
from lowmark.store.entities.read import Entity
from lowmark.store.session import Reader
from lowmark.store.valuation import read as valuation_read

LEFT = {"pool": pl.Int64, "layer": pl.Int64, "opened_on": pl.Date, "remaining_micro": pl.Int64, "cost_minor": pl.Int64}


def required_by_both(reader: Reader, entity: Entity, found: Compared) -> tuple[int, int]:
    """Return what the goods of a book require as an allowance, as they are costed and by the other formula.

    Raises: Problem as a test of the goods does.
    """
    question = Question(as_of=found.goods.until, known_seq=found.known_seq)
    now = gather(reader, entity=entity, book=found.book, question=question)
    own = found.goods.pools.join(found.pools, on="pool", how="semi").select(unit="pool_id")
    there = valuation_read.units_at_market(reader, found.book.cost_basis_id).select("unit")
    kept = there.join(own, on="unit", how="anti")
    then = gather(
        reader, entity=entity, book=found.book, question=question, layers=_layers(now.layers, found),
        at_market=pl.concat([kept, own]) if found.method in AT_MARKET else kept,
    )  # fmt: skip
    return required(test_of(now)), required(test_of(then))


def _layers(now: pl.DataFrame, found: Compared) -> pl.DataFrame:
    """Return the layers that are open by the other formula, in the columns of those that are, with nothing held on them."""
    rows = [
        (pool, layer, opened_on, quantity - gone, value - multiply_divide_round(value, gone, quantity))
        for pool, layer, opened_on, quantity, gone, value in found.layers.select(
            "pool", "layer", "opened_on", "quantity_micro", "consumed_micro", "value_minor"
        ).iter_rows()
        if gone < quantity
    ]
    units = found.goods.pools.select("pool", unit="pool_id")
    goods = now.select("unit", "item", "lot", "condition", "expires_on").unique("unit")
    came = found.goods.legs.select("received_on", layer="move").unique("layer")
    nothing = pl.lit(0, dtype=pl.Int64)
    layers = (
        pl.DataFrame(rows, schema=LEFT, orient="row")
        .join(units, on="pool")
        .join(goods, on="unit")
        .join(came, on="layer", how="left")
        .with_columns(held_minor=nothing, held_this_year_minor=nothing)
        .sort("unit", "opened_on", "layer")
    )
    assert layers["cost_minor"].sum() == found.counts.join(
        found.goods.pools.filter(pl.col("owner") == ""), on="pool", how="semi")["new_minor"].sum()  # fmt: skip
    return layers.select(now.columns).cast(now.schema)
