"""Propose an overlay: a run of its own with one change of a class, decided and posted like any other."""

import hashlib
from datetime import date
from typing import Any

from lowmark.core.kinds.money import parse_minor
from lowmark.core.kinds.problems import Problem
from lowmark.core.write_downs.overlay import Class, against, event_of, released_by_exits
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.finding import find_book
from lowmark.services.operations.adjust_allowance import OPERATION, Request
from lowmark.services.operations.propose import Response
from lowmark.services.policies import keep_policy_document, policy_in_force
from lowmark.services.posting.overlays import class_at
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.ledger import read as ledger_read
from lowmark.store.runs.read import runs_at
from lowmark.store.runs.write import NewOverlay, write_overlay
from lowmark.store.session import Reader, Writer, reading
from lowmark.store.subledger import overlays as overlays_read


def adjust_allowance(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Store a run that changes the allowance of a class.

    Raises: Problem `bad_request` without words or a document, for a reason without accounts or an expiry before the
            date; `unknown_kind`, `wrong_sign` and what an amount can be wrong by; `refused` with all that is against it.
    """
    entity = granted.entity
    if not request.because.strip() or not request.evidence.strip():
        raise Problem("bad_request", "an overlay says why, and on which document it rests",
                      hint="it has no lots behind it: give words and evidence instead")  # fmt: skip
    if request.expires_on is not None and request.expires_on <= request.as_of:
        raise Problem("bad_request", f"an overlay of {request.as_of} cannot expire on {request.expires_on}",
                      hint="give a later day, or none")  # fmt: skip
    with reading(granted.scope()) as reader:
        book = find_book(reader, entity, request.book)
        known_seq = entities_read.known_seq(reader, entity.id)
        policy = policy_in_force(
            reader, entity_id=entity.id, framework=book.framework, on=request.as_of, known_seq=known_seq,
            book_id=book.id,
        )  # fmt: skip
        found = class_at(reader, entity, book, request.item_class, as_of=request.as_of, known_seq=known_seq)
        amount = _amount(reader, request, book, found, known_seq)
        event_of(kind=request.kind, amount_minor=amount)
        _require_reason(reader, granted, request)
    faults = against(of=found, kind=request.kind, amount_minor=amount, reversal=policy.policy.reversal)
    if faults:
        raise Problem("refused", "; ".join(faults), hint="an allowance is between nothing and cost, class by class")
    snapshot, run_hash = _hashes(request, granted, book, found, amount, policy.policy_hash)

    def work(writer: Writer) -> Done:
        assert granted.user_id is not None  # Proposing takes a role, and roles are people's.
        code = f"{request.as_of}/{len(runs_at(writer, entity.id, request.as_of)) + 1}"
        keep_policy_document(writer, entity_id=entity.id, document=policy)
        write_overlay(writer, NewOverlay(
            entity_id=entity.id, book_id=book.id, code=code, because=request.because, as_of=request.as_of,
            snapshot_seq=known_seq, snapshot_hash=snapshot, policy_hash=policy.policy_hash, run_hash=run_hash,
            prepared_by=granted.user_id, item_class=request.item_class, kind=request.kind, reason=request.reason,
            amount_minor=amount, held_minor=found.held_minor, cost_minor=found.cost_minor, evidence=request.evidence,
            expires_on=request.expires_on,
        ))  # fmt: skip
        response = Response(
            entity=entity.code, run=code, run_hash=run_hash.hex(), as_of=request.as_of, known_seq=known_seq,
            currency=book.currency, lines=1, proposals=1, charge_minor=max(0, amount), reversal_minor=max(0, -amount),
            findings=0,
        )  # fmt: skip
        return Done(response, f"run {code}", because=request.because, after_hash=run_hash)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _amount(reader: Reader, request: Request, book: Book, found: Class, known_seq: int) -> int:
    """Return the amount asked for; of a release without one, what goods that have left since release.

    Raises: Problem `refused` where nothing has left, or another release waits; `bad_request` without an amount.
    """
    if request.amount:
        return parse_minor(request.amount, book.currency)
    if request.kind != "release":
        raise Problem(
            "bad_request", "an overlay has an amount", hint="only a release follows from the goods that have left"
        )
    waiting = overlays_read.release_waiting(reader, book.id, request.item_class)
    if waiting:
        raise Problem("refused", f"run {waiting} releases of {request.item_class} already, and waits",
                      hint="let it be posted or returned first, so that nothing is released twice")  # fmt: skip
    at: dict[str, Any] = {"as_of": request.as_of, "known_seq": known_seq}
    moves = overlays_read.overlay_moves(reader, book.id, **at).filter(item_class=request.item_class)
    due = released_by_exits(
        charges=overlays_read.charged(reader, book.id, request.item_class, **at), standing_minor=found.overlay_minor,
        released_minor=-int(moves.filter(kind="release")["amount_minor"].sum()),
    )  # fmt: skip
    if not due:
        raise Problem("refused", f"no goods of {request.item_class} have left that an overlay stands on",
                      hint="what they release has been released")  # fmt: skip
    return -due


def _require_reason(reader: Reader, granted: Granted, request: Request) -> None:
    """Refuse a reason that the chart has no accounts for.

    Raises: Problem `bad_request`.
    """
    roles = ledger_read.roles(reader, granted.entity.id)
    reasons = sorted(reason for role, reason in roles if role == "write_down_expense" and reason)
    if request.reason not in reasons:
        raise Problem("bad_request", f"the chart has no account for the reason {request.reason!r}",
                      hint=f"use one of {', '.join(reasons)}")  # fmt: skip


def _hashes(
    request: Request, granted: Granted, book: Book, found: Class, amount: int, policy_hash: bytes
) -> tuple[bytes, bytes]:
    """Return the SHA-256 of what the class was, and of everything shown."""
    snapshot = hashlib.sha256(f"{found.name}|{found.cost_minor}|{found.held_minor}".encode()).digest()
    expires: date | str = request.expires_on or ""
    said = (granted.entity.code, book.code, request.as_of, request.kind, request.reason, amount, request.evidence,
            expires, request.because)  # fmt: skip
    return snapshot, hashlib.sha256("|".join(map(str, said)).encode() + snapshot + policy_hash).digest()
