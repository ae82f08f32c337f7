"""Overlays: what a class holds, whether one may stand, and what posting it does.

Before this: a run of the kind `overlay`, proposed and decided like any other. After this: its entry, and a move of the
allowance of its class. No layer is touched: what lots hold is theirs.
"""

from datetime import date
from typing import Any

import polars as pl

from lowmark.core.journal.entries import Journalised, to_entries
from lowmark.core.write_downs.overlay import Class, against, event_of
from lowmark.services.access import Granted
from lowmark.services.policies import policy_in_force
from lowmark.services.recording.entries import new_entries
from lowmark.store.entities.read import Book, Entity
from lowmark.store.ledger import read as ledger_read
from lowmark.store.ledger.write import Written, write_entries
from lowmark.store.runs import read as runs_read
from lowmark.store.session import Reader, Row, Writer
from lowmark.store.subledger import overlays as overlays_read


def class_at(reader: Reader, entity: Entity, book: Book, name: str, *, as_of: date, known_seq: int) -> Class:
    """Return a class of goods at a date as known at a sequence; one without goods has cost nothing."""
    at: dict[str, Any] = {"as_of": as_of, "known_seq": known_seq}
    mine = pl.col("item_class") == name
    costs = overlays_read.class_costs(reader, book.cost_basis_id, **at).filter(mine)
    lots = overlays_read.class_movements(reader, book.id, **at).filter(mine)
    moves = overlays_read.overlay_moves(reader, book.id, **at).filter(mine)
    year = entity.fiscal_year(as_of)
    charged = moves.filter(pl.col("kind").is_in(["charge", "reverse"]), pl.col("fiscal_year") == year)
    overlay_minor = int(moves["amount_minor"].sum())
    return Class(
        name=name, cost_minor=int(costs["cost_minor"].sum()),
        held_minor=int(lots["held_minor"].sum()) + overlay_minor, overlay_minor=overlay_minor,
        of_the_year_minor=int(charged["amount_minor"].sum()),
    )  # fmt: skip


def overlay_stands(reader: Reader, entity: Entity, book: Book, run: Row, *, known_seq: int) -> bool:
    """Return whether nothing is against an overlay, on everything known now."""
    shown = overlays_read.overlay(reader, run["id"])
    assert shown is not None
    policy = policy_in_force(
        reader, entity_id=entity.id, framework=book.framework, on=run["as_of"], known_seq=known_seq, book_id=book.id
    ).policy
    now = class_at(reader, entity, book, shown["item_class"], as_of=run["as_of"], known_seq=known_seq)
    return not against(of=now, kind=shown["kind"], amount_minor=shown["amount_minor"], reversal=policy.reversal)


def overlay_journal(reader: Reader, entity: Entity, run: Row) -> Journalised:
    """Return the entry that an overlay's run makes."""
    found = overlays_read.overlay(reader, run["id"])
    assert found is not None
    event = event_of(kind=found["kind"], amount_minor=found["amount_minor"])
    events = pl.DataFrame({
        "event": [event], "accounting_on": [run["as_of"]], "document": [f"run {run['code']}"],
        "reason": [found["reason"]], "item_class": [found["item_class"]], "amount_minor": [abs(found["amount_minor"])],
    })  # fmt: skip
    return to_entries(events=events, roles=ledger_read.roles(reader, entity.id))


def post_overlay(writer: Writer, granted: Granted, book: Book, run: Row) -> tuple[list[Written], int]:
    """Write the entry and the move of an approved overlay; return the entry as numbered, and the last sequence.

    Locks:  the entity clock; the periods and the run are held already.
    """
    assert granted.user_id is not None
    entity = granted.entity
    approval, found = runs_read.approval(writer, run["id"]), overlays_read.overlay(writer, run["id"])
    assert found is not None
    entries = new_entries(
        overlay_journal(writer, entity, run), entity=entity, run_id=run["id"], approval_id=approval["id"] if approval else None,
        policy_hash=bytes(run["policy_hash"]),
    )  # fmt: skip
    sequences, recorded_at = writer.tick(entity.id, len(entries) + 1)
    written = write_entries(
        writer, entries, entity_id=entity.id, book_id=book.id, posted_by=granted.user_id,
        sequences=sequences[: len(entries)], recorded_at=recorded_at,
    )  # fmt: skip
    writer.insert("overlay_move", [{
        "id": writer.take_ids("overlay_move", 1)[0], "entity_id": entity.id, "book_id": book.id,
        "overlay_id": found["id"], "item_class": found["item_class"], "kind": found["kind"], "reason": found["reason"],
        "fiscal_year": entity.fiscal_year(run["as_of"]),
        "accounting_on": run["as_of"], "known_seq": sequences[-1], "amount_minor": found["amount_minor"],
        "entry_id": written[0].id,
    }])  # fmt: skip
    return written, sequences[-1]
