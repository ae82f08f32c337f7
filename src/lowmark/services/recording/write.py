"""Write a plan: lots and pools that are new, the moves, what they did to cost and allowance, and their entries.

Locks:  the periods, shared; the pools, in the order of their numbers; the entity clock last.
"""

from dataclasses import dataclass, replace

import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.services.recording.entries import new_entries
from lowmark.services.recording.plan import plan
from lowmark.services.recording.planned import Plan
from lowmark.store.entities import read as entities_read
from lowmark.store.items.write import add_lots
from lowmark.store.ledger.write import Written, write_entries
from lowmark.store.session import Writer
from lowmark.store.subledger.write import keep_allowances
from lowmark.store.valuation.write import NewPool, add_pools, keep_layers

TRIES = 8
"""So often is a file planned under the pen while others post."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What was written: first and last sequence of the moves, value in and out, allowance released, entries."""

    last_seq: int
    value_minor: int
    released_minor: int
    entries: tuple[str, ...]


def write(writer: Writer, planned: Plan, *, documents: pl.DataFrame, user_id: int) -> Posted | Plan:
    """Write a plan, planned again first if something came to be known since; hand back a plan that has problems.

    Raises: Problem `conflict` when something came each time that it was planned.
    """
    _hold_periods(writer, planned)
    for _ in range(TRIES):
        _lock_pools(writer, planned)
        if entities_read.known_seq(writer, planned.entity.id) == planned.watermark:
            return _write(writer, planned, user_id)
        planned = _planned_again(writer, planned, documents)
        if not planned.problems.is_empty():
            return planned
    raise Problem("conflict", f"others were quicker {TRIES} times", hint="send the file again")


def _planned_again(writer: Writer, planned: Plan, documents: pl.DataFrame) -> Plan:
    """Plan anew under the pen; what was committed in the midst of that makes it stale, which is seen after the locks."""
    try:
        return plan(writer, entity=planned.entity, documents=documents, document=planned.document)
    except Problem as problem:
        if problem.code != "layer_after_move":  # A layer that came after the watermark was read.
            raise
        return replace(planned, watermark=-1)


def _hold_periods(writer: Writer, planned: Plan) -> None:
    """Share the periods that the moves count in; what state they are in is read after that."""
    first, last = planned.moves["accounting_on"].min(), planned.moves["accounting_on"].max()
    if planned.posting is not None and not planned.posting.flows.is_empty():  # Later moves may cost something else.
        last = max(last, planned.posting.flows["accounting_on"].max())  # type: ignore[type-var]
    for period in entities_read.periods(writer, planned.entity.id):
        if period.ends_on >= first and period.starts_on <= last:  # type: ignore[operator]
            writer.hold_period(period.id, exclusive=False)


def _lock_pools(writer: Writer, planned: Plan) -> None:
    """Lock the pools that exist; new ones are kept apart by their unique key."""
    writer.lock("cost_pool", planned.pools["pool_id"].drop_nulls().to_list())


def _write(writer: Writer, planned: Plan, user_id: int) -> Posted:
    """Write everything, in the order that the laws ask for."""
    posting, entity, book = planned.posting, planned.entity, planned.book
    assert posting is not None
    lots = _with_lots(writer, planned)
    pools = _with_pools(writer, planned, lots)
    entries = new_entries(posting.journal, entity=entity)
    sequences, recorded_at = writer.tick(entity.id, planned.moves.height + len(entries))
    moves = _moves(writer, planned, lots, sequences, recorded_at)
    writer.insert_frame("stock_move", moves.select(_noun("stock_move")))
    written = write_entries(
        writer, entries, entity_id=entity.id, book_id=book.id, posted_by=user_id,
        sequences=sequences[planned.moves.height :], recorded_at=recorded_at,
    )  # fmt: skip
    assert sequences[0] == planned.watermark + 1  # So the plan's places in the commit order are the facts'.
    numbers = moves.select("move", move_id="id", seq="known_seq")
    flows = _flows(writer, planned, pools, numbers, written)
    writer.insert_frame("cost_flow", flows.select(_noun("cost_flow")))
    _write_layers(writer, planned, pools, numbers, moves)
    _write_allowances(writer, planned, pools, numbers, written)
    return Posted(
        last_seq=sequences[planned.moves.height - 1],
        value_minor=int(posting.flows.filter(pl.col("kind") != "adjust")["value_minor"].sum()),
        released_minor=-int(posting.movements.filter(pl.col("event") != "")["amount_minor"].sum()),
        entries=tuple(entry.name for entry in written),
    )


