"""Read what happened after a run's date in the pools that it changes, and in those that goods went to from there.

Before this: an approved run and its shares. After this: `flow.post_run`, which makes of it what would have happened had
the run been posted on its day. Where nothing happened since, the allowances as they stand are those of the day.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

import polars as pl

from lowmark.core.flow import Since
from lowmark.core.recording.directions import RE_POOL, allowance_event, direction
from lowmark.core.write_downs.carry import LINKS, RELEASED_BEFORE
from lowmark.core.write_downs.makings import pairs_of
from lowmark.core.write_downs.replay import RECORDED, concerned, states_at
from lowmark.services.recording.formulas import GOING_OVER
from lowmark.services.recording.made import of_moves
from lowmark.store.entities.read import Book
from lowmark.store.session import Reader
from lowmark.store.stock import read as stock_read
from lowmark.store.subledger import made as made_read
from lowmark.store.subledger import read as subledger_read
from lowmark.store.subledger import since as since_read
from lowmark.store.valuation import read as valuation_read


def since(
    reader: Reader, *, book: Book, as_of: date, changed: set[int], known_seq: int, stale: Collection[int] = ()
) -> Since:
    """Return what `flow.post_run` takes; what is read goes up to `known_seq`.

    Domain: `changed` are the pools of a run's shares; of `stale` ones the state is worked out from what was recorded.
    """
    flows = _with_events(since_read.flows_after(reader, book.cost_basis_id, as_of=as_of, known_seq=known_seq))
    links = _links(reader, flows, as_of)
    made = made_read.legs_since(
        reader, book.cost_basis_id, since=as_of + timedelta(days=1), known_seq=known_seq
    ).rename({"pool_id": "pool"})
    pairs = pl.DataFrame(pairs_of(made), schema={"source_pool": pl.Int64, "pool": pl.Int64}, orient="row")
    pools = concerned(pools=changed, links=pl.concat([links.select("source_pool", "pool"), pairs]))
    own = flows.filter(pl.col("pool").is_in(list(pools)))
    links = links.filter(pl.col("pool").is_in(list(pools)))
    stood = since_read.stood_after(reader, book.cost_basis_id, as_of=as_of, known_seq=known_seq).filter(
        pl.col("pool").is_in(list(pools))
    )
    touched = set(own["pool"].unique()) | set(stood["pool"].unique()) | (pools & set(stale))
    stand = subledger_read.current_allowances(reader, book.id).rename({"pool_id": "pool"})
    still = stand.filter(pl.col("pool").is_in(list(pools - touched)))
    if not touched:
        return Since(
            states=still, flows=own.drop("kind"), links=links, released_before=pl.DataFrame(schema=RELEASED_BEFORE),
            layers=pl.DataFrame(schema=LAYERS), recorded=pl.DataFrame(schema=RECORDED),
            made=made.clear(),
        )  # fmt: skip
    return Since(
        states=pl.concat([still, _states(reader, book, touched, as_of, known_seq).select(still.columns)]),
        flows=own.drop("kind"), links=links, released_before=_released(reader, book, links, own, as_of),
        layers=_layers(reader, book, touched, as_of, known_seq),
        recorded=since_read.caused_after(reader, book.id, as_of=as_of, known_seq=known_seq).filter(
            pl.col("pool").is_in(list(touched))
        ),
        made=of_moves(made, own), stood=stood,
    )  # fmt: skip


LAYERS = {"pool": pl.Int64, "layer": pl.Int64, "quantity_micro": pl.Int64, "consumed_micro": pl.Int64}


def _with_events(flows: pl.DataFrame) -> pl.DataFrame:
    """Say of each flow whether it re-pools, and by which event it takes allowance or brings it back."""
    goes_back, goes_over = pl.col("returns_move").is_not_null(), pl.col(GOING_OVER).is_not_null()
    asked = flows.select("from_kind", "to_kind", goes_back, goes_over.alias("goes_over")).rows()
    said = {pair: _event(*pair) for pair in set(asked)}
    return flows.with_columns(
        kind=pl.Series([said[pair][0] for pair in asked], dtype=pl.String),
        event=pl.Series([said[pair][1] for pair in asked], dtype=pl.String),
    ).drop("from_kind", "to_kind", GOING_OVER)


def _event(from_kind: str, to_kind: str, goes_back: bool, goes_over: bool) -> tuple[str, str]:  # noqa: FBT001
    if goes_over:
        return RE_POOL, ""
    way = direction(from_kind=from_kind, to_kind=to_kind)
    assert way is not None
    kind = RE_POOL if way[0] == "between" else ""
    return kind, allowance_event("receipt_reversed" if goes_back and way[0] == "out" else way[1])


def _links(reader: Reader, flows: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Return the links of all flows after the date: goods that came back, and goods that changed their condition."""
    out = flows.filter(pl.col("quantity_micro") < 0)
    moved = flows.filter(pl.col("kind") == RE_POOL, pl.col("quantity_micro") > 0).join(
        out.group_by("move").agg(source_pool=pl.col("pool").first(), issued=-pl.col("quantity_micro").sum()), on="move",
    ).select("pool", "move", "source_pool", source_move="move", quantity_micro="issued",
             before_micro=pl.lit(0, dtype=pl.Int64), kind=pl.lit("transfer"))  # fmt: skip
    came_back = flows.filter(pl.col("returns_move").is_not_null(), pl.col("quantity_micro") > 0)
    if came_back.is_empty():
        return moved.cast(LINKS)  # type: ignore[arg-type]
    numbers = came_back["returns_move"].unique().sort().to_list()
    sources = subledger_read.issue_costs(reader, numbers).join(
        stock_read.returned_by(reader, numbers, as_of), on="source_move"
    )
    returned = came_back.join(sources, left_on="returns_move", right_on="source_move").select(
        "pool", "move", "source_pool", source_move="returns_move", quantity_micro="issued_micro",
        before_micro="returned_micro", kind=pl.lit("restore"),
    )  # fmt: skip
    return pl.concat([moved, returned]).cast(LINKS)  # type: ignore[arg-type]


def _released(reader: Reader, book: Book, links: pl.DataFrame, flows: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Return what the sources of returns had released up to the date; those after it say so themselves."""
    earlier = links.filter(~pl.col("source_move").is_in(flows["move"].unique().to_list()))
    numbers = earlier["source_move"].unique().sort().to_list()
    return subledger_read.issue_releases(reader, book.id, numbers, as_of=as_of)


def _states(reader: Reader, book: Book, pools: set[int], as_of: date, known_seq: int) -> pl.DataFrame:
    """Return the allowances at the end of the date, from what was recorded up to it."""
    at: dict[str, Any] = {"as_of": as_of, "known_seq": known_seq}
    mine = pl.col("pool").is_in(list(pools))
    return states_at(
        flows=since_read.flows_of_held_layers(reader, book.id, book.cost_basis_id, **at).filter(mine),
        movements=since_read.movements_until(reader, book.id, **at).filter(mine),
    )


def _layers(reader: Reader, book: Book, pools: set[int], as_of: date, known_seq: int) -> pl.DataFrame:
    """Return what the layers contained at the end of the date."""
    layers = valuation_read.open_layers(reader, book.cost_basis_id, as_of=as_of, known_seq=known_seq)
    return layers.filter(pl.col("unit").is_in(list(pools))).select(
        "layer", pool="unit", quantity_micro="remaining_micro", consumed_micro=pl.lit(0, dtype=pl.Int64)
    ).select(list(LAYERS))  # fmt: skip
