"""Write what a posting makes of allowances: its entries, the moves of the allowance, and the allowances as they stand.

Before this: `flow.post_run`, for a run or for a book that is carried. After this: nothing; the clock has been read.
"""

from typing import Any

import polars as pl

from lowmark.core import flow
from lowmark.services.access import Granted
from lowmark.store.entities.read import Book
from lowmark.store.ledger.write import NewEntry, Written, write_entries
from lowmark.store.session import Writer
from lowmark.store.subledger.write import drop_allowances, keep_allowances


def write_posting(
    writer: Writer, granted: Granted, book: Book, *, posting: flow.RunPosting, entries: list[NewEntry],
    changes: list[dict[str, Any]],
) -> tuple[list[Written], int]:  # fmt: skip
    """Write entries, the changes of a run and what later moves should have carried, and the states after all of it.

    Shapes: `changes`: allowance moves at the run's date, in the columns of `carried_moves`.
    """
    assert granted.user_id is not None
    entity, moves = granted.entity, changes + carried_moves(posting)
    sequences, recorded_at = writer.tick(entity.id, len(entries) + max(len(moves), 1))
    written = write_entries(
        writer, entries, entity_id=entity.id, book_id=book.id, posted_by=granted.user_id,
        sequences=sequences[: len(entries)], recorded_at=recorded_at,
    )  # fmt: skip
    entry_of = {(e.accounting_on, e.event): w.id for e, w in zip(entries, written, strict=True)}
    ids = writer.take_ids("allowance_move", len(moves))
    writer.insert("allowance_move", [
        {"id": number, "entity_id": entity.id, "book_id": book.id, "known_seq": seq,
         **{key: value for key, value in move.items() if key != "event"},
         "entry_id": entry_of[move["accounting_on"], move["event"]] if move["event"] else None}
        for number, seq, move in zip(ids, sequences[len(entries) :], moves, strict=False)
    ])  # fmt: skip
    late = posting.late
    touched = pl.concat([late.changes.select("pool", "layer"), late.differences.select("pool", "layer")]).unique()
    drop_allowances(writer, book.id, touched.rows())  # What the replay took to nothing is in no state any more.
    keep_allowances(writer, [
        {"book_id": book.id, "pool_id": row["pool"], "layer_move_id": row["layer"], "entity_id": entity.id,
         "reason": row["allowance_reason"], "fiscal_year": row["fiscal_year"], "amount_minor": row["amount_minor"],
         "base_micro": row["base_micro"], "released_micro": row["released_micro"]}
        for row in late.states.iter_rows(named=True)
    ])  # fmt: skip
    return written, sequences[-1]


def carried_moves(posting: flow.RunPosting) -> list[dict[str, Any]]:
    """Return what moves of stock should have carried and did not, as facts to be."""
    return [
        {"pool_id": row["pool"], "layer_move_id": row["layer"], "reason": row["reason"],
         "fiscal_year": row["fiscal_year"], "accounting_on": row["accounting_on"], "kind": row["kind"],
         "amount_minor": row["amount_minor"], "base_micro": None, "proposal_id": None, "cause_move_id": row["move"],
         "event": row["event"]}
        for row in posting.late.differences.iter_rows(named=True)
    ]  # fmt: skip
