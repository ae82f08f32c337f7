"""Does a run still propose what it showed? Asked before it is approved and before it is posted.

An approval falls only if a fact that counts up to the run's date, or evidence that confirms conditions then, changes a
proposal: so the test is run again on what is known now, and its proposals are compared layer by layer.
"""

import polars as pl

from lowmark.services.posting.overlays import overlay_stands
from lowmark.services.testing import layers_at, run_test
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book, Entity
from lowmark.store.runs import read as runs_read
from lowmark.store.session import Reader, Row


def still_stands(reader: Reader, entity: Entity, book: Book, run: Row) -> bool:
    """Return whether the run's proposals are what the test would propose on everything known now."""
    known_seq = entities_read.known_seq(reader, entity.id)
    if runs_read.facts_since(reader, entity.id, run["snapshot_seq"]) == 0 and not _posted_since(reader, book, run):
        return True
    if run["kind"] == "overlay":
        return overlay_stands(reader, entity, book, run, known_seq=known_seq)
    if run["kind"] == "write_off":
        return _layers_stand(reader, book, run, known_seq)
    again = run_test(reader, entity=entity, book=book, as_of=run["as_of"], known_seq=known_seq, channel=run["channel"],
                     authorised_on=run["authorised_on"])  # fmt: skip
    shown = runs_read.shares(reader, run["id"]).select("pool", "layer", "amount_minor").sort("pool", "layer")
    now = again.tested.proposed.shares.select(
        pl.col("unit").alias("pool"), "layer", "amount_minor"
    ).sort("pool", "layer")  # fmt: skip
    return shown.equals(now)


def _layers_stand(reader: Reader, book: Book, run: Row, known_seq: int) -> bool:
    """Return whether the layers that a write-off takes to nothing are still what they were when it was proposed."""
    shown = runs_read.shares(reader, run["id"])
    layers = layers_at(reader, book, as_of=run["as_of"], known_seq=known_seq).filter(
        pl.col("unit").is_in(shown["pool"].unique().to_list()), pl.col("cost_minor") > pl.col("held_minor")
    )
    now = layers.select("layer", "held_minor", pool="unit", amount_minor=pl.col("cost_minor") - pl.col("held_minor"))
    columns = ("pool", "layer", "held_minor", "amount_minor")
    return shown.select(columns).sort(columns).equals(now.select(columns).sort(columns))


def _posted_since(reader: Reader, book: Book, run: Row) -> bool:
    """Return whether allowance moved, or a policy was set, since the snapshot."""
    sql = (
        "SELECT (SELECT count(*) FROM subledger_allowance_move WHERE book_id = %s AND known_seq > %s)"
        " + (SELECT count(*) FROM subledger_overlay_move WHERE book_id = %s AND known_seq > %s)"
        " + (SELECT count(*) FROM evidence_policy p JOIN entities_book b ON b.entity_id = p.entity_id"
        " WHERE b.id = %s AND p.known_seq > %s) AS n"
    )
    return bool(reader.value(sql, [book.id, run["snapshot_seq"]] * 3))
