"""Write a plan: lots and pools that are new, the moves, what they did to cost and allowance, and their entries.

Locks:  the periods, shared; the pools, in the order of their numbers; the entity clock last.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, cast

import polars as pl

from lowmark.core.journal.entries import Journalised
from lowmark.core.kinds.problems import Problem
from lowmark.services.periods import share_periods
from lowmark.services.recording.entries import new_entries
from lowmark.services.recording.late.changes import plan_changes
from lowmark.services.recording.late.true_ups import plan_true_up
from lowmark.services.recording.plan import plan
from lowmark.services.recording.planned import Plan
from lowmark.services.recording.strata import write_strata
from lowmark.services.recording.write_facts import (
    columns_of,
    lots_of,
    moves_of,
    pools_of,
    write_changes,
    write_productions,
    write_true_up,
)
from lowmark.store.entities import read as entities_read
from lowmark.store.ledger.write import Written, write_entries
from lowmark.store.session import Writer
from lowmark.store.subledger.write import keep_allowances
from lowmark.store.valuation.write import keep_layers

TRIES = 8
"""So often is a file planned under the pen while others post."""


class Overtaken(Exception):
    """Somebody else took a sequence between the last look at the clock and this: the command begins again, as after a lock lost."""

    sqlstate: Final = "40001"


@dataclass(frozen=True, slots=True)
class Posted:
    """What was written: last sequence of the moves, value in and out, allowance released, entries; and, as the plan numbers
    moves, the value in or out by each, and what each event debits; by how much inventory is more after all of it.
    """

    last_seq: int
    value_minor: int
    released_minor: int
    entries: tuple[str, ...]
    inventory_minor: int = 0
    by_move: Mapping[int, int] = field(default_factory=dict)
    by_event: Mapping[str, int] = field(default_factory=dict)


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
        if planned.true_up is not None:
            return plan_true_up(writer, entity=planned.entity, period=planned.true_up, because=planned.document)
        if planned.changes is not None:
            return plan_changes(writer, entity=planned.entity, documents=documents, document=planned.document)
        return plan(
            writer,
            entity=planned.entity,
            documents=documents,
            document=planned.document,
            productions=planned.productions,
        )
    except Problem as problem:
        if problem.code != "layer_after_move":  # A layer that came after the watermark was read.
            raise
        return replace(planned, watermark=-1)


def _hold_periods(writer: Writer, planned: Plan) -> None:
    """Share the periods that the moves count in; what state they are in is read after that."""
    days = [planned.moves["accounting_on"]]
    if planned.changes is not None:
        days.append(planned.changes["accounting_on"])
    if planned.true_up is not None:
        days.append(pl.Series([planned.true_up.starts_on, planned.true_up.ends_on]))
    if planned.posting is not None:  # Later moves may cost something else.
        days.append(planned.posting.flows["accounting_on"])
    every = pl.concat(days)
    first, last = cast("date", every.min()), cast("date", every.max())
    share_periods(writer, planned.entity.id, lambda one: one.ends_on >= first and one.starts_on <= last)


def _lock_pools(writer: Writer, planned: Plan) -> None:
    """Lock the pools that exist; new ones are kept apart by their unique key."""
    writer.lock("cost_pool", planned.pools["pool_id"].drop_nulls().to_list())


def _write(writer: Writer, planned: Plan, user_id: int) -> Posted:
    """Write everything, in the order that the laws ask for."""
    posting, entity, book = planned.posting, planned.entity, planned.book
    assert posting is not None
    lots = lots_of(writer, planned)
    pools = pools_of(writer, planned, lots)
    entries = new_entries(posting.journal, entity=entity)
    n_moves, n_entries = planned.moves.height, len(entries)
    if planned.changes is not None:
        n_moves += planned.changes.height
    if planned.true_up is not None:
        n_moves += 1
    sequences, recorded_at = writer.tick(entity.id, n_moves + n_entries + planned.productions.height)
    if sequences[0] != planned.watermark + 1:  # Else the plan's places in the commit order are the facts'.
        raise Overtaken
    productions = write_productions(writer, planned, sequences[n_moves + n_entries :], recorded_at)
    moves = moves_of(writer, planned, lots, productions, sequences, recorded_at)
    writer.insert_frame("stock_move", moves.select(columns_of("stock_move")))
    if planned.changes is not None:
        write_changes(writer, planned.entity, planned.changes, sequences, recorded_at)
    if planned.true_up is not None:
        write_true_up(writer, entity, planned.true_up, planned.document, user_id, (sequences[0], recorded_at))
    written = write_entries(
        writer, entries, entity_id=entity.id, book_id=book.id, posted_by=user_id,
        sequences=sequences[n_moves : n_moves + n_entries], recorded_at=recorded_at,
    )  # fmt: skip
    numbers = moves.select("move", move_id="id", seq="known_seq")
    last_seq = sequences[n_moves - 1]
    flows = _flows(writer, planned, pools, numbers, written, last_seq)
    writer.insert_frame("cost_flow", flows.select(columns_of("cost_flow")))
    _write_layers(writer, planned, pools, numbers, moves)
    write_strata(writer, entity, planned.strata, lots)
    _write_allowances(writer, planned, pools, numbers, written, last_seq)
    return Posted(
        last_seq=last_seq,
        value_minor=_own_value(planned),
        released_minor=-int(posting.movements.filter(pl.col("event") != "")["amount_minor"].sum()),
        entries=tuple(entry.name for entry in written),
        by_move=dict(
            posting.flows.filter(pl.col("kind") != "adjust")
            .group_by("move")
            .agg(pl.col("value_minor").sum())
            .iter_rows()
        ),
        by_event=_by_event(posting.journal),
        inventory_minor=int(posting.flows["value_minor"].sum()),
    )


def _by_event(journal: Journalised) -> dict[str, int]:
    """Return what the entries of each event debit in all."""
    debits = journal.lines.filter(pl.col("amount_minor") > 0).join(journal.entries.select("entry", "event"), on="entry")
    return dict(debits.group_by("event").agg(pl.col("amount_minor").sum()).iter_rows())


def _own_value(planned: Plan) -> int:
    """Return what the document's own moves brought in and took out: not what was assumed for them, nor what came late."""
    assert planned.posting is not None
    own = planned.moves.filter(pl.col("row") > 0).select("move")
    flows = planned.posting.flows.filter(pl.col("kind") != "adjust").join(own, on="move", how="semi")
    return int(flows["value_minor"].sum())


