"""Put moves that come late among those that are recorded: read what happened to their goods since, and how all stood before.

Before this: `plan` has found that a document's goods have moves that count on later days. After this: `flow_late` costs them
again, and the pen writes the differences. Goods are an item and lot; links never lead from one to another, only from pool to
pool of their conditions. A pool is costed again from the first day on which something of it may be another (`reached`):
before that day nothing changes, so a test posted before it stands. One posted on it or after it would not, and the move
is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from lowmark.core.costing.recosting import reached
from lowmark.core.flow_late import History
from lowmark.core.recording.directions import direction
from lowmark.core.tables.locations import CONDITIONS
from lowmark.core.write_downs.replay import RECORDED, SETTINGS
from lowmark.services.recording.late_before import Before
from lowmark.services.recording.late_links import arrivals_of, linked, released_before, source_costs
from lowmark.services.recording.pools import legs_of
from lowmark.store.entities.read import Book, Entity
from lowmark.store.session import Reader
from lowmark.store.subledger import history as history_read

OF: Final = ("item_id", "lot")
"""What goods are."""

LEG: Final = ("pool", "method", "move", "row", "document", "line", *OF, "known_seq", "accounting_on", "quantity_micro",
              "value_minor", "kind", "event", "reason", "item_class", "source", "is_new")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """The new legs of late goods with the old ones that are costed again with them, and what `flow_late` takes besides.

    Shapes: legs: ``LEG``; links and carried_links: as `post_moves` takes them; received: layer, received_on, of old moves;
            tested: pool, accounting_on, of pools in which an allowance was set since they are costed again.
    """

    legs: pl.DataFrame
    links: pl.DataFrame
    carried_links: pl.DataFrame
    history: History
    received: pl.DataFrame
    tested: pl.DataFrame


def recorded_legs(reader: Reader, entity: Entity, moves: pl.DataFrame, *, known_seq: int) -> pl.DataFrame:
    """Return what the moves recorded since the first late one did to pools of the same goods: as `legs_of` does of new ones.

    Shapes: moves: as `plan` numbers them; out: the columns of `legs_of`, and returns_move, received_on.
    """
    late = moves.filter("is_late")
    first: date = late["accounting_on"].min()  # type: ignore[assignment]
    items = late["item_id"].unique().sort().to_list()
    legs = legs_since(reader, entity, items, since=first, known_seq=known_seq)
    return legs.join(late.select(OF).unique(), on=OF, how="semi", maintain_order="left")


def legs_since(reader: Reader, entity: Entity, items: Sequence[int], *, since: date, known_seq: int) -> pl.DataFrame:
    """Return what the moves of some items from a day on did to pools, as `legs_of` does of new ones."""
    return legs_of(
        _with_directions(history_read.moves_since(reader, entity.id, items, since=since, known_seq=known_seq))
    )


def _with_directions(moves: pl.DataFrame) -> pl.DataFrame:
    """Say of recorded moves which way they went, by which event, between which conditions; those within one are left out."""
    pairs = moves.select("from_kind", "to_kind").rows()
    ways = {pair: direction(from_kind=pair[0], to_kind=pair[1]) or ("within", "") for pair in set(pairs)}
    goes_back = (pl.col("direction") == "out") & pl.col("returns_move").is_not_null()
    return moves.with_columns(
        pl.Series("direction", [ways[pair][0] for pair in pairs], dtype=pl.String),
        pl.Series("event", [ways[pair][1] for pair in pairs], dtype=pl.String),
        *(pl.col(f"{side}_kind").replace_strict(dict(CONDITIONS), default=None, return_dtype=pl.String)
          .alias(f"{side}_condition") for side in ("from", "to")),
    ).with_columns(event=pl.when(goes_back).then(pl.lit("receipt_reversed")).otherwise("event")).filter(
        pl.col("direction") != "within"
    )  # fmt: skip


def among(
    reader: Reader, *, book: Book, moves: pl.DataFrame, new: pl.DataFrame, old: pl.DataFrame, pools: pl.DataFrame,
    known_seq: int,
) -> Among:  # fmt: skip
    """Put the new legs of late goods among the old ones.

    Shapes: new and old: legs with pool and method; pools: pool, GOODS, method, pool_id, of all pools of these goods.
    """
    legs = _together(moves, new, old)
    first: date = legs["accounting_on"].min()  # type: ignore[assignment]
    arrivals, earlier = arrivals_of(reader, legs, since=first, known_seq=known_seq)
    starts = reached(legs=legs, arrivals=arrivals)
    starting = pl.DataFrame(list(starts.items()), schema={"pool": pl.Int64, "starts_on": pl.Date}, orient="row")
    counted = legs.join(starting, on="pool").filter(pl.col("accounting_on") >= pl.col("starts_on")).sort(
        "known_seq", pl.col("quantity_micro") > 0
    ).select(LEG)  # fmt: skip
    here = pools.filter(pl.col("pool_id").is_not_null())
    numbers = here["pool_id"].to_list()
    codes = here.select("pool", "pool_id")
    flows = history_read.flows_since(reader, numbers, since=first, known_seq=known_seq).join(codes, on="pool_id")
    movements = history_read.movements(reader, book.id, numbers, known_seq=known_seq).join(
        codes, on="pool_id", maintain_order="left"
    )
    costs = source_costs(reader, arrivals, counted, flows, codes, known_seq=known_seq)
    links = linked(counted, arrivals, costs)
    before = Before(reader, here.join(starting, on="pool"), movements, known_seq)
    layers = before.layers()
    again = counted.filter(~pl.col("is_new")).select("pool", "move")
    settings = movements.filter(pl.col("kind").is_in(SETTINGS)).group_by("pool").agg(pl.col("accounting_on").max())
    return Among(
        legs=links.legs, links=links.inside, carried_links=links.all_links,
        history=History(
            layers=layers.drop("received_on"), allowances=before.states(),
            recorded=flows.join(again, on=["pool", "move"], how="semi"),
            carried=movements.join(again, on=["pool", "move"], how="semi", maintain_order="left").select(list(RECORDED)),
            released_before=released_before(movements, links.all_links, earlier, arrivals, counted),
        ),
        received=pl.concat([layers.select("layer", "received_on"), old.select("received_on", layer="move").select(
            "layer", "received_on")]).unique("layer", keep="first"),
        tested=settings.join(starting, on="pool").filter(pl.col("accounting_on") >= pl.col("starts_on")),
    )  # fmt: skip


def _together(moves: pl.DataFrame, new: pl.DataFrame, old: pl.DataFrame) -> pl.DataFrame:
    """Put new and old legs into one table; each that brings goods back names the move by which they left."""
    numbers = moves.select(source_row="row", numbered="move")
    named = new.join(numbers, on="source_row", how="left", maintain_order="left").with_columns(
        source=pl.coalesce("source_move", "numbered"), is_new=pl.lit(value=True)
    )
    return pl.concat([named.select(LEG), as_old(old, row=new.schema["row"]).select(LEG)])


def as_old(legs: pl.DataFrame, *, row: pl.DataType) -> pl.DataFrame:
    """Say of recorded legs that they are, and from which move the goods come back that some bring."""
    comes_back = (pl.col("quantity_micro") > 0) & pl.col("kind").is_null()
    return legs.with_columns(
        source=pl.when(comes_back).then("returns_move"), is_new=pl.lit(value=False), row=pl.lit(None, dtype=row)
    )
