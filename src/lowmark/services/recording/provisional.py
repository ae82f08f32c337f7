"""What sales of more than there is take before it has come, by an entity's policy: read how pools stand, put the moves in.

Before this: `plan` has the moves of a document. After this: they are costed, with what was put in among them. An entity that
never set the policy is asked for nothing else. Of goods of which something comes late nothing new is assumed, and what is
assumed already is settled on the day of their last move, unless that was tested since.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from lowmark.core.kinds.price import quantity_priced_micro
from lowmark.core.recording.faults import PROBLEM
from lowmark.core.recording.provisional import SETTLES, Assumed, Goods, Standing, with_provisional
from lowmark.core.tables.locations import CONDITIONS
from lowmark.services.policies import policy_in_force
from lowmark.services.recording.owned import NEGATIVE_STOCK
from lowmark.services.recording.planned import Plan
from lowmark.services.recording.pools import legs_of
from lowmark.store.entities.read import Book, Entity
from lowmark.store.evidence import read as evidence_read
from lowmark.store.session import Reader
from lowmark.store.stock import places as places_read
from lowmark.store.valuation import read as valuation_read

PROVISIONAL: Final = "provisional"
CREDITED: Final = {"pool": pl.Int64, "move": pl.Int64, "credited_minor": pl.Int64}

_LACKING = {
    "column": "quantity", "value": "", "code": "short", "message": "more than there is, and no cost of these goods is known",
    "hint": "record a receipt of them first, or give the item a standard cost",
}  # fmt: skip


def provide(reader: Reader, planned: Plan, there: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the moves with those that are put in, and a problem for each sale of goods of which no cost is known.

    Shapes: out: the plan's moves, and credited_minor (null but on what gives back); there: the pools in which goods are now.
    """
    entity, book, moves = planned.entity, planned.book, planned.moves
    if not places_read.ever_set(reader, entity.id, NEGATIVE_STOCK):
        return moves.with_columns(credited_minor=pl.lit(None, dtype=pl.Int64)), pl.DataFrame(schema=PROBLEM)
    answers: dict[date, bool] = {}

    def allowed(day: date) -> bool:
        if day not in answers:
            document = policy_in_force(reader, entity_id=entity.id, framework=book.framework, on=day,
                                        known_seq=planned.watermark)  # fmt: skip
            answers[day] = document.policy.negative_stock == PROVISIONAL
        return answers[day]

    standing = _standing(reader, entity, book, moves, there)
    given = with_provisional(
        moves=moves.iter_rows(named=True), standing=standing, allowed=allowed,
        place_id=places_read.provisional_place(reader, entity.id),
    )  # fmt: skip
    schema = {**moves.schema, "row": pl.Int64(), "source_row": pl.Int64(), "credited_minor": pl.Int64()}
    problems = [{"row": row, **_LACKING} for row in given.lacking]
    return pl.DataFrame(given.moves, schema=schema), pl.DataFrame(problems, schema=PROBLEM)


def credited_of(legs: pl.DataFrame) -> pl.DataFrame:
    """Return what was assumed of goods that are given back: pool, move, credited_minor."""
    return legs.filter(pl.col("event") == SETTLES).select(list(CREDITED)).cast(CREDITED)  # type: ignore[arg-type]


def credited_in(moves: pl.DataFrame, *legs: pl.DataFrame) -> pl.DataFrame:
    """Return what was assumed of goods that new moves among some legs give back, as `credited_of` does."""
    said = moves.select("move", "credited_minor")
    return credited_of(pl.concat([each.select("pool", "move", "event") for each in legs]).join(said, on="move"))


def _standing(
    reader: Reader, entity: Entity, book: Book, moves: pl.DataFrame, there: pl.DataFrame
) -> dict[Goods, Standing]:
    """Return how the pools of ours stand that moves touch, but for goods tested since of which something comes late."""
    of = ["item_id", "lot", "condition"]
    late = moves.filter("is_late").select("item_id", "lot").unique().with_columns(comes_late=pl.lit(value=True))
    touched = legs_of(moves).filter(pl.col("owner") == "").group_by(of).agg(
        leaves=-pl.col("quantity_micro").clip(upper_bound=0).sum(), ends_on=pl.col("accounting_on").max()
    ).join(late, on=["item_id", "lot"], how="left")  # fmt: skip
    layers = (
        valuation_read.current_layers(reader, entity.id)
        .group_by("pool_id")
        .agg(held=(pl.col("quantity_micro") - pl.col("consumed_micro")).sum())
    )
    ours = there.filter(pl.col("owner") == "").join(layers, on="pool_id", how="left")
    ends = pl.max_horizontal("ends_on", "last_on")
    found = touched.join(ours, on=of, how="left").with_columns(settles_on=pl.when("comes_late").then(ends))
    standing = {}
    for row in found.filter((pl.col("settles_on") > pl.col("set_on")).fill_null(value=True)).iter_rows(named=True):
        pool = Standing(held_micro=row["held"] or 0, settles_on=row["settles_on"])
        if row["leaves"] > pool.held_micro:
            pool.last_cost, pool.standard = _last_cost(reader, book, row["item_id"], row["pool_id"], row["method"])
        standing[row["item_id"], row["lot"], row["condition"]] = pool
    for goods, assumed in _assumed(reader, entity, moves["item_id"].unique().sort().to_list()):
        if goods in standing:
            standing[goods].assumed.append(assumed)
    return standing


def _last_cost(
    reader: Reader, book: Book, item_id: int, pool_id: int | None, method: str | None
) -> tuple[tuple[int, int] | None, bool]:
    """Return the last unit cost that is known (a value and the quantity that it is of), and whether it is a standard."""
    method = method or valuation_read.item_method(reader, book.cost_basis_id, item_id)[0] or book.method
    if method == "standard":
        price = evidence_read.standard(reader, book.cost_basis_id, item_id)
        return None if price is None else (price, quantity_priced_micro(book.currency)), True
    return (None if pool_id is None else places_read.last_cost(reader, pool_id)), False


def _assumed(reader: Reader, entity: Entity, items: list[int]) -> Iterator[tuple[Goods, Assumed]]:
    """Yield what is assumed and not settled, oldest first."""
    for row in places_read.assumed(reader, entity.id, items):
        goods = row["item_id"], row["lot"], CONDITIONS[row["kind"]]
        yield goods, Assumed(row["id"], None, row["quantity_micro"], row["value_minor"], row["settled_micro"])