def _noun(name: str) -> list[str]:
    """Return the columns of a noun that are written from a frame."""
    from lowmark.core.tables.registry import BY_NAME

    return [column for column in BY_NAME[name].columns if column not in {"hash_v", "content_hash"}]


def _with_lots(writer: Writer, planned: Plan) -> pl.DataFrame:
    """Return item_id, lot and lot_id of every lot that the moves name, adding the new ones."""
    named = planned.moves.filter(pl.col("lot") != "").group_by("item_id", "lot", maintain_order=True).agg(
        pl.col("made_on").drop_nulls().first(), pl.col("expires_on").drop_nulls().first()
    )  # fmt: skip
    return add_lots(writer, entity_id=planned.entity.id, named=named)


def _with_pools(writer: Writer, planned: Plan, lots: pl.DataFrame) -> pl.DataFrame:
    """Return pool (code), pool_id; adding the pools that are new."""
    pools = planned.pools.join(lots, on=["item_id", "lot"], how="left", maintain_order="left")
    # In the order of their keys: two that make the same pools wait for each other one way only.
    new = pools.filter(pl.col("pool_id").is_null()).sort("item_id", "lot_id", "condition")
    numbers = add_pools(
        writer, entity_id=planned.entity.id, cost_basis_id=planned.book.cost_basis_id,
        pools=[NewPool(**row) for row in new.select("item_id", "lot_id", "condition", "method").iter_rows(named=True)],
    )  # fmt: skip
    made = pl.DataFrame({"pool": new["pool"], "made_id": numbers}, schema={"pool": pl.Int64, "made_id": pl.Int64})
    return pools.join(made, on="pool", how="left", maintain_order="left").select(
        "pool", pool_id=pl.coalesce("pool_id", "made_id")
    )  # fmt: skip


def _moves(writer: Writer, planned: Plan, lots: pl.DataFrame, sequences: range, recorded_at: int) -> pl.DataFrame:
    """Return the moves with their numbers, as the noun has them."""
    n = planned.moves.height
    ids = list(writer.take_ids("stock_move", n))
    moves = planned.moves.join(lots, on=["item_id", "lot"], how="left", maintain_order="left").with_columns(
        pl.Series("id", ids, dtype=pl.Int64), pl.Series("known_seq", sequences[:n], dtype=pl.Int64),
        entity_id=pl.lit(planned.entity.id, dtype=pl.Int64), owner=pl.lit(""),
        recorded_at=pl.lit(recorded_at, dtype=pl.Int64),
    )  # fmt: skip
    sources = moves.select(source_row="row", source_id="id")
    return moves.join(sources, on="source_row", how="left", maintain_order="left").with_columns(
        returns_move_id=pl.coalesce("source_move", "source_id")
    )


def _entry_ids(planned: Plan, written: list[Written]) -> pl.DataFrame:
    """Return accounting_on, event and entry_id: one entry a day and event."""
    assert planned.posting is not None
    return planned.posting.journal.entries.select("accounting_on", "event").with_columns(
        pl.Series("entry_id", [entry.id for entry in written], dtype=pl.Int64)
    )