def _entry_ids(planned: Plan, written: list[Written]) -> pl.DataFrame:
    """Return accounting_on, event and entry_id: one entry a day and event."""
    assert planned.posting is not None
    return planned.posting.journal.entries.select("accounting_on", "event").with_columns(
        pl.Series("entry_id", [entry.id for entry in written], dtype=pl.Int64)
    )


def _flows(
    writer: Writer, planned: Plan, pools: pl.DataFrame, numbers: pl.DataFrame, written: list[Written], last_seq: int
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
        known_seq=pl.col("seq").fill_null(last_seq),
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
    keep_layers(
        writer, before=dropped.select("pool_id", layer_move_id="layer"), after=added.select(columns_of("layer"))
    )


def _write_allowances(
    writer: Writer, planned: Plan, pools: pl.DataFrame, numbers: pl.DataFrame, written: list[Written], last_seq: int
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
        reason="allowance_reason", known_seq=pl.col("seq").fill_null(last_seq), base_micro=pl.lit(None, dtype=pl.Int64),
        proposal_id=pl.lit(None, dtype=pl.Int64), cause_move_id=pl.coalesce("move_id", "move"),
    ).select(columns_of("allowance_move")))  # fmt: skip
    states = posting.allowances.join(pools, on="pool", how="left").join(layers, on="layer", how="left")
    keep_allowances(writer, [
        {"book_id": planned.book.id, "pool_id": row["pool_id"], "layer_move_id": row["new_layer"] or row["layer"],
         "entity_id": planned.entity.id, "reason": row["allowance_reason"], "fiscal_year": row["fiscal_year"],
         "amount_minor": row["amount_minor"], "base_micro": row["base_micro"],
         "released_micro": row["released_micro"]}
        for row in states.iter_rows(named=True)
    ])  # fmt: skip
