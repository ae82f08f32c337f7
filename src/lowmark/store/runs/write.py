"""Write runs: everything that was shown, once; then only their state moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lowmark.store.runs.write_found import Found, write_found, write_uses
from lowmark.store.session import Writer

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRun:
    """A run to be stored, with the frames that the stages made."""

    entity_id: int
    book_id: int
    code: str
    kind: str
    because: str
    as_of: date
    snapshot_seq: int
    snapshot_hash: bytes
    policy_hash: bytes
    run_hash: bytes
    prepared_by: int
    channel: str
    assessments: "pl.DataFrame"
    tiers: "pl.DataFrame"
    uses: "pl.DataFrame"
    proposals: "pl.DataFrame"
    shares: "pl.DataFrame"
    authorised_on: date | None = None
    found: Found | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOverlay:
    """A run of one overlay to be stored."""

    entity_id: int
    book_id: int
    code: str
    because: str
    as_of: date
    snapshot_seq: int
    snapshot_hash: bytes
    policy_hash: bytes
    run_hash: bytes
    prepared_by: int
    item_class: str
    kind: str
    reason: str
    amount_minor: int
    held_minor: int
    cost_minor: int
    evidence: str
    expires_on: date | None


def supersede(writer: Writer, run_ids: Sequence[int]) -> None:
    """Mark runs that are not posted as stale: a newer one of their date takes their place."""
    for run_id in run_ids:
        writer.execute("UPDATE runs_run SET state = 'stale' WHERE id = %s", [run_id])


def set_state(writer: Writer, run_id: int, state: str, *, proposals: str | None = None) -> None:
    """Move a run on, and its proposals with it."""
    writer.execute("UPDATE runs_run SET state = %s WHERE id = %s", [state, run_id])
    if proposals is not None:
        writer.execute("UPDATE runs_proposal SET state = %s WHERE run_id = %s", [proposals, run_id])


def write_run(writer: Writer, run: NewRun) -> int:
    """Write a run as calculated, its parts, and then call it proposed. Returns its number."""
    import polars as pl

    run_id = writer.take_ids("run", 1)[0]
    sequences, recorded_at = writer.tick(run.entity_id, 1 + run.proposals.height)
    writer.insert("run", [{
        "id": run_id, "entity_id": run.entity_id, "book_id": run.book_id, "code": run.code,
        "kind": run.kind, "because": run.because, "as_of": run.as_of,
        "snapshot_seq": run.snapshot_seq, "state": "calculated", "snapshot_hash": run.snapshot_hash,
        "policy_hash": run.policy_hash, "run_hash": run.run_hash, "prepared_by": run.prepared_by,
        "channel": run.channel, "authorised_on": run.authorised_on, "known_seq": sequences[0], "recorded_at": recorded_at,
    }])  # fmt: skip
    keys = {"entity_id": pl.lit(run.entity_id, dtype=pl.Int64), "run_id": pl.lit(run_id, dtype=pl.Int64)}
    found = run.assessments
    if "basis" not in found.columns:  # A write-off is no test, and is measured at nothing.
        found = found.with_columns(
            basis=pl.lit(""), demand_micro=pl.lit(None, dtype=pl.Int64), demand_method=pl.lit("")
        )  # fmt: skip
    assessments = found.with_columns(_ids(writer, "assessment", run.assessments.height), **keys)
    writer.insert_frame("assessment", assessments.rename({"unit": "pool_id", "item": "item_id", "lot": "lot_id"}))
    of_unit = assessments.select("unit", assessment_id="id")
    tiers = run.tiers.join(of_unit, on="unit", maintain_order="left")
    writer.insert_frame("assessment_tier", tiers.with_columns(_ids(writer, "assessment_tier", tiers.height), **keys))
    uses = run.uses.join(of_unit, on="unit", maintain_order="left").drop("unit")
    write_uses(writer, uses, None if run.found is None else run.found.orders, keys)
    if run.found is not None:
        write_found(writer, run.found, of_unit, keys)
    proposals = run.proposals.join(of_unit, on="unit", maintain_order="left").with_columns(
        _ids(writer, "proposal", run.proposals.height), pl.Series("known_seq", sequences[1:], dtype=pl.Int64),
        state=pl.lit("proposed"), recorded_at=pl.lit(recorded_at, dtype=pl.Int64), **keys,
    )  # fmt: skip
    writer.insert_frame("proposal", proposals.rename({"unit": "pool_id"}))
    shares = run.shares.join(proposals.select("unit", proposal_id="id"), on="unit", maintain_order="left")
    writer.insert_frame("proposal_layer", shares.rename({"unit": "pool_id", "layer": "layer_move_id"}).with_columns(
        _ids(writer, "proposal_layer", shares.height), **keys
    ))  # fmt: skip
    set_state(writer, run_id, "proposed")
    return int(run_id)


def write_overlay(writer: Writer, overlay: NewOverlay) -> int:
    """Write a run of one overlay, and call it proposed. Returns its number."""
    run_id = writer.take_ids("run", 1)[0]
    sequences, recorded_at = writer.tick(overlay.entity_id, 1)
    writer.insert("run", [{
        "id": run_id, "entity_id": overlay.entity_id, "book_id": overlay.book_id, "code": overlay.code,
        "kind": "overlay", "because": overlay.because, "as_of": overlay.as_of, "snapshot_seq": overlay.snapshot_seq,
        "state": "calculated", "snapshot_hash": overlay.snapshot_hash, "policy_hash": overlay.policy_hash,
        "run_hash": overlay.run_hash, "prepared_by": overlay.prepared_by, "channel": "", "authorised_on": None,
        "known_seq": sequences[0], "recorded_at": recorded_at,
    }])  # fmt: skip
    own = ("item_class", "kind", "reason", "amount_minor", "held_minor", "cost_minor", "evidence", "expires_on")
    writer.insert("overlay", [{
        "id": writer.take_ids("overlay", 1)[0], "entity_id": overlay.entity_id, "run_id": run_id,
        **{name: getattr(overlay, name) for name in own},
    }])  # fmt: skip
    set_state(writer, run_id, "proposed")
    return int(run_id)


def _ids(writer: Writer, noun: str, n: int) -> "pl.Series":
    """Return new numbers as a column."""
    import polars as pl

    return pl.Series("id", list(writer.take_ids(noun, n)), dtype=pl.Int64)
