"""Propose to write goods off: a run of its own with one proposal, decided and posted like any other."""

import hashlib

import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.core.write_downs.propose import Proposed
from lowmark.core.write_downs.write_off import propose_write_off
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.finding import find_book, require_latest
from lowmark.services.operations.propose import Response
from lowmark.services.operations.write_off import OPERATION, Request
from lowmark.services.policies import keep_policy_document, policy_in_force
from lowmark.services.testing import canonical_rows, layers_at
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.items import read as items_read
from lowmark.store.runs.read import runs_at
from lowmark.store.runs.write import NewRun, write_run
from lowmark.store.session import Reader, Writer, reading
from lowmark.store.valuation import read as valuation_read


def write_off(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Store a run that takes a unit of account to nothing.

    Raises: Problem `bad_request` without a word on why, `not_found`, `refused` when there is none of it at that date,
            when all of it is written off already, or a run of a later date is posted.
    """
    if not request.because.strip():
        raise Problem("bad_request", "a write-off says what happened", hint="in the words of whoever found it")
    entity = granted.entity
    with reading(granted.scope()) as reader:
        book = find_book(reader, entity, request.book)
        require_latest(reader, book, request.as_of)
        known_seq = entities_read.known_seq(reader, entity.id)
        unit = _unit(reader, granted, book, request)
        layers = layers_at(reader, book, as_of=request.as_of, known_seq=known_seq).filter(pl.col("unit") == unit)
        policy = policy_in_force(
            reader, entity_id=entity.id, framework=book.framework, on=request.as_of, known_seq=known_seq
        )
    proposed = propose_write_off(layers=layers, reason=request.reason)
    if proposed.proposals.is_empty():
        raise Problem("refused", f"there is nothing of {request.item} to write off at {request.as_of}",
                      hint="look at what is on hand, and what is held on it, with `cost`")  # fmt: skip
    snapshot = hashlib.sha256(canonical_rows(layers)).digest()
    said = f"{entity.code}|{book.code}|{request.as_of}|{request.reason}|{request.because}".encode()
    run_hash = hashlib.sha256(
        said + snapshot + policy.policy_hash + canonical_rows(proposed.proposals) + canonical_rows(proposed.shares)
    ).digest()

    def work(writer: Writer) -> Done:
        code = f"{request.as_of}/{len(runs_at(writer, entity.id, request.as_of)) + 1}"
        keep_policy_document(writer, entity_id=entity.id, document=policy)
        assert granted.user_id is not None  # Proposing takes a role, and roles are people's.
        found = _assessed(layers, proposed)
        write_run(writer, NewRun(
            entity_id=entity.id, book_id=book.id, code=code, kind="write_off", because=request.because,
            as_of=request.as_of, snapshot_seq=known_seq, snapshot_hash=snapshot, policy_hash=policy.policy_hash,
            run_hash=run_hash, prepared_by=granted.user_id, channel="", assessments=found, tiers=NO_TIERS,
            uses=NO_USES, proposals=proposed.proposals, shares=proposed.shares,
        ))  # fmt: skip
        response = Response(
            entity=entity.code, run=code, run_hash=run_hash.hex(), as_of=request.as_of, known_seq=known_seq,
            currency=book.currency, lines=found.height, proposals=proposed.proposals.height,
            charge_minor=int(proposed.proposals["amount_minor"].sum()), reversal_minor=0, findings=0,
        )  # fmt: skip
        return Done(response, f"run {code}", because=request.because, after_hash=run_hash)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


NO_TIERS = pl.DataFrame(schema={
    "unit": pl.Int64, "tier": pl.Int64, "kind": pl.String, "quantity_micro": pl.Int64, "cost_minor": pl.Int64,
    "evidence_kind": pl.String, "evidence_rank": pl.Int64, "gross_amount_micro": pl.Int64,
    "net_amount_micro": pl.Int64, "evidence_quantity_micro": pl.Int64, "value_minor": pl.Int64,
    "lower_minor": pl.Int64,
})  # fmt: skip
NO_USES = pl.DataFrame(schema={"unit": pl.Int64, "evidence": pl.Int64})


def _unit(reader: Reader, granted: Granted, book: Book, request: Request) -> int:
    """Return the number of the pool that the request names.

    Raises: Problem `not_found`.
    """
    item = items_read.item_by_code(reader, granted.entity.catalogue_id, request.item)
    lot_id = None
    if item is not None and request.lot:
        lot_id = items_read.lot_by_code(reader, granted.entity.id, int(str(item["id"])), request.lot)
    missing = item is None or (request.lot and lot_id is None)
    found = None
    if item is not None and not missing:
        found = valuation_read.pool(reader, book.cost_basis_id, int(str(item["id"])), lot_id, request.condition)
    if found is None:
        said = f"{request.item}{' lot ' + request.lot if request.lot else ''}"
        raise Problem("not_found", f"{granted.entity.code} has had no {request.condition} {said}".replace("  ", " "),
                      hint="name the item, its lot where it is tracked, and its condition")  # fmt: skip
    return found[0]


def _assessed(layers: pl.DataFrame, proposed: Proposed) -> pl.DataFrame:
    """Return the assessment that a write-off is: worth nothing, for the reason that somebody gives."""
    return (
        layers.group_by("unit", "item", "lot")
        .agg(quantity_micro=pl.col("remaining_micro").sum(), cost_minor=pl.col("cost_minor").sum(),
             held_minor=pl.col("held_minor").sum())
        .join(proposed.proposals.select("unit", "reason"), on="unit")
        .select("unit", "item", "lot", "quantity_micro", "cost_minor", value_minor=pl.lit(0, dtype=pl.Int64),
                carrying_minor=pl.lit(0, dtype=pl.Int64), required_minor="cost_minor", held_minor="held_minor",
                reason="reason", finding=pl.lit(""))
    )  # fmt: skip
