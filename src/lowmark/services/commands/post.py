"""Post an approved run: allowance and ledger in one transaction, dated at the run's date however late it is.

Exits since that date release what they would have carried, in the same transaction, on their own days.
"""

from typing import Any

import polars as pl

from lowmark.core import flow
from lowmark.core.kinds.problems import Problem
from lowmark.core.write_downs.approval import Event
from lowmark.core.write_downs.late import over_cost
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.approving import people_of, standing_of, take, through
from lowmark.services.command import Done, run_command
from lowmark.services.finding import find_run, require_latest
from lowmark.services.operations.post import OPERATION, Request, Response
from lowmark.services.periods import share_periods
from lowmark.services.posting.carried import require_carried, set_watermark
from lowmark.services.posting.overlays import post_overlay
from lowmark.services.posting.since import since
from lowmark.services.posting.written import write_posting
from lowmark.services.recording.entries import new_entries
from lowmark.services.still_stands import still_stands
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.ledger import read as ledger_read
from lowmark.store.ledger.write import Written
from lowmark.store.runs import read as runs_read
from lowmark.store.runs.write import set_state
from lowmark.store.session import Row, Writer
from lowmark.store.subledger.overlays import overlay
from lowmark.store.valuation import read as valuation_read


def post(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Post a run.

    Locks:  the periods it reaches, shared; the run; the pools of its layers; the entity clock last.
    Raises: Problem `not_found`, `refused` when it is not approved, `stale` when what is known now changes a proposal,
            `period_closed`.
    """
    entity = granted.entity

    def work(writer: Writer) -> Done:
        run = find_run(writer, granted, request.run)
        _hold_periods(writer, granted, run)
        writer.lock("run", [run["id"]])
        run = find_run(writer, granted, request.run)
        book = entities_read.book(writer, entity.id, run["book"])
        assert book is not None
        if run["kind"] == "overlay":
            return _overlay(writer, request, granted, book, run, _posted_as(writer, actor, granted, book, run))
        require_latest(writer, book, run["as_of"])
        require_carried(writer, granted, book)
        shares = runs_read.shares(writer, run["id"])
        writer.lock("cost_pool", shares["pool"].unique().to_list())
        phase = _posted_as(writer, actor, granted, book, run)
        known_seq = entities_read.known_seq(writer, entity.id)
        posting = _posting(writer, granted, book, run, shares, known_seq)
        _require_within_cost(writer, granted, posting)
        written, seq = _write(writer, granted, book, run, shares, posting)
        if not book.is_primary:
            set_watermark(writer, book, known_seq)
        set_state(writer, run["id"], phase, proposals="posted")
        return Done(_response(request, granted, book, posting, written, phase), f"run {request.run}",
                    after_hash=bytes(run["run_hash"]), because=f"known sequence {seq}")  # fmt: skip

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _posted_as(writer: Writer, actor: Actor, granted: Granted, book: Book, run: Row) -> str:
    """Return the state in which the run will be: posted, or posted without an approval where one person is all there is.

    Raises: Problem `refused`, with every reason, and `stale` when its proposals are no longer what they were.
    """
    assert actor.user_id is not None
    at = entities_read.recorded_at(writer, granted.entity.id)
    waits = run["state"] in {"proposed", "approved"}
    changed = waits and not still_stands(writer, granted.entity, book, run)
    event = Event(step="post", by=actor.user_id, through=through(actor), at=at)
    standing, people = standing_of(writer, run, changed=changed), people_of(writer, run, at=at)
    return take(standing=standing, event=event, people=people, run=run["code"]).phase


def _overlay(writer: Writer, request: Request, granted: Granted, book: Book, run: Row, phase: str) -> Done:
    """Post a run that changes the allowance of a class, and touches no layer."""
    written, seq = post_overlay(writer, granted, book, run)
    set_state(writer, run["id"], phase, proposals="posted")
    found = overlay(writer, run["id"])
    assert found is not None
    response = Response(
        entity=granted.entity.code, run=request.run, state=phase, charged_minor=max(0, found["amount_minor"]),
        reversed_minor=max(0, -found["amount_minor"]), released_minor=0, currency=book.currency,
        entries=tuple(entry.name for entry in written),
    )  # fmt: skip
    return Done(response, f"run {request.run}", after_hash=bytes(run["run_hash"]), because=f"known sequence {seq}")


def _hold_periods(writer: Writer, granted: Granted, run: Row) -> None:
    """Share every period from the run's date on.

    Raises: Problem `period_closed` when the period of the date is closed.
    """
    held = share_periods(writer, granted.entity.id, lambda period: period.ends_on >= run["as_of"])
    if held and held[0].state == "closed":
        raise Problem("period_closed", f"the period of {run['as_of']} is closed",
                      hint="reopen it, or test a later date")  # fmt: skip


def _require_within_cost(writer: Writer, granted: Granted, posting: flow.RunPosting) -> None:
    """Refuse an allowance that goods which were revalued to a lower standard since would no longer bear.

    Raises: Problem `refused`.
    """
    layers = valuation_read.current_layers(writer, granted.entity.id).rename({"pool_id": "pool"})
    states = posting.late.states.join(layers, on=["pool", "layer"], how="semi")
    if not over_cost(states=states, layers=layers).is_empty():
        raise Problem("refused", "goods would carry more allowance than they cost at the standard that holds since",
                      hint="propose again, as of a day on which that standard holds")  # fmt: skip


def _posting(
    writer: Writer, granted: Granted, book: Book, run: Row, shares: pl.DataFrame, known_seq: int
) -> flow.RunPosting:
    """Compute what the run does, on what has happened since its date."""
    changed = set(shares["pool"].unique())
    return flow.post_run(
        shares=shares, after=since(writer, book=book, as_of=run["as_of"], changed=changed, known_seq=known_seq),
        roles=ledger_read.roles(writer, granted.entity.id), as_of=run["as_of"], fiscal_year=_year(granted, run),
        document=f"run {run['code']}", kinds=runs_read.kinds(writer, run["id"]),
    )  # fmt: skip


def _year(granted: Granted, run: Row) -> int:
    """Return the fiscal year in which the run charges."""
    return granted.entity.fiscal_year(run["as_of"])


def _write(
    writer: Writer, granted: Granted, book: Book, run: Row, shares: pl.DataFrame, posting: flow.RunPosting
) -> tuple[list[Written], int]:
    """Write entries, allowance moves and the allowances as they stand."""
    approval = runs_read.approval(writer, run["id"])
    entries = new_entries(
        posting.journal, entity=granted.entity, run_id=run["id"], approval_id=approval["id"] if approval else None,
        policy_hash=bytes(run["policy_hash"]),
    )  # fmt: skip
    return write_posting(
        writer, granted, book, posting=posting, entries=entries, changes=_changes(posting, shares, run)
    )


def _changes(posting: flow.RunPosting, shares: pl.DataFrame, run: Row) -> list[dict[str, Any]]:
    """Return the changes at the date, as facts to be."""
    of_layer = {(pool, layer): number for pool, layer, number in shares.select("pool", "layer", "proposal_id").rows()}
    return [
        {"pool_id": row["pool"], "layer_move_id": row["layer"], "reason": row["reason"],
         "fiscal_year": row["fiscal_year"], "accounting_on": run["as_of"],
         "kind": "charge" if row["amount_minor"] > 0 else "reverse", "amount_minor": row["amount_minor"],
         "base_micro": row["remaining_micro"], "proposal_id": of_layer[row["pool"], row["layer"]],
         "cause_move_id": None, "event": row["event"]}
        for row in posting.changes.iter_rows(named=True)
    ]  # fmt: skip


def _response(
    request: Request, granted: Granted, book: Book, posting: flow.RunPosting, written: list[Written], phase: str
) -> Response:
    """Return the answer."""
    amounts = posting.late.changes["amount_minor"]
    return Response(
        entity=granted.entity.code, run=request.run, state=phase,
        charged_minor=int(amounts.filter(amounts > 0).sum()), reversed_minor=-int(amounts.filter(amounts < 0).sum()),
        released_minor=-int(posting.late.differences.filter(pl.col("event") != "")["amount_minor"].sum()), currency=book.currency,
        entries=tuple(entry.name for entry in written),
    )  # fmt: skip
