"""Gather what the books say of every task of a period's close, with the hash of what a signature on it would be on.

Before this: an entity, a period. After this: `core.closing.board.stand`.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date

from lowmark.core.closing.board import BY_NAME, Found, Signature, Standing, stand
from lowmark.core.kinds.money import present_minor
from lowmark.core.tables.locations import AWAY
from lowmark.core.tables.runs import POSTED
from lowmark.core.write_downs.approval import Standing as RunStanding
from lowmark.services.access import Granted
from lowmark.services.approving import standing_of
from lowmark.services.areas import area_in_force
from lowmark.services.finding import find_run
from lowmark.store.access import read as access_read
from lowmark.store.entities import closing as closing_read
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book, Entity, Period
from lowmark.store.runs.read import runs_at
from lowmark.store.session import Reader, Row
from lowmark.store.stock import places as places_read

DECIDED = ("approved", *POSTED)


def board_of(reader: Reader, granted: Granted, period: Period, *, today: date) -> tuple[Standing, ...]:
    """Return where every task of a period stands."""
    signatures = {
        row["task"]: Signature(is_signed=bool(row["signed"]), is_passed=bool(row["passed"]), by=row["username"] or "",
                               because=row["because"],
                               at=row["recorded_at"], evidence_hash=row["evidence_hash"])
        for row in closing_read.signatures(reader, period.id)
    }  # fmt: skip
    due = {row["task"]: row["due_on"] for row in closing_read.assignments(reader, period.id) if row["due_on"]}
    return stand(found=found_of(reader, granted, period), signatures=signatures, due=due, today=today)


def given_of(reader: Reader, period: Period) -> dict[str, Row]:
    """Return the tasks of a period that were given to somebody, or have a day."""
    rows = closing_read.assignments(reader, period.id)
    return {row["task"]: row for row in rows if row["username"] or row["due_on"]}


def required_of(reader: Reader, granted: Granted, period: Period) -> tuple[str, ...] | None:
    """Return the tasks that the entity's policy requires of a close; None where those are that were given to somebody."""
    book = entities_read.book(reader, granted.entity.id)
    assert book is not None
    known_seq = entities_read.known_seq(reader, granted.entity.id)
    found = area_in_force(
        reader, entity_id=granted.entity.id, framework=book.framework, area="close", on=period.ends_on,
        known_seq=known_seq,
    )  # fmt: skip
    said = found.values["close/required_tasks"]
    return None if said == "given" else tuple(BY_NAME) if said == "all" else tuple(said)


def found_of(reader: Reader, granted: Granted, period: Period) -> Mapping[str, Found]:
    """Return what the books say of every task."""
    entity, ends_on = granted.entity, period.ends_on
    book = entities_read.book(reader, entity.id)
    assert book is not None
    run, rule = _run(reader, granted, ends_on), access_read.approval_rule(reader, entity.id, on=ends_on)
    state = "" if run is None else run.phase
    separate = rule is not None and rule["profile"] == "separate"
    reviewed = run is not None and (state in DECIDED or not separate or not run.open_lines)
    open_lines = len(run.open_lines) if run is not None and separate else 0
    return {
        **_of_the_goods(reader, entity, book, period),
        "run": Found(is_done=state in {"proposed", *DECIDED}, words=f"a run is {state}" if state else "no run as of this day"),
        "review": Found(is_done=reviewed, words=f"{open_lines} lines are open" if open_lines else "no line is open"),
        "approve": Found(is_done=state in DECIDED,
                         words="posted without an approval: one person decides" if state == "posted_unapproved" else state),
        "post": Found(is_done=state in POSTED, words=state.replace("_", " ")),
        "disclose": Found(is_done=False, words="the trial balance as it stands",
                          evidence_hash=closing_read.balances_hash(reader, entity.id, ends_on)),
        "lock": Found(is_done=period.state == "closed", words=f"the period is {period.state}"),
    }  # fmt: skip


def _of_the_goods(reader: Reader, entity: Entity, book: Book, period: Period) -> dict[str, Found]:
    """Return what the books say of the tasks before the run."""
    ends_on = period.ends_on
    known_seq = entities_read.known_seq(reader, entity.id)
    odd = places_read.balances(reader, entity.id, as_of=ends_on, known_seq=known_seq, apart_in=AWAY)
    open_ = places_read.provisional(reader, entity.id, as_of=ends_on, known_seq=known_seq)
    moved = closing_read.moved(reader, entity.id, period.starts_on, ends_on)
    sealed = closing_read.sealed_to(reader, entity.id)
    sides = closing_read.control_sides(reader, entity.id, book.id, book.cost_basis_id, ends_on)
    apart = sum(abs(sides[a] - sides[b]) for a, b in (("cost", "inventory"), ("allowed", "allowance")))
    counted = closing_read.counted(reader, entity.id, period.starts_on, ends_on)
    evidence = closing_read.evidence(reader, entity.id, ends_on)
    return {
        "cut_off": Found(is_done=False, evidence_hash=_hash([odd, open_, moved["elsewhere"]]),
                         words=f"{len(odd)} quantities elsewhere or of others, {len(open_)} issued before they came,"
                               f" {moved['elsewhere']} moves that happened on another day"),
        "freeze": Found(is_done=False, evidence_hash=_hash(moved["last_seq"]), words=f"{moved['n']} moves in the period"),
        "snapshot": Found(is_done=0 < closing_read.last_counting(reader, entity.id, ends_on) <= sealed,
                          words=f"sealed up to known sequence {sealed}"),
        "tie_out": Found(is_done=apart == 0, evidence_hash=_hash(sides),
                         words=f"subledger and ledger are {present_minor(apart, book.currency)} {book.currency} apart"),
        "counts": Found(is_done=False, evidence_hash=_hash(counted), words=f"{counted['n']} lines counted"),
        "evidence": Found(is_done=False, evidence_hash=_hash(evidence),
                          words=f"pieces of evidence: {evidence['n']}, of them unverified: {evidence['asserted']}"),
    }  # fmt: skip


def _run(reader: Reader, granted: Granted, ends_on: date) -> RunStanding | None:
    """Return where the latest run as of a day is, of those that have not fallen; none where there is none."""
    live = [row for row in runs_at(reader, granted.entity.id, ends_on)
            if row["kind"] == "test" and row["state"] not in {"stale", "returned", "calculated"}]  # fmt: skip
    return standing_of(reader, find_run(reader, granted, live[-1]["code"])) if live else None


def _hash(said: object) -> bytes:
    """Return the SHA-256 of values as JSON."""
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).digest()