def _flows(
    writer: Writer, planned: Plan, pools: pl.DataFrame, numbers: pl.DataFrame, written: list[Written]
) -> pl.DataFrame:
    """Return the flows with their numbers, as the noun has them."""
    assert planned.posting is not None
    flows = planned.posting.flows.drop("known_seq")
    flows = (
        flows.join(pools, on="pool", how="left", maintain_order="left")
        .join(numbers, on="move", how="left", maintain_order="left")
        .join(numbers.select(layer="move", new_layer="move_id"), on="layer", how="left", maintain_order="left")
        .join(_entry_ids(planned, written), on=["accounting_on", "event"], how="left", maintain_order="left")
    )
    ids = list(writer.take_ids("cost_flow", flows.height))
    return flows.with_columns(
        pl.Series("id", ids, dtype=pl.Int64), pl.col("kind").cast(pl.String),
        entity_id=pl.lit(planned.entity.id, dtype=pl.Int64),
        cost_basis_id=pl.lit(planned.book.cost_basis_id, dtype=pl.Int64),
        layer_move_id=pl.coalesce("new_layer", "layer"), move_id=pl.coalesce("move_id", "move"),
        known_seq=pl.col("seq").fill_null(numbers["seq"].max()),
    )  # fmt: skip


def _write_layers(
    writer: Writer, planned: Plan, pools: pl.DataFrame, numbers: pl.DataFrame, moves: pl.DataFrame
) -> None:
    """Bring the cache of open layers up to date: only rows that changed or are new are touched."""
    assert planned.posting is not None
    state = ["pool", "layer", "opened_on", "known_seq", "quantity_micro", "value_minor", "consumed_micro"]
    received = pl.concat([
        planned.layers_before.select("layer", "received_on"), planned.received,
        moves.select(layer="move", received_on=pl.coalesce("received_on", "effective_on")),
    ]).unique("layer", keep="first")  # fmt: skip
    still_open = planned.posting.costed.layers.filter(pl.col("consumed_micro") < pl.col("quantity_micro"))
    dropped = planned.layers_before.join(still_open, on=state, how="anti")
    added = (
        still_open.join(planned.layers_before, on=state, how="anti")
        .join(pools, on="pool", how="left")
        .join(numbers.select(layer="move", new_layer="move_id"), on="layer", how="left")
        .join(received, on="layer", how="left")
        .with_columns(
            layer_move_id=pl.coalesce("new_layer", "layer"), entity_id=pl.lit(planned.entity.id, dtype=pl.Int64)
        )
    )
    keep_layers(writer, before=dropped.select("pool_id", layer_move_id="layer"), after=added.select(_noun("layer")))


def _write_allowances(
    writer: Writer, planned: Plan, pools: pl.DataFrame, numbers: pl.DataFrame, written: list[Written]
) -> None:
    """Write what moves took along, brought back and carried over of allowance, and how each stands after that."""
    posting = planned.posting
    assert posting is not None
    layers = numbers.select(layer="move", new_layer="move_id")
    moved = (
        posting.movements.join(pools, on="pool", how="left", maintain_order="left")
        .join(numbers, on="move", how="left", maintain_order="left")
        .join(layers, on="layer", how="left", maintain_order="left")
        .join(_entry_ids(planned, written), on=["accounting_on", "event"], how="left", maintain_order="left")
    )  # fmt: skip
    ids = list(writer.take_ids("allowance_move", moved.height))
    writer.insert_frame("allowance_move", moved.with_columns(
        pl.Series("id", ids, dtype=pl.Int64), entity_id=pl.lit(planned.entity.id, dtype=pl.Int64),
        book_id=pl.lit(planned.book.id, dtype=pl.Int64), layer_move_id=pl.coalesce("new_layer", "layer"),
        reason="allowance_reason", known_seq=pl.col("seq").fill_null(numbers["seq"].max()), base_micro=pl.lit(None, dtype=pl.Int64),
        proposal_id=pl.lit(None, dtype=pl.Int64), cause_move_id=pl.coalesce("move_id", "move"),
    ).select(_noun("allowance_move")))  # fmt: skip
    states = posting.allowances.join(pools, on="pool", how="left").join(layers, on="layer", how="left")
    keep_allowances(writer, [
        {"book_id": planned.book.id, "pool_id": row["pool_id"], "layer_move_id": row["new_layer"] or row["layer"],
         "entity_id": planned.entity.id, "reason": row["allowance_reason"], "fiscal_year": row["fiscal_year"],
         "amount_minor": row["amount_minor"], "base_micro": row["base_micro"],
         "released_micro": row["released_micro"]}
        for row in states.iter_rows(named=True)
    ])  # fmt: skip
