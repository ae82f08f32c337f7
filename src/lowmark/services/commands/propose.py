"""Run the test at a date and propose the changes; ends before the approval, on purpose.

The test is computed in a snapshot, outside the ledger's transaction; the pen then only stores what was found, under the
hash of everything shown. A later run of the same date supersedes one that is not posted: that one goes stale.
"""

import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.finding import find_book, require_latest
from lowmark.services.operations.propose import OPERATION, Request, Response
from lowmark.services.policies import keep_policy_document
from lowmark.services.posting.carried import require_carried
from lowmark.services.progress import tell
from lowmark.services.testing import Test, run_test
from lowmark.store.entities import read as entities_read
from lowmark.store.runs.read import runs_at
from lowmark.store.runs.write import NewRun, supersede, write_run
from lowmark.store.runs.write_found import Found
from lowmark.store.session import Row, Writer, reading


def propose(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Test the stock of a book and store the run with its proposals.

    Locks:  the runs of that date that wait for a decision, then the entity clock.
    Raises: Problem `refused` when there is no stock at that date, or a run of a later date is posted.
    """
    entity = granted.entity
    tell("reading and testing the stock", 0, 2)
    with reading(granted.scope()) as reader:
        book = find_book(reader, entity, request.book)
        require_latest(reader, book, request.as_of)
        require_carried(reader, granted, book)
        test = run_test(
            reader, entity=entity, book=book, as_of=request.as_of,
            known_seq=entities_read.known_seq(reader, entity.id), channel=request.channel,
            authorised_on=request.authorised_on,
        )  # fmt: skip
    if test.layers.is_empty():
        raise Problem("refused", f"{entity.code} has no stock at {request.as_of}", hint="import stock moves first")
    tell("keeping the run", 1, 2)

    def work(writer: Writer) -> Done:
        writer.lock("run", _undecided(runs_at(writer, entity.id, request.as_of)))
        earlier = runs_at(writer, entity.id, request.as_of)  # As they are now that nobody decides on them meanwhile.
        supersede(writer, _undecided(earlier))
        code = f"{request.as_of}/{len(earlier) + 1}"
        keep_policy_document(writer, entity_id=entity.id, document=test.policy)
        write_run(writer, _new_run(test, code, granted))
        return Done(_response(test, code), f"run {code}", after_hash=test.run_hash)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _undecided(runs: list[Row]) -> list[int]:
    """Return the tests that a newer one may take the place of: those neither returned nor posted."""
    return [run["id"] for run in runs if run["kind"] == "test" and run["state"] in {"proposed", "approved"}]


def _new_run(test: Test, code: str, granted: Granted) -> NewRun:
    """Return what the store keeps of a run."""
    assert granted.user_id is not None  # Proposing takes a role, and roles are people's.
    found, proposed = test.tested.assessed, test.tested.proposed
    return NewRun(
        entity_id=test.entity.id, book_id=test.book.id, code=code, kind="test", because="", as_of=test.as_of,
        snapshot_seq=test.known_seq, snapshot_hash=test.snapshot_hash, policy_hash=test.policy.policy_hash, run_hash=test.run_hash,
        prepared_by=granted.user_id, channel=test.channel, assessments=found.assessments, tiers=found.tiers,
        uses=found.uses, proposals=proposed.proposals, shares=proposed.shares,
        authorised_on=test.gathered.question.authorised_on,
        found=Found(estimates=pl.concat([found.estimates, found.evidenced]), markets=found.markets,
                    levels=found.levels, orders=test.gathered.orders),
    )  # fmt: skip


def _response(test: Test, code: str) -> Response:
    """Return the answer."""
    amounts = test.tested.proposed.proposals["amount_minor"]
    found = test.tested.assessed.assessments
    return Response(
        entity=test.entity.code, run=code, run_hash=test.run_hash.hex(), as_of=test.as_of,
        known_seq=test.known_seq, currency=test.book.currency, lines=found.height, proposals=len(amounts),
        charge_minor=int(amounts.filter(amounts > 0).sum()), reversal_minor=-int(amounts.filter(amounts < 0).sum()),
        findings=found.filter(pl.col("finding") != "").height,
    )  # fmt: skip
